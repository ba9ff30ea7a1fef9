package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/projects/<id>/query/} and its alias (contract S 6.1): no CORS, a key only. */
final class QueryRoute {
  static final int QUERIES_MAX = 4;

  private final Access access;
  private final Questioner questions;
  private final Limits limits;
  private final Clock clock;
  private final Semaphore running = new Semaphore(QUERIES_MAX);

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
    Map<String, @Nullable Object> answer;
    try {
      answer = questions.answer(project, Properties.object(body, "query"), clock.instant());
    } finally {
      running.release();
    }
    Answers.json(exchange, 200, answer);
  }
}
