package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Cohorts;
import dev.hedgerow.server.catalog.Dashboard;
import dev.hedgerow.server.catalog.SavedInsight;
import dev.hedgerow.server.catalog.Shares;
import dev.hedgerow.server.catalog.Shelf;
import dev.hedgerow.server.query.CohortRows;

/**
 * What people define to ask with, beside actions.
 *
 * @param members which persons are in which cohorts
 */
public record Defined(
    Cohorts cohorts,
    CohortRows members,
    Shelf<SavedInsight> insights,
    Shelf<Dashboard> dashboards,
    Shares shares) {}
