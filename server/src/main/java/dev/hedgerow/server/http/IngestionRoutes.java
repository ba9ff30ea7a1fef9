package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.query.DayUsage;
import dev.hedgerow.server.query.IngestionReads;
import dev.hedgerow.server.query.WarningSummary;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
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
  static final int PAGE_MAX = 100;
  private static final int OFFSET_MAX = 100_000;

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
    ZoneId zone = project.settings().timeZone();
    LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
    LocalDate first = today.minusDays(days(exchange) - 1L);
    Map<LocalDate, DayUsage> found = new HashMap<>();
    reads.usage(project.id(), first, today, zone).forEach(usage -> found.put(usage.day(), usage));
    List<Map<String, Object>> results = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(today); day = day.plusDays(1)) {
      DayUsage usage = found.getOrDefault(day, new DayUsage(day, 0, 0));
      results.add(Map.of(
          "day", day.toString(), "anonymous", usage.anonymous(), "identified", usage.identified()));
    }
    Answers.json(exchange, 200, Map.of("results", results, "time_zone", name(zone)));
  }

  private static String name(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /**
   * Answers {@code GET …/ingestion_warnings?days=30}: a result for each type, with its newest. With {@code type=} it answers
   * the warnings of that type, newest first, {@code limit} of them after {@code offset}; {@code next} is the offset of more.
   */
  void warnings(HttpServerExchange exchange, ProjectPath path)
      throws RejectedException, IOException {
    Project project = project(exchange, path);
    Instant since = clock.instant().minus(days(exchange), ChronoUnit.DAYS);
    Parameters asked = new Parameters(exchange);
    String type = asked.text("type");
    if (type != null) {
      page(exchange, project.id(), type, since);
      return;
    }
    List<Map<String, Object>> results = new ArrayList<>();
    for (WarningSummary summary : reads.warnings(project.id(), since, SAMPLES)) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("type", summary.type());
      result.put("effect", WarningWords.of(summary.type()).effect());
      result.put("meaning", WarningWords.of(summary.type()).meaning());
      result.put("count", summary.count());
      result.put("last_at", summary.lastAt().toString());
      result.put(
          "samples", summary.samples().stream().map(IngestionRoutes::sample).toList());
      results.add(result);
    }
    Answers.json(exchange, 200, Map.of("results", results));
  }

  private void page(HttpServerExchange exchange, int projectId, String type, Instant since)
      throws RejectedException, IOException {
    Parameters asked = new Parameters(exchange);
    int limit = asked.limit(PAGE_MAX);
    int offset = number(asked.text("offset"), 0, 0, OFFSET_MAX, "offset");
    List<Warning> found = reads.warnings(projectId, type, since, offset, limit + 1);
    boolean more = found.size() > limit;
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put(
        "results",
        found.subList(0, Math.min(limit, found.size())).stream()
            .map(IngestionRoutes::sample)
            .toList());
    answer.put("next", more ? offset + limit : null);
    Answers.json(exchange, 200, answer);
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
    Router.requireMethod(exchange, exchange.getRequestMethod().equals(Methods.GET), "GET");
    return access.requireReader(exchange, path);
  }

  /** Returns the days asked for. */
  static int days(HttpServerExchange exchange) throws RejectedException {
    Deque<String> values = exchange.getQueryParameters().get("days");
    return number(values == null ? null : values.peekFirst(), DAYS_DEFAULT, 1, DAYS_MAX, "days");
  }

  private static int number(@Nullable String asked, int otherwise, int least, int most, String name)
      throws RejectedException {
    if (asked == null) {
      return otherwise;
    }
    if (asked.matches("[0-9]{1,6}")) {
      int number = Integer.parseInt(asked);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new RejectedException(
        400,
        "invalid_input",
        "expected a whole number from " + least + " to " + most + " under " + name,
        name);
  }
}
