package dev.hedgerow.server.store;

import dev.hedgerow.server.query.CohortRows;
import dev.hedgerow.server.query.Uuids;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The twin in memory of what cohorts hold; that persons go it does not hear. */
public final class InMemoryCohortRows implements CohortRows {
  private record Key(int projectId, int cohortId) {}

  private final Map<Key, TreeSet<UUID>> persons = new HashMap<>();

  @Override
  public synchronized void replace(int projectId, int cohortId, Uuids all) {
    TreeSet<UUID> kept = new TreeSet<>(Comparator.comparing(UUID::toString));
    for (int i = 0; i < all.size(); i++) {
      kept.add(all.at(i));
    }
    persons.put(new Key(projectId, cohortId), kept);
  }

  @Override
  public synchronized List<UUID> persons(
      int projectId, int cohortId, @Nullable UUID after, int limit) {
    TreeSet<UUID> all = persons.getOrDefault(new Key(projectId, cohortId), new TreeSet<>());
    return (after == null ? all : all.tailSet(after, false))
        .stream().limit(limit).toList();
  }

  @Override
  public synchronized void retain(Set<Integer> cohortIds) {
    persons.keySet().removeIf(key -> !cohortIds.contains(key.cohortId()));
  }
}
