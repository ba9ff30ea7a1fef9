package dev.hedgerow.server.query;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What relative dates of a filter count from.
 *
 * @param zone where days begin
 */
public record When(Instant now, ZoneId zone) {}
