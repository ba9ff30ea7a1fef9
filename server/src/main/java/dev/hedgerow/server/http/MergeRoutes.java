package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.FoundPerson;
import dev.hedgerow.server.query.Merge;
import dev.hedgerow.server.query.Merges;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/projects/<id>/persons/<uuid>/merges/}: which event joined what, and which did not and why. */
final class MergeRoutes {
  private final Merges merges;

  MergeRoutes(Services services) {
    this.merges = new Merges(services.sql(), services.ingestion(), services.limits());
  }

  /** Answers for a person that was found, the merge processed first first, on a worker thread. */
  void of(HttpServerExchange exchange, FoundPerson found) throws RejectedException, IOException {
    Person person = found.person();
    Merges.Found told = merges.of(person.projectId(), person.id(), found.distinctIds());
    List<Map<String, @Nullable Object>> results =
        told.merges().stream().map(MergeRoutes::body).toList();
    Answers.json(exchange, 200, Map.of("results", results, "has_more", told.hasMore()));
  }

  private static Map<String, @Nullable Object> body(Merge merge) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("event", merge.event());
    body.put("uuid", merge.uuid() == null ? null : merge.uuid().toString());
    body.put("at", merge.at().toString());
    body.put("distinct_id", merge.into());
    body.put("person_id", merge.intoPerson() == null ? null : merge.intoPerson().toString());
    body.put("other_distinct_id", merge.other());
    body.put(
        "other_person_id",
        merge.otherPerson() == null ? null : merge.otherPerson().toString());
    body.put("outcome", merge.outcome().name().toLowerCase(Locale.ROOT));
    body.put("reason", merge.reason());
    body.put(
        "meaning",
        merge.reason() == null ? null : WarningWords.of(merge.reason()).meaning());
    return body;
  }
}
