package dev.hedgerow.server.query;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which persons are in which cohorts, as found last: what the table {@code cohort_people} shows. It may be lost, as it can
 * be found again. Persons that are merged away or erased are out at once. Safe from any thread.
 */
public interface CohortRows {

  /** Has exactly those persons be in a cohort, all at one moment. */
  void replace(int projectId, int cohortId, Uuids persons) throws IOException;

  /** Returns the persons in a cohort, in the order of their uuids as text, after one and at most so many. */
  List<UUID> persons(int projectId, int cohortId, @Nullable UUID after, int limit)
      throws IOException;

  /** Forgets what is known of all other cohorts than those, of any project. */
  void retain(Set<Integer> cohortIds) throws IOException;
}
