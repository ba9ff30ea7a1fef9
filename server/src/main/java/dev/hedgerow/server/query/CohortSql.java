package dev.hedgerow.server.query;

import dev.hedgerow.server.catalog.Actions;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.Cohort;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A cohort's filters (contract S 8) as a SELECT of the persons they mean. For one thread. */
final class CohortSql {
  /** Why anonymous visitors are in no cohort, for people. */
  static final String ONLY_PERSONS = "a cohort holds persons only: anonymous visitors, whose events"
      + " are processed without a person, cannot be members or be aimed at";

  private static final String PROPERTIES = "filters.properties";
  private static final int TIME_MAX = 100_000;
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
  private final Set<Integer> cohorts = new TreeSet<>();
  private int conditions;

  /** Makes one for the cohorts of that project, as of now. */
  CohortSql(int projectId, Actions actions, Instant now) {
    this.projectId = projectId;
    this.actions = actions;
    this.now = now;
  }

  /**
   * Returns the SELECT of the ids of a cohort's persons, as text.
   *
   * @throws RejectedException if the filters are wrong; the attribute names the field
   */
  String persons(Cohort cohort) throws RejectedException, IOException {
    Object properties = cohort.filters().get("properties");
    if (!(properties instanceof Map<?, ?> map)) {
      throw Asked.wrong(PROPERTIES, "an object with type and values", properties);
    }
    String condition = group(PROPERTIES, map, 1);
    if (condition == null) {
      throw Asked.wrong(PROPERTIES, "at least one whole condition", null);
    }
    return "SELECT CAST(person.id AS VARCHAR) FROM persons AS person WHERE " + condition;
  }

  /** Returns the cohorts that the last SELECT asks. */
  Set<Integer> cohorts() {
    return cohorts;
  }

  private @Nullable String group(String path, Map<?, ?> map, int depth)
      throws RejectedException, IOException {
    if (depth > Cohort.NESTING_MAX) {
      throw Asked.wrong(path, "at most " + Cohort.NESTING_MAX + " levels", "more");
    }
    Object type = map.get("type");
    if (!"AND".equals(type) && !"OR".equals(type)) {
      throw Asked.wrong(path + ".type", "AND or OR", type);
    }
    if (!(map.get("values") instanceof List<?> values)) {
      throw Asked.wrong(path + ".values", "an array", map.get("values"));
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String at = path + ".values[" + i + "]";
      if (!(values.get(i) instanceof Map<?, ?> item)) {
        throw Asked.wrong(at, "an object", values.get(i));
      }
      String part = item.containsKey("values") ? group(at, item, depth + 1) : leaf(at, item);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts.isEmpty() ? null : "(" + String.join(" " + type + " ", parts) + ")";
  }

  private @Nullable String leaf(String path, Map<?, ?> item) throws RejectedException, IOException {
    if (++conditions > Cohort.CONDITIONS_MAX) {
      throw Asked.wrong(path, "at most " + Cohort.CONDITIONS_MAX + " conditions", "more");
    }
    Asked asked = new Asked(Properties.object(Map.of("leaf", item), "leaf"));
    try {
      String type = asked.needed("type");
      String condition = switch (type) {
        case "person" -> ofPerson(asked);
        case "cohort" -> ofCohort(asked);
        case "behavioral" -> ofEvents(asked);
        default ->
          throw Asked.wrong("type", "person, cohort or behavioral (" + ONLY_PERSONS + ")", type);
      };
      boolean not = Boolean.TRUE.equals(asked.fields().get("negation"));
      return condition == null || !not ? condition : "NOT COALESCE(" + condition + ", false)";
    } catch (RejectedException e) {
      String name = e.attribute();
      boolean whole = name == null || name.startsWith(PROPERTIES);
      throw new RejectedException(
          e.status(), e.code(), e.detail(), whole ? name : path + "." + name);
    }
  }

  private @Nullable String ofPerson(Asked asked) throws RejectedException {
    return new FilterOperator(asked, new When(now, ZoneOffset.UTC))
        .condition("person.properties." + SqlText.name(asked.needed("key")));
  }

  private String ofCohort(Asked asked) throws RejectedException {
    Object value = asked.fields().get("value");
    long id = number(String.valueOf(value));
    if (id < 1) {
      throw Asked.wrong("value", "the id of a cohort of this project", value);
    }
    cohorts.add((int) id);
    String operator = asked.string("operator");
    boolean not = "not_in".equals(operator);
    if (operator != null && !not && !operator.equals("in") && !operator.equals("exact")) {
      throw Asked.wrong("operator", "in or not_in", operator);
    }
    return (not ? "NOT " : "")
        + "(person.id IN (SELECT person_id FROM cohort_people WHERE cohort_id = " + id + "))";
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
  }

  private String ofEvents(Asked asked) throws RejectedException, IOException {
    String what = asked.needed("value");
    String event = event(asked);
    List<String> all = new ArrayList<>(List.of(event));
    all.addAll(PropertyFilters.conditions("event_filters", asked.list("event_filters")));
    String happened = String.join(" AND ", all);
    String since = ">= TIMESTAMP '" + since(asked).toString().replace("Z", "") + "'";
    String lately = happened + " AND \"timestamp\" " + since;
    return switch (what) {
      case "performed_event" -> persons(lately, "");
      case "not_performed_event" -> "NOT " + persons(lately, "");
      case "performed_event_multiple" ->
        persons(lately, " GROUP BY person_id HAVING count(*) " + count(asked));
      case "performed_event_first_time" ->
        persons(happened, " GROUP BY person_id HAVING min(\"timestamp\") " + since);
      default ->
        throw Asked.wrong(
            "value",
            "performed_event, performed_event_multiple, not_performed_event or"
                + " performed_event_first_time (what stops, restarts or comes regularly is not found)",
            what);
    };
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
      long id = number(String.valueOf(key));
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
    String interval = asked.string("time_interval");
    ChronoUnit unit = interval == null ? ChronoUnit.DAYS : INTERVALS.get(interval);
    if (unit == null) {
      throw Asked.wrong("time_interval", "one of " + new TreeSet<>(INTERVALS.keySet()), interval);
    }
    int value = whole(asked);
    Instant since = now.atZone(ZoneOffset.UTC).minus(value, unit).toInstant();
    return since.isBefore(Instant.EPOCH) ? Instant.EPOCH : since.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Pages send numbers of a form as text now and then. */
  private static int whole(Asked asked) throws RejectedException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(asked.fields());
    if (fields.get("time_value") instanceof String text && text.matches("[0-9]{1,6}")) {
      fields.put("time_value", Long.parseLong(text));
    }
    return new Asked(fields).integer("time_value", 30, 1, TIME_MAX);
  }
}
