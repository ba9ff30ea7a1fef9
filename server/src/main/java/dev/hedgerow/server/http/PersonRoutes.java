package dev.hedgerow.server.http;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
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
 * {@code /api/projects/<id>/persons/}: the list, one person under its uuid, that person's events under {@code
 * …/<uuid>/events/} and what joined their ids under {@code …/<uuid>/merges/}, for signed-in pages and holders of a key;
 * and erasing them.
 */
final class PersonRoutes {
  private static final String UNDER = "persons/";
  private static final String EVENTS = "/events";
  private static final String MERGES = "/merges";

  private final Access access;
  private final ErasureRoutes erasures;
  private final PersonReads persons;
  private final EventReads events;
  private final MergeRoutes merges;
  private final Limits limits;

  PersonRoutes(Access access, Services services, ErasureRoutes erasures) {
    this.access = access;
    this.erasures = erasures;
    this.persons = services.persons();
    this.events = services.events();
    this.merges = new MergeRoutes(services);
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
    String below = rest.endsWith(EVENTS) ? EVENTS : rest.endsWith(MERGES) ? MERGES : "";
    String method = exchange.getRequestMethod().toString();
    UUID uuid = uuidOrNull(rest.substring(0, rest.length() - below.length()));
    if (method.equals("DELETE") && below.isEmpty()) {
      erasures.one(exchange, path, uuid);
      return;
    }
    Router.requireMethod(exchange, method.equals("GET"), below.isEmpty() ? "GET, DELETE" : "GET");
    int projectId = access.requireReader(exchange, path).id();
    if (rest.equals("find")) {
      find(exchange, projectId);
      return;
    }
    if (uuid == null) {
      throw none();
    }
    if (below.equals(EVENTS)) {
      events(exchange, projectId, uuid);
      return;
    }
    FoundPerson found = persons.person(new PersonKey(projectId, uuid));
    if (found == null) {
      throw none();
    }
    if (below.equals(MERGES)) {
      merges.of(exchange, found);
    } else {
      Answers.json(exchange, 200, body(found));
    }
  }

  /**
   * Answers {@code GET …/persons/find/?id=<uuid or distinct id>}: {@code id}, under which {@code …/events/} has the events,
   * and {@code person}, which is null for an anonymous visitor.
   */
  private void find(HttpServerExchange exchange, int projectId)
      throws RejectedException, IOException {
    String asked = new Parameters(exchange).text("id");
    if (asked == null) {
      throw new RejectedException(
          400, "required", "expected the uuid of a person, or a distinct id, under id", "id");
    }
    UUID uuid = uuidOrNull(asked);
    FoundPerson found = uuid == null ? null : persons.person(new PersonKey(projectId, uuid));
    IdKey distinctId = new IdKey(projectId, asked);
    if (found == null) {
      PersonKey owner = persons.personOf(distinctId);
      found = owner == null ? null : persons.person(owner);
    }
    if (found == null && (uuid == null || !hasEvents(projectId, null, uuid))) {
      if (!hasEvents(projectId, asked, null)) {
        throw none();
      }
      uuid = PersonIds.of(distinctId);
    }
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", String.valueOf(found == null ? uuid : found.person().id()));
    body.put("person", found == null ? null : body(found));
    Answers.json(exchange, 200, body);
  }

  private boolean hasEvents(int projectId, @Nullable String distinctId, @Nullable UUID personId)
      throws IOException {
    EventFilter one = new EventFilter(projectId, null, distinctId, personId, null, null, 1);
    return !events.events(one).isEmpty();
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

  /** Returns a person as the API shows it. */
  static Map<String, @Nullable Object> body(FoundPerson found) {
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
