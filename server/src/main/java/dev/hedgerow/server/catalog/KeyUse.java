package dev.hedgerow.server.catalog;

import java.time.LocalDate;

/**
 * How often a personal API key was used on one day.
 *
 * @param projectId the project it was used for, 0 for none
 * @param day in UTC
 */
public record KeyUse(int keyId, int projectId, LocalDate day, long count) {}
