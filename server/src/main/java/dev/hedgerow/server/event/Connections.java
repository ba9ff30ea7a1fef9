package dev.hedgerow.server.event;

import java.time.Duration;

/**
 * What connections may do, so that idle and slow ones cost next to nothing.
 *
 * @param most connections open at one time; further ones wait outside
 * @param idleFor a connection on which nothing moves for so long is closed
 * @param headWithin a request's head must be whole within, else the connection is closed
 * @param bodyStalledAfter how often it is looked whether a body gets on
 * @param bodyBytesPerSecondMin a body that gets on more slowly ends: events with 408, others without
 *     an answer
 * @param writeStalledAfter an answer of which nothing is read for so long is cut
 */
public record Connections(
    int most,
    Duration idleFor,
    Duration headWithin,
    Duration bodyStalledAfter,
    int bodyBytesPerSecondMin,
    Duration writeStalledAfter) {

  /** What the program runs with. */
  public static final Connections STANDARD = new Connections(
      16_384,
      Duration.ofSeconds(75),
      Duration.ofSeconds(30),
      Duration.ofSeconds(30),
      100,
      Duration.ofSeconds(30));

  /** Returns how many bytes of a body must come within that time, at least one. */
  public long bodyBytesMin(Duration within) {
    return Math.max(1, bodyBytesPerSecondMin * within.toMillis() / 1_000);
  }
}
