package dev.hedgerow.server.http;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The questions that are being answered, and those that were lately, by the ids their askers gave them. Bounded: ended ones go,
 * the oldest first. Safe from any thread.
 */
final class Askings {
  private static final int KEPT_MAX = 100;

  private record Key(int projectId, String id) {}

  private final long bytesMax;
  private final Map<Key, Asking> all = new LinkedHashMap<>();

  Askings(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  synchronized void add(Asking asking) {
    Key key = new Key(asking.projectId(), asking.id());
    all.remove(key);
    all.put(key, asking);
    tidy();
  }

  synchronized @Nullable Asking find(int projectId, String id) {
    return all.get(new Key(projectId, id));
  }

  /** Forgets one, as its asker has its answer. */
  synchronized void remove(Asking asking) {
    all.remove(new Key(asking.projectId(), asking.id()), asking);
  }

  private void tidy() {
    long bytes = all.values().stream().mapToLong(Askings::bytes).sum();
    int ended =
        (int) all.values().stream().filter(one -> one.state().ended() != null).count();
    Iterator<Asking> oldest = all.values().iterator();
    while (oldest.hasNext() && (ended > KEPT_MAX || bytes > bytesMax)) {
      Asking one = oldest.next();
      if (one.state().ended() != null) {
        bytes -= bytes(one);
        ended--;
        oldest.remove();
      }
    }
  }

  private static long bytes(Asking asking) {
    KeptAnswer answer = asking.state().answer();
    return answer == null ? 0 : answer.body().length;
  }
}
