package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.util.Map;

/** What the live page asks for: its stream and the project it shows, {@code ?project=<id>} or else the first. */
final class LiveRoutes {
  private static final HttpString ACCEL_BUFFERING = new HttpString("X-Accel-Buffering");

  private final Access access;
  private final Live live;
  private final Paths paths;

  LiveRoutes(Access access, Live live, Paths paths) {
    this.access = access;
    this.live = live;
    this.paths = paths;
  }

  private static ProjectPath asked(HttpServerExchange exchange) {
    String project = new Parameters(exchange).text("project");
    return new ProjectPath(project == null ? "@current" : project, "");
  }

  /** Answers {@code GET /api/live}: server-sent events until the page goes. */
  void stream(HttpServerExchange exchange) throws Exception {
    Project project = access.requireReader(exchange, asked(exchange));
    if (live.isFull()) {
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "10");
      Answers.error(
          exchange, 503, "server_error", "busy", "too many live pages are open now", null);
      return;
    }
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    exchange.getResponseHeaders().put(ACCEL_BUFFERING, "no");
    new ServerSentEventHandler((connection, lastId) -> live.join(connection, project.id()))
        .handleRequest(exchange);
  }

  /** Answers {@code GET /api/live/info}: the project and the snippet that sends to it. */
  void info(HttpServerExchange exchange) throws RejectedException, IOException {
    Project project = access.requireReader(exchange, asked(exchange));
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    Answers.json(
        exchange,
        200,
        Map.of(
            "project", project.name(),
            "project_id", project.id(),
            "token", project.token(),
            "snippet", SnippetTag.html(Origins.own(exchange), project.token(), paths)));
  }
}
