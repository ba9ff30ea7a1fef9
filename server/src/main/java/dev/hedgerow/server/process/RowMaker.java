package dev.hedgerow.server.process;

import dev.hedgerow.server.event.ElementsChain;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the row of a processed event (contract S 2.7). */
final class RowMaker {
  private static final Set<String> ELEMENTS = Set.of("$elements", "$elements_chain");

  private RowMaker() {}

  static EventRow row(
      Entry.Event event,
      Instant now,
      Person person,
      PersonMode mode,
      Map<String, @Nullable Object> shown,
      Map<Integer, String> groups) {
    return new EventRow(
        event.projectId(),
        event.uuid(),
        event.event(),
        event.distinctId(),
        event.timestamp(),
        now,
        person.id(),
        person.createdAt(),
        mode,
        shown.isEmpty() ? shown : Json.written(shown),
        stored(event),
        chain(event),
        groups);
  }

  private static Map<String, @Nullable Object> stored(Entry.Event event) {
    Map<String, @Nullable Object> properties = event.properties();
    boolean addressed = event.ip() != null && properties.get("$ip") == null;
    return Json.written(properties, ELEMENTS, addressed ? Map.of("$ip", event.ip()) : Map.of());
  }

  private static String chain(Entry.Event event) {
    String chain = Properties.string(event.properties(), "$elements_chain");
    if (chain != null && !chain.isEmpty()) {
      return chain;
    }
    return event.properties().get("$elements") instanceof List<?> elements
        ? ElementsChain.ofElements(elements)
        : "";
  }
}
