package dev.hedgerow.server.query;

import dev.hedgerow.server.catalog.Actions;
import dev.hedgerow.server.catalog.Cohorts;
import dev.hedgerow.server.event.Cohort;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the members of cohorts, anew now and then. For one thread. */
public final class CohortFinder {
  /** How old what was found may become while the program runs. */
  public static final Duration EVERY = Duration.ofMinutes(15);

  private final Cohorts cohorts;
  private final Actions actions;
  private final SqlReads sql;
  private final CohortRows rows;
  private final Duration every;
  private final Clock clock;

  /** When this began: what was found before may have been lost since. */
  private final Instant begun;

  private boolean tidied;

  /**
   * Makes it.
   *
   * @param every how old what was found may become
   */
  public CohortFinder(
      Cohorts cohorts,
      Actions actions,
      SqlReads sql,
      CohortRows rows,
      Duration every,
      Clock clock) {
    this.cohorts = cohorts;
    this.actions = actions;
    this.sql = sql;
    this.rows = rows;
    this.every = every;
    this.clock = clock;
    this.begun = now();
  }

  /**
   * Finds the members of one cohort that is due, those it is made of first, and returns how many cohorts that were. One
   * that cannot be found keeps the members it had, and says why.
   *
   * @throws IOException if catalog or store cannot be read or written; the cohort stays due
   */
  public int runOnce() throws IOException {
    Instant now = now();
    List<Cohort> due = cohorts.due(begun.isAfter(now.minus(every)) ? begun : now.minus(every));
    if (!tidied) {
      forgetDeleted(due);
      tidied = true;
    }
    Cohort next = next(due, now);
    if (next == null) {
      return 0;
    }
    Cohort.Found found;
    try {
      Uuids persons = next.isStatic() ? listed(next) : asked(next, now);
      rows.replace(next.projectId(), next.id(), persons);
      found = new Cohort.Found(now, persons.size(), null);
    } catch (RejectedException e) {
      if (e.status() == 429) {
        return 0; // too much is asked just now
      }
      found = new Cohort.Found(now, next.last().count(), e.detail());
    }
    if (!cohorts.found(next, found) && cohorts.cohort(next.projectId(), next.id()) == null) {
      rows.replace(next.projectId(), next.id(), new Uuids()); // deleted meanwhile
    }
    return 1;
  }

  /** At first all cohorts are due, so all that are not are gone. */
  private void forgetDeleted(List<Cohort> all) throws IOException {
    Set<Integer> ids = new TreeSet<>();
    all.forEach(cohort -> ids.add(cohort.id()));
    rows.retain(ids);
  }

  /** Returns the first that waits for no other, or the first if each does. */
  private @Nullable Cohort next(List<Cohort> due, Instant now) throws IOException {
    Set<Integer> ids = new TreeSet<>();
    due.forEach(cohort -> ids.add(cohort.id()));
    for (Cohort cohort : due) {
      if (cohort.isStatic() || needs(cohort, now).stream().noneMatch(ids::contains)) {
        return cohort;
      }
    }
    return due.isEmpty() ? null : due.get(0);
  }

  private Set<Integer> needs(Cohort cohort, Instant now) throws IOException {
    CohortSql filters = new CohortSql(cohort.projectId(), actions, now);
    try {
      filters.persons(cohort);
      return filters.cohorts();
    } catch (RejectedException e) {
      return Set.of(); // told when it is looked for
    }
  }

  private Uuids asked(Cohort cohort, Instant now) throws RejectedException, IOException {
    CohortSql filters = new CohortSql(cohort.projectId(), actions, now);
    String select = filters.persons(cohort);
    for (int id : filters.cohorts()) {
      if (cohorts.cohort(cohort.projectId(), id) == null) {
        throw new RejectedException(
            400, "invalid_input", "it is made of cohort " + id + ", which is gone", "filters");
      }
    }
    Uuids persons = new Uuids();
    sql.each(cohort.projectId(), select, row -> add(persons, row.text(0)));
    return persons;
  }

  /** A person is listed by its id, or by what one of its distinct ids has as its own, which no merge changes. */
  private Uuids listed(Cohort cohort) throws RejectedException, IOException {
    Set<UUID> listed = cohorts.listed(cohort.projectId(), cohort.id());
    Set<UUID> persons = new HashSet<>();
    if (!listed.isEmpty()) {
      sql.each(
          cohort.projectId(),
          "SELECT CAST(person_id AS VARCHAR), distinct_id FROM person_distinct_ids",
          row -> {
            UUID person = UUID.fromString(String.valueOf(row.text(0)));
            IdKey key = new IdKey(cohort.projectId(), String.valueOf(row.text(1)));
            if (listed.contains(person) || listed.contains(PersonIds.of(key))) {
              persons.add(person);
            }
          });
    }
    return Uuids.of(persons);
  }

  private static void add(Uuids to, @Nullable String text) {
    if (text != null) {
      to.add(UUID.fromString(text));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
