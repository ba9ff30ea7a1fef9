package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code GET /api/projects/<id>/ingestion/}: how the way in does, of all projects together: the health's words, and what was
 * counted since the server started. For signed-in pages and holders of a key.
 */
final class NowRoutes {
  private final Access access;
  private final Supplier<Health> health;
  private final MeterRegistry registry;

  NowRoutes(Access access, Services services) {
    this.access = access;
    this.health = services.health();
    this.registry = services.registry();
  }

  /** Answers on a worker thread. */
  void now(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    Router.requireMethod(exchange, exchange.getRequestMethod().equals(Methods.GET), "GET");
    access.requireReader(exchange, path);
    Map<String, Object> body = HealthRoutes.body(health.get());
    Map<String, Object> counted = new LinkedHashMap<>();
    counted.put("stored", sum("hedgerow.events.stored"));
    counted.put("rejected", sum("hedgerow_events_rejected"));
    counted.put("duplicates", sum("hedgerow.events.duplicate"));
    counted.put("released_early", sum("hedgerow.held.released", "when", "early"));
    counted.put("released_on_time", sum("hedgerow.held.released", "when", "due"));
    counted.put("person_known", sum("hedgerow.held.person", "at_release", "known"));
    counted.put("person_unknown", sum("hedgerow.held.person", "at_release", "unknown"));
    counted.put("persons_merged", sum("hedgerow.persons.merged"));
    counted.put("set_aside", sum("hedgerow.entries.set.aside"));
    body.put("since_start", counted);
    Answers.json(exchange, 200, body);
  }

  private long sum(String name, String... tags) {
    return Math.round(registry.find(name).tags(tags).counters().stream()
        .mapToDouble(Counter::count)
        .sum());
  }
}
