package dev.hedgerow.server.http;

/**
 * How the server is doing, as {@code /_health} tells it.
 *
 * @param status {@code ok}, or what is wrong in a word or two
 * @param healthy false answers 503
 * @param accepted entries accepted since the log was made
 * @param processed entries processed since the log was made
 * @param lagSeconds how long the oldest unprocessed entry has waited, 0 for none
 * @param held events in the buffer now
 * @param oldestHeldSeconds how long the oldest of them has waited, 0 for none
 */
public record Health(
    String status,
    boolean healthy,
    long accepted,
    long processed,
    double lagSeconds,
    long held,
    double oldestHeldSeconds) {}
