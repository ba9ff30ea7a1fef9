package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.http.Wanted.Refresh;
import dev.hedgerow.server.wire.Json;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/** {@code POST /api/projects/<id>/query/} and its alias (contract S 6.1): no CORS, a key only. */
final class QueryRoute {
  static final int QUERIES_MAX = Questioning.AT_ONCE_MAX;

  /** Questions whose askers wait for one of these to end. */
  static final int LINE_MAX = 32;

  /** How many times as old as usual an answer may be for who asks lazily. */
  private static final int LAZY_TIMES = 10;

  private static final long ANSWERS_BYTES_MAX = Runtime.getRuntime().maxMemory() / 8;

  private final Access access;
  private final Questioning questioning;
  private final Limits limits;
  private final Budget onTheirWay = new Budget(ANSWERS_BYTES_MAX);
  private final Line line;

  QueryRoute(Access access, Questioning questioning, Limits limits) {
    this.access = access;
    this.questioning = questioning;
    this.limits = limits;
    this.line = new Line("hedgerow-asked", QUERIES_MAX, LINE_MAX, limits.queryFor());
  }

  /** Runs on a worker thread. */
  void ask(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    Router.requireMethod(exchange, exchange.getRequestMethod().equals(Methods.POST), "POST");
    Project project = access.requireKey(exchange, Scope.READ, path);
    JsonBody.read(
        exchange, limits.queryBytesMax(), (same, body) -> answer(same, project, Wanted.of(body)));
  }

  private void answer(HttpServerExchange exchange, Project project, Wanted wanted)
      throws RejectedException, IOException {
    Refresh refresh = wanted.refresh();
    Answerer answers = questioning.answers();
    String key = questioning.keeps(wanted) ? answers.key(project, wanted.query()) : null;
    KeptAnswer kept = key == null ? null : answers.kept(key);
    boolean fresh = kept != null && answers.isFresh(kept, wanted.query(), 1);
    switch (refresh) {
      case FORCE_BLOCKING -> wait(exchange, project, wanted, key);
      case FORCE_ASYNC -> begin(exchange, project, wanted, key);
      case FORCE_CACHE -> send(exchange, kept == null ? nothing(key) : kept.json(true));
      case BLOCKING -> {
        if (kept != null && fresh) {
          send(exchange, kept.json(true));
        } else {
          wait(exchange, project, wanted, key);
        }
      }
      case ASYNC, LAZY_ASYNC -> {
        boolean lazy = refresh == Refresh.LAZY_ASYNC;
        if (kept != null
            && (fresh || (lazy && answers.isFresh(kept, wanted.query(), LAZY_TIMES)))) {
          send(exchange, kept.json(true));
        } else {
          begin(exchange, project, wanted, key);
        }
      }
      case ASYNC_EXCEPT_ON_CACHE_MISS -> {
        if (kept == null) {
          wait(exchange, project, wanted, key);
        } else {
          if (!fresh) {
            questioning.begin(project, wanted, key);
          }
          send(exchange, kept.json(true));
        }
      }
    }
  }

  /** Answers when the answer is there; a question whose asker goes is given up. */
  private void wait(
      HttpServerExchange exchange, Project project, Wanted wanted, @Nullable String key)
      throws RejectedException {
    Asking asking = questioning.asking(project, wanted);
    try {
      inTurn(exchange, same -> answer(same, project, wanted, key, asking), () -> {
        asking.cancel();
        questioning.forget(asking);
      });
    } catch (RejectedException e) {
      questioning.forget(asking);
      throw e;
    }
  }

  /**
   * Has a request that asks questions wait for its turn.
   *
   * @param turn answers it, on a thread that may wait
   * @param tooLong runs when its turn did not come in time, and it is sent away
   * @throws RejectedException with 429 if too many wait already
   */
  void inTurn(HttpServerExchange exchange, HttpHandler turn, Runnable tooLong)
      throws RejectedException {
    try {
      line.enter(exchange, turn, same -> {
        tooLong.run();
        throw soon(same, Line.tooMany());
      });
    } catch (RejectedException e) {
      throw soon(exchange, e);
    }
  }

  static RejectedException soon(HttpServerExchange exchange, RejectedException why) {
    exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
    return why;
  }

  private void answer(
      HttpServerExchange exchange,
      Project project,
      Wanted wanted,
      @Nullable String key,
      Asking asking)
      throws RejectedException, IOException {
    KeptAnswer answer;
    Departure departure = Departure.watch(exchange);
    try (departure) {
      answer = questioning.find(project, wanted, key, asking);
    } catch (RejectedException | IOException e) {
      if (departure.noticed()) {
        IoUtils.safeClose(exchange.getConnection());
        return;
      }
      if (e instanceof RejectedException rejected && rejected.status() == 429) {
        throw soon(exchange, rejected);
      }
      throw e;
    }
    send(exchange, answer.json());
  }

  private void begin(
      HttpServerExchange exchange, Project project, Wanted wanted, @Nullable String key)
      throws RejectedException {
    Asking asking = questioning.begin(project, wanted, key);
    Answers.bytes(exchange, 202, Answers.JSON, questioning.status(asking));
  }

  private static byte[] nothing(@Nullable String key) {
    Map<String, @Nullable Object> nothing = new LinkedHashMap<>();
    nothing.put("results", null);
    nothing.put("is_cached", false);
    nothing.put("cache_key", key);
    nothing.put("query_status", null);
    return Json.bytes(nothing);
  }

  /** Answers {@code GET …/query/<id>/}, {@code …/query/<id>/progress} and {@code DELETE …/query/<id>/}, on a worker thread. */
  void one(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    Project project = access.requireKey(exchange, Scope.READ, path);
    String rest = path.what().substring(path.what().indexOf('/') + 1);
    boolean deletes = exchange.getRequestMethod().equals(Methods.DELETE);
    boolean progress = rest.endsWith("/progress") && !deletes;
    Router.requireMethod(
        exchange, deletes || exchange.getRequestMethod().equals(Methods.GET), "GET, DELETE");
    String id = progress ? rest.substring(0, rest.lastIndexOf('/')) : rest;
    Asking asking = questioning.asked(project.id(), id);
    if (asking == null) {
      throw new RejectedException(
          404,
          "not_found",
          "expected the id of a question that is being answered, or was lately",
          null);
    }
    if (deletes) {
      asking.cancel();
      exchange.setStatusCode(204);
      exchange.endExchange();
    } else if (progress) {
      Answers.json(exchange, 200, questioning.progress(asking));
    } else {
      send(exchange, questioning.status(asking));
    }
  }

  /** Answers within what all answers on their way may take, or 503: many may be read slowly. */
  void send(HttpServerExchange exchange, byte[] answer) throws NoRoomException {
    Budget.Share share = onTheirWay.share();
    share.take(Math.min(answer.length, ANSWERS_BYTES_MAX)); // a large one goes alone
    exchange.addExchangeCompleteListener((same, next) -> {
      share.giveBack();
      next.proceed();
    });
    Answers.bytes(exchange, 200, Answers.JSON, answer);
  }
}
