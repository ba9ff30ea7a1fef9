package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Cohorts;
import dev.hedgerow.server.event.Cohort;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.CohortForm;
import dev.hedgerow.server.query.CohortRows;
import dev.hedgerow.server.query.FoundPerson;
import dev.hedgerow.server.query.PersonReads;
import dev.hedgerow.server.query.Uuids;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/projects/<id>/cohorts/}, {@code …/cohorts/<id>/} and {@code …/cohorts/<id>/persons/} (contract S 8): a key that
 * may read, or else write. Members are found in the background, soon after a change.
 */
final class CohortRoutes {
  static final int BODY_BYTES_MAX = 4 << 20;
  private static final String PERSONS = "/persons";
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,8}");

  private final Access access;
  private final Cohorts cohorts;
  private final CohortRows members;
  private final CohortForm forms;
  private final PersonReads persons;
  private final int pageMax;
  private final Clock clock;

  CohortRoutes(Access access, Services services) {
    this.access = access;
    this.cohorts = services.defined().cohorts();
    this.members = services.defined().members();
    this.forms = new CohortForm(cohorts, services.actions(), services.sql());
    this.persons = services.persons();
    this.pageMax = services.limits().personsPageMax();
    this.clock = services.clock();
  }

  /** Lists and makes cohorts, on a worker thread. */
  void all(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    int projectId = access.requireKeyFor(exchange, path).id();
    switch (exchange.getRequestMethod().toString()) {
      case "GET" -> {
        List<Map<String, @Nullable Object>> results =
            cohorts.cohorts(projectId).stream().map(CohortForm::of).toList();
        Answers.json(exchange, 200, Map.of("count", results.size(), "results", results));
      }
      case "POST" ->
        JsonBody.read(exchange, BODY_BYTES_MAX, (same, body) -> create(same, projectId, body));
      default -> throw Router.notAllowed(exchange, "GET, POST");
    }
  }

  /** Shows, changes and deletes one, and its members, on a worker thread. */
  void one(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    int projectId = access.requireKeyFor(exchange, path).id();
    String rest = path.what().substring(path.what().indexOf('/') + 1);
    boolean ofPersons = rest.endsWith(PERSONS);
    String id = ofPersons ? rest.substring(0, rest.length() - PERSONS.length()) : rest;
    Cohort cohort =
        ID.matcher(id).matches() ? cohorts.cohort(projectId, Integer.parseInt(id)) : null;
    if (cohort == null) {
      throw none();
    }
    if (ofPersons) {
      persons(exchange, cohort);
      return;
    }
    switch (exchange.getRequestMethod().toString()) {
      case "GET" -> Answers.json(exchange, 200, CohortForm.of(cohort));
      case "PATCH", "PUT" ->
        JsonBody.read(exchange, BODY_BYTES_MAX, (same, body) -> change(same, cohort, body));
      case "DELETE" -> {
        if (!cohorts.delete(projectId, cohort.id())) {
          throw none();
        }
        members.replace(projectId, cohort.id(), new Uuids());
        Acts.say(exchange, "deleted " + cohort.name());
        exchange.setStatusCode(204);
        exchange.endExchange();
      }
      default -> throw Router.notAllowed(exchange, "GET, PATCH, PUT, DELETE");
    }
  }

  private void create(
      HttpServerExchange exchange, int projectId, Map<String, @Nullable Object> body)
      throws RejectedException, IOException {
    Cohort cohort = forms.read(body, 0, projectId, now(), now());
    Listed listed = Listed.of(body);
    Listed.Known known = known(cohort, listed);
    Cohort kept;
    try {
      kept = cohorts.create(cohort);
    } catch (IllegalStateException e) {
      throw new RejectedException(
          400,
          "too_many_cohorts",
          "expected at most " + Cohort.PER_PROJECT_MAX + " cohorts in a project",
          null);
    }
    if (!known.ids().isEmpty()) {
      cohorts.list(projectId, kept.id(), known.ids(), now());
    }
    Acts.say(exchange, "made " + kept.name());
    Map<String, @Nullable Object> form = new LinkedHashMap<>(CohortForm.of(kept));
    form.put("warnings", warnings(known));
    Answers.json(exchange, 201, form);
  }

  /** What is not sent stays as it is. */
  private void change(
      HttpServerExchange exchange, Cohort before, Map<String, @Nullable Object> body)
      throws RejectedException, IOException {
    Map<String, @Nullable Object> form = new LinkedHashMap<>(CohortForm.of(before));
    form.putAll(body);
    form.put("is_static", before.isStatic());
    Cohort read = forms.read(form, before.id(), before.projectId(), before.createdAt(), now());
    Cohort changed = read.with(new Cohort.Found(null, before.last().count(), null));
    if (!cohorts.replace(changed)) {
      throw none();
    }
    Acts.say(exchange, "changed " + changed.name());
    Answers.json(exchange, 200, CohortForm.of(changed));
  }

  private void persons(HttpServerExchange exchange, Cohort cohort)
      throws RejectedException, IOException {
    switch (exchange.getRequestMethod().toString()) {
      case "GET" -> page(exchange, cohort);
      case "POST" -> named(exchange, cohort, (same, listed) -> add(same, cohort, listed));
      case "DELETE" -> named(exchange, cohort, (same, listed) -> remove(same, cohort, listed));
      default -> throw Router.notAllowed(exchange, "GET, POST, DELETE");
    }
  }

  private void page(HttpServerExchange exchange, Cohort cohort)
      throws RejectedException, IOException {
    Parameters asked = new Parameters(exchange);
    int limit = asked.limit(pageMax);
    String cursor = asked.text("cursor");
    UUID after = cursor == null ? null : PersonRoutes.uuidOrNull(cursor);
    if (cursor != null && after == null) {
      throw new RejectedException(
          400, "invalid_input", "expected a cursor as it was given under next", "cursor");
    }
    List<UUID> found = members.persons(cohort.projectId(), cohort.id(), after, limit + 1);
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    for (UUID id : found.subList(0, Math.min(limit, found.size()))) {
      FoundPerson person = persons.person(new PersonKey(cohort.projectId(), id));
      if (person != null) {
        results.add(PersonRoutes.body(person));
      }
    }
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("count", cohort.last().count());
    boolean more = found.size() > limit;
    body.put("next", more ? asked.next(found.get(limit - 1).toString()) : null);
    body.put("results", results);
    Answers.json(exchange, 200, body);
  }

  private interface Naming {
    void named(HttpServerExchange exchange, Listed listed) throws Exception;
  }

  private static void named(HttpServerExchange exchange, Cohort cohort, Naming naming)
      throws RejectedException {
    if (!cohort.isStatic()) {
      throw new RejectedException(
          400,
          "invalid_input",
          "expected a static cohort: the persons of others are found by their filters",
          "is_static");
    }
    String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
    boolean csv = type != null && type.startsWith("text/csv");
    JsonBody.bytes(
        exchange,
        BODY_BYTES_MAX,
        (same, bytes) ->
            naming.named(same, csv ? Listed.ofCsv(bytes) : Listed.of(JsonBody.parse(bytes))));
  }

  private void add(HttpServerExchange exchange, Cohort cohort, Listed listed)
      throws RejectedException, IOException {
    Listed.Known known = known(cohort, listed);
    int all;
    try {
      all = cohorts.list(cohort.projectId(), cohort.id(), known.ids(), now());
    } catch (IllegalStateException e) {
      throw new RejectedException(
          400,
          "too_many_listed",
          "expected at most " + Cohort.LISTED_MAX + " persons on the list of a cohort",
          null);
    }
    Acts.say(exchange, "listed " + known.persons() + " persons in " + cohort.name());
    Answers.json(
        exchange,
        200,
        Map.of("added", known.persons(), "listed", all, "warnings", warnings(known)));
  }

  private void remove(HttpServerExchange exchange, Cohort cohort, Listed listed)
      throws IOException {
    cohorts.unlist(
        cohort.projectId(), cohort.id(), listed.everything(cohort.projectId(), persons), now());
    Acts.say(exchange, "took " + listed.size() + " persons off the list of " + cohort.name());
    exchange.setStatusCode(204);
    exchange.endExchange();
  }

  private Listed.Known known(Cohort cohort, Listed listed) throws RejectedException, IOException {
    if (listed.size() > 0 && !cohort.isStatic()) {
      throw new RejectedException(
          400, "invalid_input", "expected persons only with is_static", "is_static");
    }
    Listed.Known known = listed.in(cohort.projectId(), persons);
    if (listed.size() > 0 && known.persons() == 0) {
      throw new RejectedException(
          400,
          "invalid_input",
          "expected at least one person but found none: " + CohortForm.ONLY_PERSONS,
          listed.distinctIds().isEmpty() ? "person_ids" : "distinct_ids");
    }
    return known;
  }

  private static List<Map<String, Object>> warnings(Listed.Known known) {
    return known.others() == 0
        ? List.of()
        : List.of(Map.of(
            "code", "no_persons", "detail", CohortForm.ONLY_PERSONS, "count", known.others()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static RejectedException none() {
    return new RejectedException(404, "not_found", "expected the id of a cohort", null);
  }
}
