package dev.hedgerow.server.query;

import java.time.LocalDate;

/**
 * How many events of a day count as anonymous and as identified (contract S 4).
 *
 * @param day by the events' own time
 */
public record DayUsage(LocalDate day, long anonymous, long identified) {}
