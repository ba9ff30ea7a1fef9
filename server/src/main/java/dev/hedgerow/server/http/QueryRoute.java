package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/projects/<id>/query/} and its alias (contract S 6.1): no CORS, a key only. */
final class QueryRoute implements HttpHandler {
  static final int QUERIES_MAX = 4;

  private static final Pattern PATH =
      Pattern.compile("/api/(?:projects|environments)/([^/]*)/query/?");
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,8}");

  private final Access access;
  private final Catalog catalog;
  private final Questioner questions;
  private final Limits limits;
  private final Clock clock;
  private final Semaphore running = new Semaphore(QUERIES_MAX);

  QueryRoute(Access access, Catalog catalog, Questioner questions, Limits limits, Clock clock) {
    this.access = access;
    this.catalog = catalog;
    this.questions = questions;
    this.limits = limits;
    this.clock = clock;
  }

  boolean handles(String path) {
    return PATH.matcher(path).matches();
  }

  /** Runs on a worker thread. */
  @Override
  public void handleRequest(HttpServerExchange exchange) throws RejectedException, IOException {
    if (!exchange.getRequestMethod().equals(Methods.POST)) {
      exchange.getResponseHeaders().put(Headers.ALLOW, "POST");
      throw new RejectedException(405, "method_not_allowed", "expected POST", null);
    }
    access.requireKey(exchange);
    int projectId = project(exchange.getRequestPath()).id();
    JsonBody.read(exchange, limits.queryBytesMax(), (same, body) -> answer(same, projectId, body));
  }

  private Project project(String path) throws RejectedException, IOException {
    Matcher matcher = PATH.matcher(path);
    String asked = matcher.matches() ? String.valueOf(matcher.group(1)) : "";
    Project found = null;
    if (asked.equals("@current")) {
      List<Project> projects = catalog.projects();
      found = projects.isEmpty() ? null : projects.get(0);
    } else if (ID.matcher(asked).matches()) {
      found = catalog.project(Integer.parseInt(asked));
    }
    if (found == null) {
      throw new RejectedException(404, "not_found", "expected the id of a project", null);
    }
    return found;
  }

  private void answer(
      HttpServerExchange exchange, int projectId, Map<String, @Nullable Object> body)
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
      answer = questions.answer(projectId, Properties.object(body, "query"), clock.instant());
    } finally {
      running.release();
    }
    Answers.json(exchange, 200, answer);
  }
}
