package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.query.DayUsage;
import dev.hedgerow.server.query.IngestionReads;
import dev.hedgerow.server.query.WarningSummary;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a project's events: {@code usage}, how many counted as anonymous and as identified each day, and {@code
 * ingestion_warnings}, what was refused or altered and why. For signed-in pages and holders of a key.
 */
final class IngestionRoutes {
  static final int DAYS_DEFAULT = 30;
  static final int DAYS_MAX = 366;
  static final int SAMPLES = 5;

  private final Access access;
  private final IngestionReads reads;
  private final Clock clock;

  IngestionRoutes(Access access, IngestionReads reads, Clock clock) {
    this.access = access;
    this.reads = reads;
    this.clock = clock;
  }

  /** Answers {@code GET …/usage?days=30}: one result a day, the last today's. */
  void usage(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    Project project = project(exchange, path);
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate first = today.minusDays(days(exchange) - 1L);
    Map<LocalDate, DayUsage> found = new HashMap<>();
    reads.usage(project.id(), first, today).forEach(usage -> found.put(usage.day(), usage));
    List<Map<String, Object>> results = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(today); day = day.plusDays(1)) {
      DayUsage usage = found.getOrDefault(day, new DayUsage(day, 0, 0));
      results.add(Map.of(
          "day", day.toString(), "anonymous", usage.anonymous(), "identified", usage.identified()));
    }
    Answers.json(exchange, 200, Map.of("results", results));
  }

  /** Answers {@code GET …/ingestion_warnings?days=30}: a result for each type, with its newest. */
  void warnings(HttpServerExchange exchange, ProjectPath path)
      throws RejectedException, IOException {
    Project project = project(exchange, path);
    Instant since = clock.instant().minus(days(exchange), ChronoUnit.DAYS);
    List<Map<String, Object>> results = new ArrayList<>();
    for (WarningSummary summary : reads.warnings(project.id(), since, SAMPLES)) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("type", summary.type());
      result.put("count", summary.count());
      result.put("last_at", summary.lastAt().toString());
      result.put(
          "samples", summary.samples().stream().map(IngestionRoutes::sample).toList());
      results.add(result);
    }
    Answers.json(exchange, 200, Map.of("results", results));
  }

  private static Map<String, @Nullable Object> sample(Warning warning) {
    Map<String, @Nullable Object> sample = new LinkedHashMap<>();
    sample.put("at", warning.at().toString());
    sample.put("event", warning.event());
    sample.put("distinct_id", warning.distinctId());
    sample.put("uuid", warning.uuid() == null ? null : warning.uuid().toString());
    sample.put("details", warning.details());
    return sample;
  }

  private Project project(HttpServerExchange exchange, ProjectPath path)
      throws RejectedException, IOException {
    if (!exchange.getRequestMethod().equals(Methods.GET)) {
      exchange.getResponseHeaders().put(Headers.ALLOW, "GET");
      throw new RejectedException(405, "method_not_allowed", "expected GET", null);
    }
    return access.requireReader(exchange, path);
  }

  private static int days(HttpServerExchange exchange) throws RejectedException {
    Deque<String> values = exchange.getQueryParameters().get("days");
    String asked = values == null ? null : values.peekFirst();
    if (asked == null) {
      return DAYS_DEFAULT;
    }
    if (asked.matches("[0-9]{1,3}")) {
      int days = Integer.parseInt(asked);
      if (days >= 1 && days <= DAYS_MAX) {
        return days;
      }
    }
    throw new RejectedException(
        400,
        "invalid_input",
        "expected a whole number from 1 to " + DAYS_MAX + " under days",
        "days");
  }
}
