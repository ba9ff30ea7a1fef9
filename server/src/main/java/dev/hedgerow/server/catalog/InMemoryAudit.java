package dev.hedgerow.server.catalog;

import dev.hedgerow.server.event.Limits;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The audit's twin in memory: durable for as long as it is referenced. */
public final class InMemoryAudit implements Audit {
  private record Key(int keyId, int projectId, LocalDate day) {}

  private final List<Act> acts = new ArrayList<>();
  private final Map<Key, Long> uses = new HashMap<>();
  private final int actsKept;
  private long last;

  /** Makes one that keeps as many acts as the usual limits say. */
  public InMemoryAudit() {
    this(Limits.STANDARD.actsKept());
  }

  InMemoryAudit(int actsKept) {
    this.actsKept = actsKept;
  }

  @Override
  public synchronized void keep(Act act) {
    acts.add(
        0,
        new Act(
            ++last, act.at(), act.who(), act.keyId(), act.projectId(), act.what(), act.detail()));
    if (acts.size() > actsKept) {
      acts.remove(acts.size() - 1);
    }
  }

  @Override
  public synchronized List<Act> acts(long before, int limit) {
    return acts.stream().filter(act -> act.id() < before).limit(limit).toList();
  }

  @Override
  public synchronized void count(Collection<KeyUse> more) {
    for (KeyUse use : more) {
      uses.merge(new Key(use.keyId(), use.projectId(), use.day()), use.count(), Long::sum);
      LocalDate oldest = use.day().minusDays(Limits.STANDARD.keyUsesKeptFor().toDays());
      uses.keySet().removeIf(key -> key.day().isBefore(oldest));
    }
  }

  @Override
  public synchronized List<KeyUse> uses(int keyId, LocalDate from) {
    return uses.entrySet().stream()
        .filter(use -> use.getKey().keyId() == keyId && !use.getKey().day().isBefore(from))
        .map(use -> new KeyUse(keyId, use.getKey().projectId(), use.getKey().day(), use.getValue()))
        .sorted(Comparator.comparing(KeyUse::day).reversed().thenComparing(KeyUse::projectId))
        .toList();
  }
}
