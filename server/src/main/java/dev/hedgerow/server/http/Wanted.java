package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of a question (contract S 6.1).
 *
 * @param query the question itself, with the dashboard's filters laid over it
 * @param id the asker's name for it, or one of ours
 */
record Wanted(Map<String, @Nullable Object> query, String id, Refresh refresh) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");

  /** Whether an answer found before is good enough, and who waits for a new one. */
  enum Refresh {
    /** A fresh one, or else the asker waits. */
    BLOCKING,
    /** A fresh one, or else the asker comes back. */
    ASYNC,
    /** One that is rather old, or else the asker comes back. */
    LAZY_ASYNC,
    FORCE_BLOCKING,
    FORCE_ASYNC,
    /** One of any age, or none. */
    FORCE_CACHE,
    /** One of any age while a new one is found, or else the asker waits. */
    ASYNC_EXCEPT_ON_CACHE_MISS
  }

  /** Returns whether no answer found before will do. */
  boolean isForced() {
    return refresh == Refresh.FORCE_BLOCKING || refresh == Refresh.FORCE_ASYNC;
  }

  static Wanted of(Map<String, @Nullable Object> body) throws RejectedException {
    if (!(body.get("query") instanceof Map)) {
      throw new RejectedException(
          400, "required", "expected an object under query, with its kind", "query");
    }
    Map<String, @Nullable Object> query = Overlay.over(
        Overlay.unframed(Properties.object(body, "query")),
        body.get("filters_override"),
        "filters_override");
    return new Wanted(query, id(body.get("client_query_id")), refresh(body.get("refresh")));
  }

  private static String id(@Nullable Object given) throws RejectedException {
    if (given == null) {
      return UUID.randomUUID().toString();
    }
    if (given instanceof String text && ID.matcher(text).matches()) {
      return text;
    }
    throw new RejectedException(
        400,
        "invalid_input",
        "expected 1 to 100 letters, digits and - _ . : under client_query_id",
        "client_query_id");
  }

  private static Refresh refresh(@Nullable Object given) throws RejectedException {
    if (given == null || given.equals(false)) {
      return Refresh.BLOCKING;
    }
    if (given.equals(true)) {
      return Refresh.FORCE_BLOCKING;
    }
    for (Refresh refresh : Refresh.values()) {
      if (refresh.name().toLowerCase(Locale.ROOT).equals(given)) {
        return refresh;
      }
    }
    throw new RejectedException(
        400,
        "invalid_input",
        "expected blocking, async, lazy_async, force_blocking, force_async, force_cache or"
            + " async_except_on_cache_miss under refresh",
        "refresh");
  }
}
