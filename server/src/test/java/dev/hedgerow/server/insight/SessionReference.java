package dev.hedgerow.server.insight;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a session, from all of its events (contract S 6.5). */
final class SessionReference {
  private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final double BOUNCE_SECONDS = 10;

  private final List<Visit> all;

  SessionReference(Visits visits, String session) {
    this.all =
        visits.all.stream().filter(visit -> session.equals(visit.session())).toList();
  }

  /** Returns a column as text; null where it is not there. */
  static @Nullable String text(Visits visits, @Nullable String session, String column) {
    return session == null ? null : new SessionReference(visits, session).text(column);
  }

  private @Nullable String text(String column) {
    return switch (column) {
      case "$pageview_count" -> String.valueOf(count("$pageview"));
      case "$autocapture_count" -> String.valueOf(count("$autocapture"));
      case "$session_duration" -> String.valueOf(seconds());
      case "$is_bounce" ->
        String.valueOf(
            count("$pageview") < 2 && count("$autocapture") == 0 && seconds() < BOUNCE_SECONDS);
      case "$start_timestamp" -> SHOWN.format(first().atOffset(ZoneOffset.UTC));
      case "$end_timestamp" -> SHOWN.format(last().atOffset(ZoneOffset.UTC));
      case "$entry_current_url" -> entry();
      default -> throw new IllegalArgumentException("expected a column but found " + column);
    };
  }

  private long count(String event) {
    return all.stream().filter(visit -> visit.event().equals(event)).count();
  }

  private Instant first() {
    return all.stream().map(Visit::at).min(Comparator.naturalOrder()).orElseThrow();
  }

  private Instant last() {
    return all.stream().map(Visit::at).max(Comparator.naturalOrder()).orElseThrow();
  }

  private double seconds() {
    return Duration.between(first(), last()).toMillis() / 1_000.0;
  }

  /** The URL of the first page or screen that has one. */
  private @Nullable String entry() {
    return all.stream()
        .filter(visit -> List.of("$pageview", "$screen").contains(visit.event()))
        .filter(visit -> visit.text("$current_url") != null)
        .min(Comparator.comparing(Visit::at))
        .map(visit -> visit.text("$current_url"))
        .orElse(null);
  }

  /** Returns whether some session began with two pages at one moment, so that either may be its first. */
  static boolean hasTwoEntries(Visits visits) {
    return visits.all.stream()
        .anyMatch(one -> visits.all.stream()
            .anyMatch(other -> one.session() != null
                && one.session().equals(other.session())
                && one.at().equals(other.at())
                && !String.valueOf(one.text("$current_url"))
                    .equals(String.valueOf(other.text("$current_url")))));
  }
}
