package dev.hedgerow.server.query;

/**
 * How far a question under way has come, as the engine guesses.
 *
 * @param percent 0 to 100
 * @param rows rows it has read, of all tables together
 * @param ofRows rows it expects to read
 */
public record Headway(double percent, long rows, long ofRows) {}
