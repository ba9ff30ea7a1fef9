package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Audit;
import dev.hedgerow.server.catalog.KeyUse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the uses of keys, and has them kept every few seconds: a server that is killed forgets those since. Safe from any
 * thread.
 */
final class KeyUses {
  static final Duration KEPT_EVERY = Duration.ofSeconds(10);
  private static final int WAITING_MAX = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(KeyUses.class);

  private record Key(int keyId, int projectId, LocalDate day) {}

  private final Audit audit;
  private final Clock clock;
  private final Map<Key, Long> waiting = new HashMap<>();
  private Instant keptAt = Instant.EPOCH;

  KeyUses(Audit audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /** Counts a use for a project, 0 for none. */
  synchronized void count(int keyId, int projectId) {
    Instant now = clock.instant();
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    waiting.merge(new Key(keyId, projectId, day), 1L, Long::sum);
    if (waiting.size() >= WAITING_MAX || !now.isBefore(keptAt.plus(KEPT_EVERY))) {
      keptAt = now;
      keep();
    }
  }

  /** Returns a key's uses from that day on, those just counted among them. */
  synchronized List<KeyUse> uses(int keyId, LocalDate from) throws IOException {
    keep();
    return audit.uses(keyId, from);
  }

  /** Keeps what was counted; what cannot be kept is tried again later, within bounds. */
  synchronized void keep() {
    if (waiting.isEmpty()) {
      return;
    }
    try {
      audit.count(waiting.entrySet().stream()
          .map(use -> new KeyUse(
              use.getKey().keyId(), use.getKey().projectId(), use.getKey().day(), use.getValue()))
          .toList());
      waiting.clear();
    } catch (IOException e) {
      LOG.warn("could not keep how often keys were used", e);
      if (waiting.size() >= WAITING_MAX) {
        waiting.clear();
      }
    }
  }
}
