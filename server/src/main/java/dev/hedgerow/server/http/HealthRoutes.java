package dev.hedgerow.server.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the server is doing, for people, load balancers and Prometheus. */
final class HealthRoutes {
  private final Supplier<Health> health;
  private final Supplier<String> metrics;

  HealthRoutes(Supplier<Health> health, Supplier<String> metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  /**
   * Answers a question for the health where it arrives, and tells whether it was one: on a worker
   * it would wait behind all the bodies of an overload.
   */
  boolean answersAtOnce(HttpServerExchange exchange) throws Exception {
    if (!exchange.getRequestMethod().equals(Methods.GET)) {
      return false;
    }
    @Nullable
    HttpHandler answer = switch (exchange.getRequestPath()) {
      case "/_health", "/_health/" -> this::health;
      case "/_readiness", "/_readiness/" -> this::readiness;
      case "/_liveness", "/_liveness/" -> this::liveness;
      default -> null;
    };
    if (answer == null) {
      return false;
    }
    Router.setHeaders(exchange);
    answer.handleRequest(exchange);
    return true;
  }

  void health(HttpServerExchange exchange) {
    Health now = health.get();
    Answers.json(exchange, now.healthy() ? 200 : 503, body(now));
  }

  void readiness(HttpServerExchange exchange) {
    Health now = health.get();
    Answers.json(exchange, now.healthy() ? 200 : 503, Map.of("status", now.status()));
  }

  void liveness(HttpServerExchange exchange) {
    Answers.json(exchange, 200, Map.of("status", "alive"));
  }

  void metrics(HttpServerExchange exchange) {
    exchange
        .getResponseHeaders()
        .put(Headers.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    exchange.getResponseSender().send(metrics.get());
  }

  /** Returns the health in the words of {@code /_health}. */
  static Map<String, Object> body(Health health) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", health.status());
    body.put("accepted", health.accepted());
    body.put("processed", health.processed());
    body.put("lag_seconds", health.lagSeconds());
    body.put("held", health.held());
    body.put("oldest_held_seconds", health.oldestHeldSeconds());
    return body;
  }
}
