package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Share;
import dev.hedgerow.server.catalog.Shelf;
import dev.hedgerow.server.catalog.Shelved;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is kept on a shelf, as a list and one by one: a key that may read, or else write. */
abstract class ShelfRoutes<T extends Shelved<T>> {
  static final int BODY_BYTES_MAX = 256 << 10;
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,8}");
  private static final String SHARING = "sharing";

  private final Access access;
  private final Shelf<T> shelf;
  private final Share.Kind kind;
  private final Sharing sharing;
  private final Clock clock;

  ShelfRoutes(Access access, Shelf<T> shelf, Share.Kind kind, Sharing sharing, Clock clock) {
    this.access = access;
    this.shelf = shelf;
    this.kind = kind;
    this.sharing = sharing;
    this.clock = clock;
  }

  /** Returns one for a list of them. */
  abstract Map<String, @Nullable Object> brief(T thing);

  /** Returns one by itself. */
  abstract Map<String, @Nullable Object> whole(T thing) throws IOException;

  /** Reads one out of a body that names at least what is not as it was. */
  abstract T read(Fields fields, int projectId, @Nullable T before, Instant now)
      throws RejectedException, IOException;

  abstract String name(T thing);

  /** Returns the id that stands in a path, or 0. */
  int id(String text) {
    return ID.matcher(text).matches() ? Integer.parseInt(text) : 0;
  }

  /** Answers what stands under one, and is not its sharing. */
  void under(HttpServerExchange exchange, T thing, String rest)
      throws RejectedException, IOException {
    throw none();
  }

  /** Lists and makes, on a worker thread. */
  void all(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    int projectId = access.requireKeyFor(exchange, path).id();
    switch (exchange.getRequestMethod().toString()) {
      case "GET" -> {
        List<Map<String, @Nullable Object>> results =
            shelf.all(projectId).stream().map(this::brief).toList();
        Answers.json(exchange, 200, Map.of("count", results.size(), "results", results));
      }
      case "POST" ->
        JsonBody.read(exchange, BODY_BYTES_MAX, (same, body) -> create(same, projectId, body));
      default -> throw Router.notAllowed(exchange, "GET, POST");
    }
  }

  /** Shows, changes, deletes and shares one, on a worker thread. */
  void one(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    int projectId = access.requireKeyFor(exchange, path).id();
    String rest = path.what().substring(path.what().indexOf('/') + 1);
    int slash = rest.indexOf('/');
    int id = id(slash < 0 ? rest : rest.substring(0, slash));
    T thing = id == 0 ? null : shelf.find(projectId, id);
    if (thing == null) {
      throw none();
    }
    String under = slash < 0 ? "" : rest.substring(slash + 1);
    if (under.equals(SHARING)) {
      sharing.answer(exchange, kind, projectId, id, name(thing));
    } else if (!under.isEmpty()) {
      under(exchange, thing, under);
    } else {
      one(exchange, thing);
    }
  }

  private void one(HttpServerExchange exchange, T thing) throws RejectedException, IOException {
    switch (exchange.getRequestMethod().toString()) {
      case "GET" -> Answers.json(exchange, 200, whole(thing));
      case "PATCH", "PUT" ->
        JsonBody.read(
            exchange,
            BODY_BYTES_MAX,
            (same, body) -> keep(same, read(new Fields(body), thing.projectId(), thing, now())));
      case "DELETE" -> {
        sharing.end(kind, thing.projectId(), thing.id());
        if (!shelf.delete(thing.projectId(), thing.id())) {
          throw none();
        }
        Acts.say(exchange, "deleted " + name(thing));
        exchange.setStatusCode(204);
        exchange.endExchange();
      }
      default -> throw Router.notAllowed(exchange, "GET, PATCH, PUT, DELETE");
    }
  }

  private void create(
      HttpServerExchange exchange, int projectId, Map<String, @Nullable Object> body)
      throws RejectedException, IOException {
    T read = read(new Fields(body), projectId, null, now());
    T kept;
    try {
      kept = shelf.create(read);
    } catch (IllegalStateException e) {
      throw new RejectedException(
          400, "too_many_saved", "expected fewer of them in a project; delete some", null);
    }
    Acts.say(exchange, "made " + name(kept));
    Answers.json(exchange, 201, whole(kept));
  }

  /** Keeps what was changed and answers with it. */
  void keep(HttpServerExchange exchange, T changed) throws RejectedException, IOException {
    if (!shelf.replace(changed)) {
      throw none();
    }
    Acts.say(exchange, "changed " + name(changed));
    Answers.json(exchange, 200, whole(changed));
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  static Map<String, @Nullable Object> times(Map<String, @Nullable Object> form, Shelved<?> thing) {
    Map<String, @Nullable Object> timed = new LinkedHashMap<>(form);
    timed.put("created_at", thing.createdAt().toString());
    timed.put("updated_at", thing.updatedAt().toString());
    return timed;
  }

  RejectedException none() {
    return new RejectedException(404, "not_found", "expected the id of something kept here", null);
  }
}
