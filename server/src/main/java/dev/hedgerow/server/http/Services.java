package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Actions;
import dev.hedgerow.server.catalog.Audit;
import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.event.Feed;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.log.LogWriter;
import dev.hedgerow.server.query.EventReads;
import dev.hedgerow.server.query.IngestionReads;
import dev.hedgerow.server.query.PersonReads;
import dev.hedgerow.server.query.SqlReads;
import dev.hedgerow.server.wire.Clues;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * All that the door needs from the other rooms.
 *
 * @param metrics writes every metric in Prometheus' text format
 * @param pageCode the one-time code that opens the live page, from the link printed at start
 * @param clues what addresses and user agents tell, for projects that keep neither
 * @param paths where browsers find the snippet beside the usual paths
 */
public record Services(
    Limits limits,
    Clock clock,
    Catalog catalog,
    Actions actions,
    Defined defined,
    Audit audit,
    LogWriter log,
    Feed feed,
    SqlReads sql,
    IngestionReads ingestion,
    EventReads events,
    PersonReads persons,
    Aside aside,
    Moving moving,
    Erasing erasing,
    Supplier<Health> health,
    MeterRegistry registry,
    Supplier<String> metrics,
    String pageCode,
    Paths paths,
    Clues clues) {}
