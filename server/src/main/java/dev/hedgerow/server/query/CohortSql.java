package dev.hedgerow.server.query;

import dev.hedgerow.server.catalog.Actions;
import dev.hedgerow.server.event.Cohort;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
  private final Instant now;
  private final CohortEvents events;
  private final Set<Integer> cohorts = new TreeSet<>();
  private int conditions;

  /** Makes one for the cohorts of that project, as of now. */
  CohortSql(int projectId, Actions actions, Instant now) {
    this.events = new CohortEvents(projectId, actions, now);
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
        case "behavioral" -> events.condition(asked);
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

  static long number(String text) {
    return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
  }
}
