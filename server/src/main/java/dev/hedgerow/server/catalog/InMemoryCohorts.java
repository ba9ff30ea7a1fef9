package dev.hedgerow.server.catalog;

import dev.hedgerow.server.event.Cohort;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The cohorts' twin in memory: durable for as long as it is referenced. */
public final class InMemoryCohorts implements Cohorts {
  private final TreeMap<Integer, Cohort> cohorts = new TreeMap<>();
  private final Map<Integer, TreeSet<UUID>> lists = new HashMap<>();
  private int last;

  @Override
  public synchronized List<Cohort> cohorts(int projectId) {
    return cohorts.values().stream()
        .filter(cohort -> cohort.projectId() == projectId)
        .toList();
  }

  @Override
  public synchronized @Nullable Cohort cohort(int projectId, int id) {
    Cohort found = cohorts.get(id);
    return found != null && found.projectId() == projectId ? found : null;
  }

  @Override
  public synchronized Cohort create(Cohort cohort) {
    if (cohorts(cohort.projectId()).size() >= Cohort.PER_PROJECT_MAX) {
      throw new IllegalStateException("expected room for one more cohort but found none");
    }
    Cohort kept = cohort.withId(++last);
    cohorts.put(last, kept);
    return kept;
  }

  @Override
  public synchronized boolean replace(Cohort cohort) {
    return cohort(cohort.projectId(), cohort.id()) != null
        && cohorts.put(cohort.id(), cohort) != null;
  }

  @Override
  public synchronized boolean delete(int projectId, int id) {
    if (cohort(projectId, id) == null) {
      return false;
    }
    lists.remove(id);
    return cohorts.remove(id) != null;
  }

  @Override
  public synchronized List<Cohort> due(Instant since) {
    return cohorts.values().stream()
        .filter(cohort -> lookedFor(cohort).isBefore(since))
        .sorted(Comparator.comparing(InMemoryCohorts::lookedFor).thenComparing(Cohort::id))
        .toList();
  }

  private static Instant lookedFor(Cohort cohort) {
    Instant at = cohort.last().at();
    return at == null ? Instant.MIN : at;
  }

  @Override
  public synchronized boolean found(Cohort cohort, Cohort.Found found) {
    Cohort now = cohort(cohort.projectId(), cohort.id());
    return now != null
        && now.updatedAt().equals(cohort.updatedAt())
        && cohorts.put(cohort.id(), now.with(found)) != null;
  }

  @Override
  public synchronized int list(int projectId, int id, Collection<UUID> ids, Instant at) {
    TreeSet<UUID> all = new TreeSet<>(listed(projectId, id));
    all.addAll(ids);
    if (all.size() > Cohort.LISTED_MAX) {
      throw new IllegalStateException("expected room on the list but found too little");
    }
    change(projectId, id, all, at);
    return all.size();
  }

  @Override
  public synchronized void unlist(int projectId, int id, Collection<UUID> ids, Instant at) {
    TreeSet<UUID> all = new TreeSet<>(listed(projectId, id));
    ids.forEach(all::remove);
    change(projectId, id, all, at);
  }

  private void change(int projectId, int id, Set<UUID> all, Instant at) {
    Cohort cohort = cohort(projectId, id);
    if (cohort != null) {
      lists.put(id, new TreeSet<>(all));
      cohorts.put(id, cohort.changedAt(at));
    }
  }

  @Override
  public synchronized Set<UUID> listed(int projectId, int id) {
    return cohort(projectId, id) == null
        ? Set.of()
        : Set.copyOf(lists.getOrDefault(id, new TreeSet<>()));
  }

  @Override
  public synchronized void forget(int projectId, Collection<UUID> ids) {
    for (Cohort cohort : cohorts(projectId)) {
      ids.forEach(lists.getOrDefault(cohort.id(), new TreeSet<>())::remove);
    }
  }
}
