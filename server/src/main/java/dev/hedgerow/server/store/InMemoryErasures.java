package dev.hedgerow.server.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The list of erasures of the state's twin. */
final class InMemoryErasures implements Erasures {
  private final Map<UUID, Erasure> all = new LinkedHashMap<>();
  private final List<MadeBackup> backups = new ArrayList<>();

  synchronized void add(List<Erasure> erasures, long block) {
    erasures.forEach(one -> all.putIfAbsent(one.id(), one.in(block)));
  }

  @Override
  public synchronized boolean has(UUID id) {
    return all.containsKey(id);
  }

  @Override
  public synchronized Set<Integer> projects() {
    return all.values().stream()
        .filter(Erasure::isOfProject)
        .map(Erasure::projectId)
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized List<Erasure> of(int projectId, int max) {
    return all.values().stream()
        .filter(one -> one.projectId() == projectId)
        .sorted(Comparator.comparingLong(Erasure::position).reversed())
        .limit(max)
        .toList();
  }

  @Override
  public synchronized List<Erasure> unfinished() {
    return all.values().stream()
        .filter(one -> one.doneAt() == null)
        .sorted(Comparator.comparingLong(Erasure::position))
        .toList();
  }

  @Override
  public synchronized void finish(long position, Instant at) {
    all.replaceAll(
        (id, one) -> one.doneAt() == null && one.position() <= position ? one.doneAt(at) : one);
  }

  @Override
  public synchronized void keep(MadeBackup backup) {
    backups.add(0, backup);
    if (backups.size() > BACKUPS_MAX) {
      backups.remove(BACKUPS_MAX);
    }
  }

  @Override
  public synchronized List<MadeBackup> backups() {
    return List.copyOf(backups);
  }
}
