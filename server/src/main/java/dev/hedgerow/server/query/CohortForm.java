package dev.hedgerow.server.query;

import dev.hedgerow.server.catalog.Actions;
import dev.hedgerow.server.catalog.Cohorts;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.Cohort;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cohorts as JSON objects (contract S 8), and back with everything checked. Safe from any thread. */
public final class CohortForm {
  /** Why anonymous visitors are in no cohort, for people. */
  public static final String ONLY_PERSONS = CohortSql.ONLY_PERSONS;

  private final Cohorts cohorts;
  private final Actions actions;
  private final SqlReads sql;

  /** Makes it, with what filters may name and what reads their expressions. */
  public CohortForm(Cohorts cohorts, Actions actions, SqlReads sql) {
    this.cohorts = cohorts;
    this.actions = actions;
    this.sql = sql;
  }

  /** Returns a cohort as the API shows it. */
  public static Map<String, @Nullable Object> of(Cohort cohort) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("id", cohort.id());
    form.put("name", cohort.name());
    form.put("description", cohort.description());
    form.put("is_static", cohort.isStatic());
    form.put("filters", cohort.filters());
    form.put("created_at", cohort.createdAt().toString());
    form.put("updated_at", cohort.updatedAt().toString());
    Instant at = cohort.last().at();
    form.put("is_calculating", at == null);
    form.put("last_calculation", at == null ? null : at.toString());
    form.put("count", cohort.last().count());
    form.put("error", cohort.last().error());
    return form;
  }

  /**
   * Reads a cohort's own fields out of a form; others are passed over.
   *
   * @throws RejectedException if a field is wrong or too large, or if the cohort would be made of itself; the attribute
   *     names the field, such as {@code filters.properties.values[0].key}
   */
  public Cohort read(
      Map<String, @Nullable Object> form, int id, int projectId, Instant createdAt, Instant now)
      throws RejectedException, IOException {
    Asked asked = new Asked(form);
    String name = fitting(asked, "name", Action.NAME_CHARS_MAX);
    if (name.isBlank()) {
      throw Asked.wrong("name", "a text", null);
    }
    boolean isStatic = Boolean.TRUE.equals(asked.fields().get("is_static"));
    Cohort cohort = new Cohort(
        id,
        projectId,
        name,
        fitting(asked, "description", Action.TEXT_CHARS_MAX),
        isStatic,
        isStatic ? Map.of() : asked.object("filters"),
        createdAt,
        now,
        Cohort.Found.NOTHING);
    if (!isStatic) {
      CohortSql filters = new CohortSql(projectId, actions, now);
      String text = filters.persons(cohort);
      requireReadable(projectId, text);
      requireNoCircle(cohort, filters.cohorts());
    }
    return cohort;
  }

  private static String fitting(Asked asked, String name, int charsMax) throws RejectedException {
    String text = asked.string(name);
    if (text != null && text.length() > charsMax) {
      throw Asked.wrong(name, "at most " + charsMax + " characters", "" + text.length());
    }
    return text == null ? "" : text;
  }

  /** Has the engine read all expressions. */
  private void requireReadable(int projectId, String text) throws RejectedException, IOException {
    try {
      sql.select(projectId, text + " LIMIT 0", 1);
    } catch (RejectedException e) {
      throw e.status() == 400
          ? new RejectedException(400, "invalid_input", e.detail(), "filters")
          : e;
    }
  }

  private void requireNoCircle(Cohort cohort, Set<Integer> asked)
      throws RejectedException, IOException {
    for (int id : asked) {
      if (id != cohort.id() && cohorts.cohort(cohort.projectId(), id) == null) {
        throw Asked.wrong("filters", "the id of a cohort of this project", id);
      }
    }
    if (reaches(cohort.projectId(), asked, cohort.id(), new HashSet<>())) {
      throw Asked.wrong("filters", "a cohort that is not made of itself", "a circle of cohorts");
    }
  }

  private boolean reaches(int projectId, Set<Integer> from, int goal, Set<Integer> seen)
      throws IOException {
    for (int id : from) {
      if (id == goal) {
        return true;
      }
      Cohort next = seen.add(id) ? cohorts.cohort(projectId, id) : null;
      if (next != null && reaches(projectId, asked(next), goal, seen)) {
        return true;
      }
    }
    return false;
  }

  private Set<Integer> asked(Cohort cohort) throws IOException {
    if (cohort.isStatic()) {
      return Set.of();
    }
    CohortSql filters = new CohortSql(cohort.projectId(), actions, cohort.updatedAt());
    try {
      filters.persons(cohort);
    } catch (RejectedException e) {
      return filters.cohorts(); // what it asks of an action that is gone does not matter here
    }
    return filters.cohorts();
  }
}
