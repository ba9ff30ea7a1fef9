package dev.hedgerow.server.http;

import dev.hedgerow.server.wire.Json;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer as it can be given again. */
final class KeptAnswer {
  private final byte[] body;
  private final Instant at;
  private final @Nullable String key;

  /**
   * Makes one.
   *
   * @param body the answer as a JSON object, without what tells how old it is; nobody changes it
   * @param at when it was found
   * @param key what it is kept under, or null when it is not
   */
  KeptAnswer(byte[] body, Instant at, @Nullable String key) {
    this.body = body;
    this.at = at;
    this.key = key;
  }

  byte[] body() {
    return body;
  }

  Instant at() {
    return at;
  }

  /** Returns the whole JSON. */
  byte[] json(boolean cached) {
    Map<String, @Nullable Object> about = new LinkedHashMap<>();
    about.put("is_cached", cached);
    about.put("last_refresh", at.toString());
    about.put("cache_key", key);
    about.put("query_status", null);
    return joined(Json.bytes(about), body);
  }

  /** Returns one JSON object of the fields of two. */
  static byte[] joined(byte[] first, byte[] second) {
    if (second.length <= 2) {
      return first;
    }
    ByteArrayOutputStream both = new ByteArrayOutputStream(first.length + second.length);
    both.write(first, 0, first.length - 1);
    both.write(',');
    both.write(second, 1, second.length - 1);
    return both.toByteArray();
  }
}
