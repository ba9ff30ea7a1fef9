package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Cohorts;
import dev.hedgerow.server.query.CohortRows;

/**
 * What people define to ask with, beside actions.
 *
 * @param members which persons are in which cohorts
 */
public record Defined(Cohorts cohorts, CohortRows members) {}
