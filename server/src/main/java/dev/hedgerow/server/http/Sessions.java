package dev.hedgerow.server.http;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who is signed in to the page: the hashes of random session ids with the time each ends, in memory
 * only, so that a restart signs everybody out. Beyond its size the oldest goes. Safe from any
 * thread.
 */
final class Sessions {
  static final Duration KEPT = Duration.ofDays(30);
  private static final int SESSIONS_MAX = 1_000;
  private static final int ID_BYTES = 32;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Instant> endsByHash = new LinkedHashMap<>();

  Sessions(Clock clock) {
    this.clock = clock;
  }

  /** Opens a session and returns its id, which nobody else keeps. */
  String open() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    keep(Digests.hex(text));
    return text;
  }

  private synchronized void keep(String hash) {
    if (endsByHash.size() >= SESSIONS_MAX) {
      endsByHash.remove(endsByHash.keySet().iterator().next());
    }
    endsByHash.put(hash, clock.instant().plus(KEPT));
  }

  /** Returns whether that session is open. */
  synchronized boolean isOpen(String id) {
    String hash = Digests.hex(id);
    Instant ends = endsByHash.get(hash);
    if (ends == null) {
      return false;
    }
    if (clock.instant().isBefore(ends)) {
      return true;
    }
    endsByHash.remove(hash);
    return false;
  }

  /** Ends a session, if it is open. */
  synchronized void close(String id) {
    endsByHash.remove(Digests.hex(id));
  }
}
