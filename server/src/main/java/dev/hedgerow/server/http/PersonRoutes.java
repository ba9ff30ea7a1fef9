package dev.hedgerow.server.http;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.EventReads;
import dev.hedgerow.server.query.FoundPerson;
import dev.hedgerow.server.query.PersonFilter;
import dev.hedgerow.server.query.PersonPage;
import dev.hedgerow.server.query.PersonReads;
import dev.hedgerow.server.query.StoredEvent;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/projects/<id>/persons/}: the list, one person under its uuid, and that person's events under {@code
 * …/<uuid>/events/}, for signed-in pages and holders of a key; and erasing them.
 */
final class PersonRoutes {
  private static final String UNDER = "persons/";
  private static final String EVENTS = "/events";

  private final Access access;
  private final ErasureRoutes erasures;
  private final PersonReads persons;
  private final EventReads events;
  private final Limits limits;

  PersonRoutes(Access access, Services services, ErasureRoutes erasures) {
    this.access = access;
    this.erasures = erasures;
    this.persons = services.persons();
    this.events = services.events();
    this.limits = services.limits();
  }

  /** Answers {@code GET …/persons/}, on a worker thread. */
  void all(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    Router.requireMethod(exchange, exchange.getRequestMethod().toString().equals("GET"), "GET");
    int projectId = access.requireReader(exchange, path).id();
    Parameters asked = new Parameters(exchange);
    PersonFilter filter = new PersonFilter(
        projectId,
        asked.text("search"),
        asked.text("distinct_id"),
        asked.text("email"),
        asked.conditions("properties"));
    int limit = asked.limit(limits.personsPageMax());
    PersonPage page =
        persons.page(filter, asked.personCursor(), limit, limits.personsLookedAtMax());
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("next", page.next() == null ? null : asked.next(Parameters.text(page.next())));
    body.put("previous", null);
    body.put("results", page.persons().stream().map(PersonRoutes::body).toList());
    Answers.json(exchange, 200, body);
  }

  /** Answers what stands under {@code …/persons/}, on a worker thread. */
  void one(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    String rest = path.what().substring(UNDER.length());
    if (rest.equals("bulk_delete")) {
      erasures.many(exchange, path);
      return;
    }
    boolean events = rest.endsWith(EVENTS);
    String method = exchange.getRequestMethod().toString();
    UUID uuid = uuidOrNull(events ? rest.substring(0, rest.length() - EVENTS.length()) : rest);
    if (method.equals("DELETE") && !events) {
      erasures.one(exchange, path, uuid);
      return;
    }
    Router.requireMethod(exchange, method.equals("GET"), events ? "GET" : "GET, DELETE");
    int projectId = access.requireReader(exchange, path).id();
    if (uuid == null) {
      throw none();
    }
    if (events) {
      events(exchange, projectId, uuid);
      return;
    }
    FoundPerson found = persons.person(new PersonKey(projectId, uuid));
    if (found == null) {
      throw none();
    }
    Answers.json(exchange, 200, body(found));
  }

  /** Answers events by whose they are now; an anonymous visitor has events and is no person. */
  private void events(HttpServerExchange exchange, int projectId, UUID personId)
      throws RejectedException, IOException {
    Parameters asked = new Parameters(exchange);
    Parameters.EventCursor cursor = asked.eventCursor();
    int limit = asked.limit(limits.personsPageMax());
    List<StoredEvent> found = events.events(new EventFilter(
        projectId,
        asked.text("event"),
        null,
        personId,
        null,
        cursor == null ? null : cursor.at(),
        cursor == null ? null : cursor.uuid(),
        limit + 1));
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    boolean more = found.size() > limit;
    body.put("next", more ? asked.next(Parameters.text(found.get(limit - 1).row())) : null);
    body.put("results", found.stream().limit(limit).map(PersonRoutes::body).toList());
    Answers.json(exchange, 200, body);
  }

  /** Returns the uuid that a text is, or null. */
  static @Nullable UUID uuidOrNull(String text) {
    try {
      return text.length() == 36 ? UUID.fromString(text) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static RejectedException none() {
    return new RejectedException(404, "not_found", "expected the uuid of a person", null);
  }

  private static Map<String, @Nullable Object> body(FoundPerson found) {
    Person person = found.person();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", person.id().toString());
    body.put("uuid", person.id().toString());
    body.put("name", name(found));
    body.put("distinct_ids", found.distinctIds());
    body.put("properties", person.properties());
    body.put("created_at", person.createdAt().toString());
    body.put("is_identified", person.identified());
    return body;
  }

  private static String name(FoundPerson found) {
    List<@Nullable String> names = new ArrayList<>();
    names.add(Properties.string(found.person().properties(), "email"));
    names.add(Properties.string(found.person().properties(), "name"));
    names.addAll(found.distinctIds());
    for (String name : names) {
      if (name != null && !name.isBlank()) {
        return name;
      }
    }
    return found.person().id().toString();
  }

  private static Map<String, @Nullable Object> body(StoredEvent stored) {
    EventRow row = stored.row();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", row.uuid().toString());
    body.put("event", row.event());
    body.put("distinct_id", row.distinctId());
    body.put("timestamp", row.timestamp().toString());
    body.put("properties", row.properties());
    body.put("elements_chain", row.elementsChain());
    body.put("person_id", stored.personId().toString());
    body.put("person_mode", row.personMode().word());
    return body;
  }
}
