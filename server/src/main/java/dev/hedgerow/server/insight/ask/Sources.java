package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.catalog.Actions;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.query.SqlReads;

/** What questions are answered from. */
public record Sources(SqlReads sql, Actions actions, Limits limits) {}
