package dev.hedgerow.server.http;

import dev.hedgerow.server.insight.Basis;
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
  private final @Nullable Basis basis;
  private final @Nullable Instant checked;

  /**
   * Makes one that was found just now.
   *
   * @param body the answer as a JSON object, without what tells how old it is; nobody changes it
   * @param at when it was found
   * @param key what it is kept under, or null when it is not
   * @param basis what it stands on, or null where that is not known
   */
  KeptAnswer(byte[] body, Instant at, @Nullable String key, @Nullable Basis basis) {
    this(body, at, key, basis, null);
  }

  private KeptAnswer(
      byte[] body,
      Instant at,
      @Nullable String key,
      @Nullable Basis basis,
      @Nullable Instant checked) {
    this.body = body;
    this.at = at;
    this.key = key;
    this.basis = basis;
    this.checked = checked;
  }

  /** Returns the same answer, which was looked at and is still right. */
  KeptAnswer stillRight(Instant when) {
    return new KeptAnswer(body, at, key, basis, when);
  }

  @Nullable
  Basis basis() {
    return basis;
  }

  /** Returns when it was last known to be right. */
  Instant rightAt() {
    return checked == null ? at : checked;
  }

  byte[] body() {
    return body;
  }

  Instant at() {
    return at;
  }

  /** Returns the whole JSON, for who asked and was given an answer found before only if it is still right. */
  byte[] json() {
    return json(checked != null);
  }

  /** Returns the whole JSON. */
  byte[] json(boolean cached) {
    Map<String, @Nullable Object> about = new LinkedHashMap<>();
    about.put("is_cached", cached);
    about.put("last_refresh", at.toString());
    about.put("checked_at", checked == null ? null : checked.toString());
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
