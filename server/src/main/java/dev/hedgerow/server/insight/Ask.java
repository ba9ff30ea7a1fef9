package dev.hedgerow.server.insight;

import dev.hedgerow.server.query.Asked;
import java.time.Instant;
import java.time.ZoneId;

/**
 * One question with all it may look at.
 *
 * @param zone where the project's days begin
 * @param now what relative dates count from
 */
public record Ask(int projectId, ZoneId zone, Instant now, Asked query, Sources sources) {

  /** Returns another question of the same asker, such as the source of this one. */
  Ask about(Asked other) {
    return new Ask(projectId, zone, now, other, sources);
  }
}
