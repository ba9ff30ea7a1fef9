package dev.hedgerow.server.catalog;

import dev.hedgerow.server.event.Cohort;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The cohorts of all projects, the persons listed in static ones, and what came of finding members. Those found are kept
 * elsewhere, as they can be found again. Durable when a call returns; safe from any thread.
 */
public interface Cohorts {

  /** Returns a project's cohorts, in the order they were made. */
  List<Cohort> cohorts(int projectId) throws IOException;

  /** Returns that cohort of that project, or null. */
  @Nullable
  Cohort cohort(int projectId, int id) throws IOException;

  /**
   * Keeps a new cohort and returns it with its id; the one it is given does not count.
   *
   * @throws IllegalStateException if the project has {@link Cohort#PER_PROJECT_MAX} already
   */
  Cohort create(Cohort cohort) throws IOException;

  /** Puts that in the place of the cohort with its id and project; returns whether there was one. */
  boolean replace(Cohort cohort) throws IOException;

  /** Deletes a cohort and its list; returns whether there was one. Its id never comes again. */
  boolean delete(int projectId, int id) throws IOException;

  /** Returns the cohorts whose members were not looked for at or after that moment, those never looked for first. */
  List<Cohort> due(Instant since) throws IOException;

  /** Keeps what came of finding the members of a cohort, unless it was changed meanwhile; returns whether it was kept. */
  boolean found(Cohort cohort, Cohort.Found found) throws IOException;

  /**
   * Lists persons in a static cohort, which is due then.
   *
   * @param ids persons, or what distinct ids have as their own ({@link dev.hedgerow.server.event.PersonIds})
   * @return how many are listed now
   * @throws IllegalStateException if they would be more than {@link Cohort#LISTED_MAX}; none is listed then
   */
  int list(int projectId, int id, Collection<UUID> ids, Instant at) throws IOException;

  /** Takes persons off the list of a static cohort, which is due then. */
  void unlist(int projectId, int id, Collection<UUID> ids, Instant at) throws IOException;

  /** Returns all that are listed in a static cohort. */
  Set<UUID> listed(int projectId, int id) throws IOException;

  /** Takes erased persons off all lists of a project. */
  void forget(int projectId, Collection<UUID> ids) throws IOException;
}
