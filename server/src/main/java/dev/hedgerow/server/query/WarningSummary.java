package dev.hedgerow.server.query;

import dev.hedgerow.server.event.Warning;
import java.time.Instant;
import java.util.List;

/**
 * The ingestion warnings of one type.
 *
 * @param count how many there are since the time asked for
 * @param lastAt when the newest was noticed
 * @param samples the newest, newest first
 */
public record WarningSummary(String type, long count, Instant lastAt, List<Warning> samples) {
  public WarningSummary {
    samples = List.copyOf(samples);
  }
}
