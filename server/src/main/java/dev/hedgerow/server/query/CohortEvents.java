package dev.hedgerow.server.query;

import dev.hedgerow.server.catalog.Actions;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What persons of a cohort did (contract S 8, {@code behavioral}). Time is {@code time_value} of a {@code time_interval} up to now;
 * who stopped or restarted is told by its last part as well, {@code seq_time_value} of a {@code seq_time_interval}. For one
 * thread.
 */
final class CohortEvents {
  private static final int TIME_MAX = 100_000;
  private static final int PERIODS_MAX = 100;
  private static final List<String> BEHAVIOURS = List.of(
      "performed_event",
      "performed_event_multiple",
      "not_performed_event",
      "performed_event_first_time",
      "performed_event_regularly",
      "stopped_performing_event",
      "restarted_performing_event");
  private static final Map<String, ChronoUnit> INTERVALS = Map.of(
      "minute", ChronoUnit.MINUTES,
      "hour", ChronoUnit.HOURS,
      "day", ChronoUnit.DAYS,
      "week", ChronoUnit.WEEKS,
      "month", ChronoUnit.MONTHS,
      "year", ChronoUnit.YEARS);
  private static final Map<String, String> COMPARISONS = Map.of(
      "gte", ">=",
      "gt", ">",
      "lte", "<=",
      "lt", "<",
      "exact", "=",
      "eq", "=");

  private final int projectId;
  private final Actions actions;
  private final Instant now;

  CohortEvents(int projectId, Actions actions, Instant now) {
    this.projectId = projectId;
    this.actions = actions;
    this.now = now;
  }

  /** Returns the condition on {@code person} that a leaf of the filters makes. */
  String condition(Asked asked) throws RejectedException, IOException {
    String what = asked.needed("value");
    String event = event(asked);
    List<String> all = new ArrayList<>(List.of(event));
    all.addAll(PropertyFilters.conditions("event_filters", asked.list("event_filters")));
    String happened = String.join(" AND ", all);
    Instant from = since(asked);
    String since = from(from);
    String lately = happened + " AND \"timestamp\" " + since;
    return switch (what) {
      case "performed_event" -> persons(lately, "");
      case "not_performed_event" -> "NOT " + persons(lately, "");
      case "performed_event_multiple" ->
        persons(lately, " GROUP BY person_id HAVING count(*) " + count(asked));
      case "performed_event_first_time" ->
        persons(happened, " GROUP BY person_id HAVING min(\"timestamp\") " + since);
      case "stopped_performing_event" ->
        "(NOT " + persons(happened + " AND \"timestamp\" " + from(recently(asked, from)), "")
            + " AND " + persons(lately, "") + ")";
      case "restarted_performing_event" -> {
        String again = from(recently(asked, from));
        yield persons(
            happened,
            " GROUP BY person_id HAVING min(\"timestamp\") < " + moment(from)
                + " AND max(\"timestamp\") " + again
                + " AND count(*) FILTER (WHERE \"timestamp\" " + since + " AND NOT \"timestamp\" "
                + again
                + ") = 0");
      }
      case "performed_event_regularly" -> regularly(asked, happened);
      default -> throw Asked.wrong("value", "one of " + String.join(", ", BEHAVIOURS), what);
    };
  }

  /** Those with enough events in enough of the last periods; each is {@code time_value} long, the last ends now. */
  private String regularly(Asked asked, String happened) throws RejectedException {
    int periods = asked.integer("total_periods", 1, 1, PERIODS_MAX);
    int least = asked.integer("min_periods", 1, 1, periods);
    StringBuilder period = new StringBuilder("CASE");
    Instant from = now;
    for (int i = 1; i <= periods; i++) {
      from = before(asked, "time_value", "time_interval", i);
      period.append(" WHEN \"timestamp\" ").append(from(from)).append(" THEN ").append(i);
    }
    return "(person.id IN (SELECT person_id FROM (SELECT person_id, " + period
        + " END AS period FROM events WHERE " + happened + " AND \"timestamp\" " + from(from)
        + " GROUP BY person_id, period HAVING count(*) " + count(asked)
        + ") GROUP BY person_id HAVING count(*) >= " + least + "))";
  }

  /** Returns when the recent time begins, which must be a part of the whole. */
  private Instant recently(Asked asked, Instant whole) throws RejectedException {
    Instant from = before(asked, "seq_time_value", "seq_time_interval", 1);
    if (!from.isAfter(whole)) {
      throw Asked.wrong(
          "seq_time_value",
          "a shorter time than that of time_value",
          asked.fields().get("seq_time_value"));
    }
    return from;
  }

  private static String from(Instant at) {
    return ">= " + moment(at);
  }

  private static String moment(Instant at) {
    return "TIMESTAMP '" + at.toString().replace("Z", "") + "'";
  }

  private static String persons(String condition, String groups) {
    return "(person.id IN (SELECT person_id FROM events WHERE " + condition + groups + "))";
  }

  private static String count(Asked asked) throws RejectedException {
    String operator = asked.string("operator");
    String sign = COMPARISONS.get(operator == null ? "gte" : operator);
    if (sign == null) {
      throw Asked.wrong("operator", "one of " + new TreeSet<>(COMPARISONS.keySet()), operator);
    }
    return sign + " " + asked.integer("operator_value", 1, 0, Integer.MAX_VALUE);
  }

  private String event(Asked asked) throws RejectedException, IOException {
    Object key = asked.fields().get("key");
    String type = asked.string("event_type");
    if ("actions".equals(type)) {
      long id = CohortSql.number(String.valueOf(key));
      Action action = id < 1 ? null : actions.action(projectId, (int) id);
      if (action == null) {
        throw Asked.wrong("key", "the id of an action of this project", key);
      }
      return ActionSql.condition(action);
    }
    if (type != null && !type.equals("events")) {
      throw Asked.wrong("event_type", "events or actions", type);
    }
    return "event = " + SqlText.literal(asked.needed("key"));
  }

  private Instant since(Asked asked) throws RejectedException {
    String explicit = asked.string("explicit_datetime");
    if (explicit != null) {
      return RelativeDate.of("explicit_datetime", explicit, now, ZoneOffset.UTC)
          .truncatedTo(ChronoUnit.SECONDS);
    }
    return before(asked, "time_value", "time_interval", 1);
  }

  /** Returns the moment that many times so long ago as two fields say. */
  private Instant before(Asked asked, String value, String interval, int times)
      throws RejectedException {
    String word = asked.string(interval);
    ChronoUnit unit = word == null ? ChronoUnit.DAYS : INTERVALS.get(word);
    if (unit == null) {
      throw Asked.wrong(interval, "one of " + new TreeSet<>(INTERVALS.keySet()), word);
    }
    long units = (long) times * whole(asked, value);
    Instant since = units > TIME_MAX
        ? Instant.EPOCH
        : now.atZone(ZoneOffset.UTC).minus(units, unit).toInstant();
    return since.isBefore(Instant.EPOCH) ? Instant.EPOCH : since.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Pages send numbers of a form as text now and then. */
  private static int whole(Asked asked, String name) throws RejectedException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(asked.fields());
    if (fields.get(name) instanceof String text && text.matches("[0-9]{1,6}")) {
      fields.put(name, Long.parseLong(text));
    }
    return new Asked(fields).integer(name, 30, 1, TIME_MAX);
  }
}
