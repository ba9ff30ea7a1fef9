package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.When;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * One question with all it may look at.
 *
 * @param zone where the project's days begin
 * @param now what relative dates count from
 * @param testAccounts the project's filters of events that are nobody's test
 */
public record Ask(
    int projectId,
    ZoneId zone,
    Instant now,
    Asked query,
    Sources sources,
    List<Map<String, Object>> testAccounts) {

  /** Makes a question of a project that has no filters of test accounts. */
  public Ask(int projectId, ZoneId zone, Instant now, Asked query, Sources sources) {
    this(projectId, zone, now, query, sources, List.of());
  }

  /** Returns what relative dates of its filters count from. */
  When when() {
    return new When(now, zone);
  }

  /** Returns another question of the same asker, such as the source of this one. */
  public Ask about(Asked other) {
    return new Ask(projectId, zone, now, other, sources, testAccounts);
  }
}
