package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Secrets;
import dev.hedgerow.server.demo.DemoShop;
import dev.hedgerow.server.demo.ShopActions;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/projects/demo}, which makes a project and fills it with thirty days of a web shop; and how far that is. */
final class DemoRoutes {
  static final String WORD = "demo";
  static final String PATH = ProjectRoutes.PATH + "/" + WORD;

  private static final String NAME = "Demo shop";

  private final Access access;
  private final Services services;
  private final DemoFilling filling;

  DemoRoutes(Access access, Services services) {
    this.access = access;
    this.services = services;
    this.filling = new DemoFilling(services);
  }

  /**
   * Answers {@code POST /api/projects/demo} with {@code {"name":"Demo shop","seed":1,"visitors":3000}}, each of which may be left
   * out, with 202 and the project; 409 while another is being filled.
   */
  void make(HttpServerExchange exchange) throws RejectedException, IOException {
    access.requireKey(exchange);
    JsonBody.read(exchange, services.limits().settingsBytesMax(), this::make);
  }

  private void make(HttpServerExchange exchange, Map<String, @Nullable Object> asked)
      throws RejectedException, IOException {
    String name = ProjectRoutes.name(asked.getOrDefault("name", NAME));
    long seed = whole(asked, "seed", Long.MIN_VALUE, 1, Long.MAX_VALUE);
    int visitors =
        (int) whole(asked, "visitors", 1, DemoShop.VISITORS_DEFAULT, DemoShop.VISITORS_MAX);
    Project made;
    synchronized (filling) {
      if (filling.isRunning()) {
        throw new RejectedException(
            409, "conflict", "a project is being filled with demo events; wait for its end", null);
      }
      made = services
          .catalog()
          .createProject(name, Secrets.projectToken(), services.clock().instant());
      for (Action action : ShopActions.of(made.id(), made.createdAt())) {
        services.actions().create(action);
      }
      filling.begin(made, seed, visitors);
    }
    Acts.say(exchange, "made " + made.name() + " with seed " + seed + ", visitors " + visitors);
    Map<String, Object> body = ProjectRoutes.body(made);
    body.put(WORD, status(made.id()));
    Answers.json(exchange, 202, body);
  }

  /** Answers {@code GET /api/projects/<id>/demo}. */
  void status(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    Router.requireMethod(exchange, exchange.getRequestMethod().toString().equals("GET"), "GET");
    Answers.json(exchange, 200, status(access.requireReader(exchange, path).id()));
  }

  private Map<String, Object> status(int projectId) {
    DemoFilling.Status status = filling.status(projectId);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("state", status == null ? "none" : status.state());
    body.put("events", status == null ? 0 : status.events());
    body.put("done", status == null ? 0 : Math.floor(status.done() * 1_000) / 1_000);
    body.put("detail", status == null ? "" : status.detail());
    return body;
  }

  private static long whole(
      Map<String, @Nullable Object> asked, String name, long least, long usual, long most)
      throws RejectedException {
    Object value = asked.getOrDefault(name, usual);
    if (value instanceof Long whole && whole >= least && whole <= most) {
      return whole;
    }
    throw new RejectedException(
        400, "invalid_input", "expected a whole number from " + least + " to " + most, name);
  }
}
