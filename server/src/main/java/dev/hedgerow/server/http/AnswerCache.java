package dev.hedgerow.server.http;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers that were given lately, as far as there is room: the one not used for longest goes first. Safe from any thread. */
final class AnswerCache {
  private static final int LARGE = 4;
  private static final int OVERHEAD_BYTES = 200;

  private final long bytesMax;
  private final LinkedHashMap<String, KeptAnswer> answers = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  AnswerCache(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  synchronized @Nullable KeptAnswer find(String key) {
    return answers.get(key);
  }

  /** Keeps an answer, unless it takes a quarter of all the room. */
  synchronized void keep(String key, KeptAnswer answer) {
    remove(key);
    if (size(answer) > bytesMax / LARGE) {
      return;
    }
    answers.put(key, answer);
    bytes += size(answer);
    Iterator<Map.Entry<String, KeptAnswer>> oldest = answers.entrySet().iterator();
    while (bytes > bytesMax && oldest.hasNext()) {
      bytes -= size(oldest.next().getValue());
      oldest.remove();
    }
  }

  private void remove(String key) {
    KeptAnswer before = answers.remove(key);
    bytes -= before == null ? 0 : size(before);
  }

  private static long size(KeptAnswer answer) {
    return OVERHEAD_BYTES + (long) answer.body().length;
  }

  /** Returns the bytes in use. */
  synchronized long bytes() {
    return bytes;
  }
}
