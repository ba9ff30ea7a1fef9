package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Definitions;
import dev.hedgerow.server.query.Definitions.EventName;
import dev.hedgerow.server.query.Definitions.PropertyName;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code event_definitions} and {@code property_definitions} of a project (contract S 6.2, older routes): the names it uses,
 * for who picks one. For signed-in pages and keys that may read.
 */
final class DefinitionRoutes {
  static final Duration REMEMBERED_FOR = Duration.ofSeconds(30);
  private static final int REMEMBERED_MAX = 64;
  private static final int TYPES_MAX = 5;
  private static final String SEARCH = "search";

  private final Access access;
  private final Definitions definitions;
  private final Clock clock;
  private final Remembered<Integer, List<EventName>> events;
  private final Remembered<List<Object>, List<PropertyName>> properties;

  DefinitionRoutes(Access access, Definitions definitions, Clock clock) {
    this.access = access;
    this.definitions = definitions;
    this.clock = clock;
    this.events = new Remembered<>(clock, REMEMBERED_FOR, REMEMBERED_MAX);
    this.properties = new Remembered<>(clock, REMEMBERED_FOR, REMEMBERED_MAX);
  }

  /** Answers {@code GET …/event_definitions?search=}: the most frequent first. */
  void events(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    int projectId = projectId(exchange, path);
    String search = search(exchange);
    List<EventName> found =
        events.of(projectId, () -> definitions.events(projectId, clock.instant()));
    answer(
        exchange,
        found.stream()
            .filter(name -> contains(name.name(), search))
            .map(DefinitionRoutes::form)
            .toList());
  }

  /**
   * Answers {@code GET …/property_definitions?type=event|person|group&group_type_index=0&event=&search=}: the most frequent
   * first. {@code event} narrows them to those of one event.
   */
  void properties(HttpServerExchange exchange, ProjectPath path)
      throws RejectedException, IOException {
    int projectId = projectId(exchange, path);
    Parameters asked = new Parameters(exchange);
    String type = asked.text("type") == null ? "event" : String.valueOf(asked.text("type"));
    String index = asked.text("group_type_index");
    String event = asked.text("event");
    String search = search(exchange);
    List<PropertyName> found = switch (type) {
      case "event" -> {
        List<String> only = event == null ? List.of() : List.of(event);
        yield properties.of(
            List.of(projectId, type, only),
            () -> definitions.ofEvents(projectId, only, clock.instant()));
      }
      case "person" ->
        properties.of(List.of(projectId, type), () -> definitions.ofPersons(projectId));
      case "group" -> {
        int group = index(index);
        yield properties.of(
            List.of(projectId, type, group), () -> definitions.ofGroups(projectId, group));
      }
      default -> throw wrong("type", "event, person or group");
    };
    answer(
        exchange,
        found.stream()
            .filter(name -> contains(name.name(), search))
            .map(DefinitionRoutes::form)
            .toList());
  }

  private int projectId(HttpServerExchange exchange, ProjectPath path)
      throws RejectedException, IOException {
    Project project = access.requireKey(exchange, Scope.READ, path);
    Router.requireMethod(exchange, exchange.getRequestMethod().equals(Methods.GET), "GET");
    return project.id();
  }

  private static int index(@Nullable String text) throws RejectedException {
    if (text == null || !text.matches("[0-" + (TYPES_MAX - 1) + "]")) {
      throw wrong("group_type_index", "a number from 0 to " + (TYPES_MAX - 1));
    }
    return Integer.parseInt(text);
  }

  private static RejectedException wrong(String name, String expected) {
    return new RejectedException(
        400, "invalid_input", "expected " + expected + " under " + name, name);
  }

  private static String search(HttpServerExchange exchange) {
    String text = new Parameters(exchange).text(SEARCH);
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static boolean contains(String name, String search) {
    return name.toLowerCase(Locale.ROOT).contains(search);
  }

  private static void answer(HttpServerExchange exchange, List<?> results) {
    Answers.json(exchange, 200, Map.of("count", results.size(), "results", results));
  }

  private static Map<String, @Nullable Object> form(EventName name) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("name", name.name());
    form.put("volume_30_day", name.volume());
    form.put("last_seen_at", name.lastSeen());
    return form;
  }

  private static Map<String, @Nullable Object> form(PropertyName name) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("name", name.name());
    form.put("property_type", name.type());
    form.put("is_numerical", "Numeric".equals(name.type()));
    form.put("examples", name.examples());
    form.put("has_column", name.column());
    return form;
  }
}
