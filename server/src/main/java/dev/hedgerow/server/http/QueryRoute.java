package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.wire.Json;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/** {@code POST /api/projects/<id>/query/} and its alias (contract S 6.1): no CORS, a key only. */
final class QueryRoute {
  static final int QUERIES_MAX = 4;
  private static final long ANSWERS_BYTES_MAX = Runtime.getRuntime().maxMemory() / 8;

  private final Access access;
  private final Questioner questions;
  private final Limits limits;
  private final Clock clock;
  private final Semaphore running = new Semaphore(QUERIES_MAX);
  private final Budget onTheirWay = new Budget(ANSWERS_BYTES_MAX);

  QueryRoute(Access access, Questioner questions, Limits limits, Clock clock) {
    this.access = access;
    this.questions = questions;
    this.limits = limits;
    this.clock = clock;
  }

  /** Runs on a worker thread. */
  void ask(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    if (!exchange.getRequestMethod().equals(Methods.POST)) {
      exchange.getResponseHeaders().put(Headers.ALLOW, "POST");
      throw new RejectedException(405, "method_not_allowed", "expected POST", null);
    }
    Project project = access.requireKey(exchange, Scope.READ, path);
    JsonBody.read(exchange, limits.queryBytesMax(), (same, body) -> answer(same, project, body));
  }

  private void answer(
      HttpServerExchange exchange, Project project, Map<String, @Nullable Object> body)
      throws RejectedException, IOException {
    if (!(body.get("query") instanceof Map)) {
      throw new RejectedException(
          400, "required", "expected an object under query, with its kind", "query");
    }
    if (!running.tryAcquire()) {
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
      throw new RejectedException(
          429, "throttled", "expected at most " + QUERIES_MAX + " queries at one time", null);
    }
    byte[] answer;
    Departure departure = Departure.watch(exchange);
    try (departure) {
      answer =
          Json.bytes(questions.answer(project, Properties.object(body, "query"), clock.instant()));
    } catch (RejectedException | IOException e) {
      if (departure.noticed()) {
        IoUtils.safeClose(exchange.getConnection());
        return;
      }
      throw e;
    } finally {
      running.release();
    }
    send(exchange, answer);
  }

  /** Answers within what all answers on their way may take, or 503: many may be read slowly. */
  private void send(HttpServerExchange exchange, byte[] answer) throws NoRoomException {
    Budget.Share share = onTheirWay.share();
    share.take(Math.min(answer.length, ANSWERS_BYTES_MAX)); // a large one goes alone
    exchange.addExchangeCompleteListener((same, next) -> {
      share.giveBack();
      next.proceed();
    });
    Answers.bytes(exchange, 200, "application/json", answer);
  }
}
