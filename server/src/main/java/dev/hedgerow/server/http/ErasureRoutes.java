package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Cohorts;
import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.EventReads;
import dev.hedgerow.server.query.PersonReads;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Erasing persons, with a key that may write, and the list of what was erased. */
final class ErasureRoutes {
  static final int SHOWN_MAX = 1_000;
  private static final int BODY_BYTES_MAX = 1 << 20;

  private final Access access;
  private final Erasing erasing;
  private final PersonReads persons;
  private final EventReads events;
  private final Cohorts cohorts;
  private final Limits limits;
  private final Clock clock;

  ErasureRoutes(Access access, Services services) {
    this.access = access;
    this.erasing = services.erasing();
    this.persons = services.persons();
    this.events = services.events();
    this.cohorts = services.defined().cohorts();
    this.limits = services.limits();
    this.clock = services.clock();
  }

  /** Answers {@code GET …/erasures/}, on a worker thread. */
  void list(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    Router.requireMethod(exchange, exchange.getRequestMethod().toString().equals("GET"), "GET");
    int projectId = access.requireReader(exchange, path).id();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        "results",
        erasing.first(projectId, SHOWN_MAX).stream().map(ErasureRoutes::body).toList());
    addRest(body);
    Answers.json(exchange, 200, body);
  }

  /** Answers {@code DELETE …/persons/<uuid>/?delete_events=true}, on a worker thread. */
  void one(HttpServerExchange exchange, ProjectPath path, @Nullable UUID uuid)
      throws RejectedException, IOException {
    int projectId = access.requireKey(exchange, Scope.WRITE, path).id();
    int keyId = access.keyId(exchange);
    boolean withEvents = flag(new Parameters(exchange).text("delete_events"));
    if (uuid == null || !isThere(projectId, uuid, withEvents)) {
      throw new RejectedException(404, "not_found", "expected the uuid of a person", null);
    }
    Entry.Erase asked = asked(keyId, projectId, uuid, withEvents);
    erase(projectId, List.of(asked));
    Map<String, Object> body = new LinkedHashMap<>(accepted(asked));
    addRest(body);
    Answers.json(exchange, 202, body);
  }

  /** Answers {@code POST …/persons/bulk_delete/}, on a worker thread. */
  void many(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    Router.requireMethod(exchange, exchange.getRequestMethod().toString().equals("POST"), "POST");
    int projectId = access.requireKey(exchange, Scope.WRITE, path).id();
    int keyId = access.keyId(exchange);
    JsonBody.read(exchange, BODY_BYTES_MAX, (same, body) -> many(same, keyId, projectId, body));
  }

  private void many(
      HttpServerExchange exchange, int keyId, int projectId, Map<String, @Nullable Object> body)
      throws RejectedException, IOException {
    List<String> ids = texts(body, "ids");
    List<String> distinctIds = texts(body, "distinct_ids");
    if (ids.size() + distinctIds.size() == 0
        || ids.size() + distinctIds.size() > limits.erasedMax()) {
      throw new RejectedException(
          400,
          "invalid_input",
          "expected 1 to " + limits.erasedMax() + " under ids and distinct_ids together",
          "ids");
    }
    boolean withEvents = flag(body.get("delete_events"));
    List<Entry.Erase> asked = new ArrayList<>();
    for (UUID uuid : named(projectId, ids, distinctIds, withEvents)) {
      asked.add(asked(keyId, projectId, uuid, withEvents));
    }
    if (!asked.isEmpty()) {
      erase(projectId, asked);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("persons_found", asked.size());
    answer.put("results", asked.stream().map(ErasureRoutes::accepted).toList());
    addRest(answer);
    Answers.json(exchange, 202, answer);
  }

  private Set<UUID> named(
      int projectId, List<String> ids, List<String> distinctIds, boolean withEvents)
      throws RejectedException, IOException {
    Set<UUID> named = new LinkedHashSet<>();
    for (String id : ids) {
      UUID uuid = PersonRoutes.uuidOrNull(id);
      if (uuid == null) {
        throw new RejectedException(400, "invalid_input", "expected uuids of persons", "ids");
      }
      if (isThere(projectId, uuid, withEvents)) {
        named.add(uuid);
      }
    }
    for (String id : distinctIds) {
      if (!id.isEmpty()) {
        IdKey key = new IdKey(projectId, id);
        PersonKey person = persons.personOf(key);
        if (person != null) {
          named.add(person.personId());
        } else if (withEvents) {
          named.add(PersonIds.of(key));
        }
      }
    }
    named.remove(Entry.Erase.EVERYBODY);
    return named;
  }

  /** Takes them off the lists of cohorts first, as nobody knows afterwards what they were called. */
  private void erase(int projectId, List<Entry.Erase> asked) throws IOException {
    Set<UUID> ids = new LinkedHashSet<>();
    for (Entry.Erase one : asked) {
      ids.addAll(Listed.everything(persons, new PersonKey(projectId, one.personId())));
    }
    cohorts.forget(projectId, ids);
    erasing.ask(asked);
  }

  /** Returns whether there is a person of that uuid, or with events an anonymous visitor. */
  private boolean isThere(int projectId, UUID uuid, boolean withEvents) throws IOException {
    return !uuid.equals(Entry.Erase.EVERYBODY)
        && (persons.person(new PersonKey(projectId, uuid)) != null
            || (withEvents
                && events.count(new EventFilter(projectId, null, null, uuid, null, null, 1)) > 0));
  }

  private Entry.Erase asked(int keyId, int projectId, UUID uuid, boolean withEvents) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new Entry.Erase(UUID.randomUUID(), projectId, uuid, List.of(), withEvents, keyId, now);
  }

  private static boolean flag(@Nullable Object given) throws RejectedException {
    if (given == null || given.toString().equals("false")) {
      return false;
    }
    if (given.toString().equals("true")) {
      return true;
    }
    throw new RejectedException(400, "invalid_input", "expected true or false", "delete_events");
  }

  private static List<String> texts(Map<String, @Nullable Object> body, String name)
      throws RejectedException {
    Object given = body.get(name);
    if (given == null) {
      return List.of();
    }
    if (given instanceof Collection<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw new RejectedException(400, "invalid_input", "expected a list of texts", name);
  }

  private static Map<String, @Nullable Object> accepted(Entry.Erase asked) {
    return body(new Erasing.Item(asked, Erasing.Status.ACCEPTED, null, null, 0));
  }

  private static Map<String, @Nullable Object> body(Erasing.Item item) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", item.asked().id().toString());
    body.put("person_id", item.asked().personId().toString());
    body.put("delete_events", item.asked().withEvents());
    body.put("asked_by", item.asked().askedBy());
    body.put("asked_at", item.asked().askedAt().toString());
    body.put("status", item.status().name().toLowerCase(Locale.ROOT));
    if (item.status() != Erasing.Status.ACCEPTED) {
      body.put("erased_at", text(item.erasedAt()));
      body.put("done_at", text(item.doneAt()));
      body.put("older_backups", item.olderBackups());
    }
    return body;
  }

  /** Adds what may still hold something of who was erased. */
  private void addRest(Map<String, Object> body) throws IOException {
    List<Map<String, Object>> backups = new ArrayList<>();
    for (Erasing.Made made : erasing.backups()) {
      backups.add(
          Map.of("folder", made.folder(), "made_at", made.at().toString(), "there", made.there()));
    }
    body.put("backups", backups);
    body.put("files_set_aside", erasing.filesSetAside());
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
