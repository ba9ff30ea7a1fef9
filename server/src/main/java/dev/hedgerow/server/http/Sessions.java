package dev.hedgerow.server.http;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in to the page: the hashes of random session ids, each with the time it ends and the hash of the key that
 * opened it, in memory only, so that a restart signs everybody out. Beyond its size the oldest goes. Safe from any
 * thread.
 */
final class Sessions {
  static final Duration KEPT = Duration.ofDays(30);
  private static final int SESSIONS_MAX = 1_000;
  private static final int ID_BYTES = 32;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  /** A session; the key's hash is empty when the link printed at start opened it. */
  private record Open(Instant ends, String keyHash) {}

  private final Map<String, Open> openByHash = new LinkedHashMap<>();

  Sessions(Clock clock) {
    this.clock = clock;
  }

  /** Opens a session and returns its id, which nobody else keeps. */
  String open(String keyHash) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    keep(Digests.hex(text), keyHash);
    return text;
  }

  private synchronized void keep(String hash, String keyHash) {
    if (openByHash.size() >= SESSIONS_MAX) {
      openByHash.remove(openByHash.keySet().iterator().next());
    }
    openByHash.put(hash, new Open(clock.instant().plus(KEPT), keyHash));
  }

  /** Returns the hash of the key that opened that session, empty for the link, or null when it is not open. */
  synchronized @Nullable String keyOf(String id) {
    String hash = Digests.hex(id);
    Open open = openByHash.get(hash);
    if (open == null) {
      return null;
    }
    if (clock.instant().isBefore(open.ends())) {
      return open.keyHash();
    }
    openByHash.remove(hash);
    return null;
  }

  /** Ends a session, if it is open. */
  synchronized void close(String id) {
    openByHash.remove(Digests.hex(id));
  }
}
