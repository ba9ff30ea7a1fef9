package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.catalog.Dashboard;
import dev.hedgerow.server.catalog.SavedInsight;
import dev.hedgerow.server.catalog.Share;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.wire.Json;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * {@code GET /api/shared/<token>}: what anybody sees who has the link of an insight or a dashboard. Its name and the answers of its own
 * questions, kept for at least {@link #KEPT_FOR}; no conditions, no SQL, no keys, nothing else. Who comes when some are not kept waits
 * in the line of all questions, where few may stand that nobody knows.
 */
final class SharedRoute {
  static final String PATH = "/api/shared";
  static final Duration KEPT_FOR = Duration.ofSeconds(60);
  static final int VIEWS_MAX = 120;
  static final int MISSES_MAX = 20;

  /** Looks that wait for answers at one time, so that there is room in the line for who has a key. */
  static final int WAITING_MAX = 8;

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration TILES_WITHIN = Duration.ofSeconds(20);
  private static final int TOKEN_CHARS_MAX = 100;

  /** Fields of a question that tell more than how to show its answer. */
  private static final Set<String> HIDDEN = Set.of(
      "properties",
      "fixedProperties",
      "filters",
      "where",
      "query",
      "values",
      "event_filters",
      "personId",
      "search");

  private static final Set<String> HIDDEN_OF_ANSWERS =
      Set.of("hogql", "timings", "cache_key", "is_cached", "query_status", "warnings");

  private final Defined defined;
  private final Catalog catalog;
  private final Questioning questioning;
  private final QueryRoute queries;
  private final Clock clock;
  private final Rate views;
  private final Rate misses;
  private final Semaphore waiting = new Semaphore(WAITING_MAX);

  /** A look at a link. */
  private static final class Look {
    private final Instant begun;
    private final boolean mayAsk;

    /** Whether answers are missing that were not asked for. */
    private boolean lacks;

    Look(Instant begun, boolean mayAsk) {
      this.begun = begun;
      this.mayAsk = mayAsk;
    }
  }

  SharedRoute(Services services, Questioning questioning, QueryRoute queries) {
    this.defined = services.defined();
    this.catalog = services.catalog();
    this.questioning = questioning;
    this.queries = queries;
    this.clock = services.clock();
    this.views = new Rate(clock, VIEWS_MAX, WINDOW);
    this.misses = new Rate(clock, MISSES_MAX, WINDOW);
  }

  /** Runs on a worker thread. */
  void show(HttpServerExchange exchange) throws RejectedException, IOException {
    Router.requireMethod(exchange, exchange.getRequestMethod().equals(Methods.GET), "GET");
    String address = exchange.getSourceAddress().getAddress() == null
        ? ""
        : exchange.getSourceAddress().getAddress().getHostAddress();
    if (!views.takes(address)) {
      throw tooOften(exchange);
    }
    String token = token(exchange.getRequestPath());
    Look look = new Look(clock.instant(), false);
    Map<String, @Nullable Object> shown = shown(token, look);
    if (shown == null) {
      if (!misses.takes(address)) {
        throw tooOften(exchange);
      }
      throw nothing();
    }
    if (!look.lacks) {
      queries.send(exchange, Json.bytes(shown));
      return;
    }
    if (!waiting.tryAcquire()) {
      throw QueryRoute.soon(exchange, Line.tooMany());
    }
    exchange.addExchangeCompleteListener((same, next) -> {
      waiting.release();
      next.proceed();
    });
    queries.inTurn(exchange, same -> ask(same, token), () -> {});
  }

  /** Asks for what is missing, on a thread of the line. */
  private void ask(HttpServerExchange exchange, String token)
      throws RejectedException, IOException {
    Map<String, @Nullable Object> shown;
    Departure departure = Departure.watch(exchange);
    try (departure) {
      shown = shown(token, new Look(clock.instant(), true));
    } catch (RejectedException | IOException e) {
      if (departure.noticed()) {
        IoUtils.safeClose(exchange.getConnection());
        return;
      }
      throw e;
    }
    if (shown == null) {
      throw nothing(); // any more
    }
    queries.send(exchange, Json.bytes(shown));
  }

  private static RejectedException nothing() {
    return new RejectedException(404, "not_found", "nothing is shared by this link", null);
  }

  private static RejectedException tooOften(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "60");
    return new RejectedException(429, "throttled", "expected fewer requests a minute", null);
  }

  private static String token(String path) {
    String rest = path.length() > PATH.length() ? path.substring(PATH.length() + 1) : "";
    return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
  }

  private @Nullable Map<String, @Nullable Object> shown(String token, Look look)
      throws RejectedException, IOException {
    Share share = token.isEmpty() || token.length() > TOKEN_CHARS_MAX
        ? null
        : defined.shares().byHash(Digests.hex(token));
    Project project = share == null ? null : catalog.project(share.projectId());
    if (share == null || project == null) {
      return null;
    }
    return share.kind() == Share.Kind.INSIGHT
        ? insight(project, defined.insights().find(project.id(), share.thingId()), look)
        : dashboard(project, defined.dashboards().find(project.id(), share.thingId()), look);
  }

  private @Nullable Map<String, @Nullable Object> insight(
      Project project, @Nullable SavedInsight insight, Look look) throws IOException {
    return insight == null
        ? null
        : whole(
            "insight",
            insight.name(),
            insight.description(),
            project,
            List.of(tile(project, insight, Map.of(), look)));
  }

  private @Nullable Map<String, @Nullable Object> dashboard(
      Project project, @Nullable Dashboard dashboard, Look look) throws IOException {
    if (dashboard == null) {
      return null;
    }
    List<Map<String, @Nullable Object>> tiles = new ArrayList<>();
    for (Dashboard.Tile tile : dashboard.tiles()) {
      SavedInsight insight = defined.insights().find(project.id(), tile.insightId());
      if (insight != null && !look.lacks) {
        Map<String, @Nullable Object> shown = tile(project, insight, dashboard.filters(), look);
        shown.put("w", tile.width());
        shown.put("h", tile.height());
        tiles.add(shown);
      }
    }
    return whole("dashboard", dashboard.name(), dashboard.description(), project, tiles);
  }

  private static Map<String, @Nullable Object> whole(
      String type,
      String name,
      String description,
      Project project,
      List<Map<String, @Nullable Object>> tiles) {
    Map<String, @Nullable Object> whole = new LinkedHashMap<>();
    whole.put("type", type);
    whole.put("name", name);
    whole.put("description", description);
    whole.put("timezone", project.settings().timeZone().getId());
    whole.put("tiles", tiles);
    return whole;
  }

  /** One that cannot be answered says so in its own place. */
  private Map<String, @Nullable Object> tile(
      Project project, SavedInsight insight, Map<String, @Nullable Object> filters, Look look)
      throws IOException {
    Map<String, @Nullable Object> tile = new LinkedHashMap<>();
    tile.put("name", insight.name());
    tile.put("description", insight.description());
    tile.put("query", without(insight.query(), HIDDEN));
    tile.put("answer", null);
    tile.put("error", null);
    try {
      KeptAnswer answer = answer(project, insight.query(), filters, look);
      if (answer == null) {
        return tile;
      }
      Map<String, @Nullable Object> told = new LinkedHashMap<>(Json.object(answer.body()));
      told.keySet().removeAll(HIDDEN_OF_ANSWERS);
      told.put("last_refresh", answer.at().toString());
      tile.put("answer", told);
    } catch (RejectedException e) {
      boolean soon = e.status() == 429;
      tile.put(
          "error",
          Map.of(
              "code",
              e.code(),
              "detail",
              soon ? "not counted yet, look again shortly" : "this cannot be answered now"));
    }
    return tile;
  }

  /** Returns the answer, or null where it is not kept and the look may not ask. */
  private @Nullable KeptAnswer answer(
      Project project,
      Map<String, @Nullable Object> saved,
      Map<String, @Nullable Object> filters,
      Look look)
      throws RejectedException, IOException {
    Map<String, @Nullable Object> query = Overlay.over(Overlay.unframed(saved), filters, "filters");
    Answerer answers = questioning.answers();
    String key = answers.key(project, query);
    KeptAnswer kept = answers.kept(key);
    Instant now = clock.instant();
    if (kept != null
        && (answers.isFresh(kept, query, 1) || now.isBefore(kept.at().plus(KEPT_FOR)))) {
      return kept;
    }
    if (!look.mayAsk) {
      look.lacks = true;
      return null;
    }
    if (now.isAfter(look.begun.plus(TILES_WITHIN))) {
      if (kept != null) {
        return kept;
      }
      throw new RejectedException(429, "throttled", "too much to count at one time", null);
    }
    Wanted wanted = Wanted.of(Map.of("query", query));
    return questioning.find(project, wanted, key, questioning.asking(project, wanted));
  }

  private static @Nullable Object without(@Nullable Object value, Set<String> names) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> left = new LinkedHashMap<>();
      map.forEach((name, inner) -> {
        if (!names.contains(String.valueOf(name))) {
          left.put(String.valueOf(name), without(inner, names));
        }
      });
      return left;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> left = new ArrayList<>();
      list.forEach(item -> left.add(without(item, names)));
      return left;
    }
    return value;
  }
}
