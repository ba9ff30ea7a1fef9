package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.query.Table;
import dev.hedgerow.server.store.Change;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.Samples;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API tells of persons. */
class PersonRoutesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final UUID ANN = Samples.uuid(1);

  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
    Change change = new Change(Samples.uuid(77), 1, NOON);
    for (int number = 1; number <= 5; number++) {
      change.persons(new Person(
          1,
          Samples.uuid(number),
          NOON.plusSeconds(number),
          true,
          1,
          Map.of("email", "p" + number + "@example.com", "odd", number % 2L)));
      change.assigned(Samples.assigned("id&=" + number, number, 0));
    }
    trial.state.commit(change.assigned(Samples.assigned("ann", 1, 1)).made());
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private HttpResponse<String> ask(String path) throws Exception {
    return trial.send(HttpRequest.newBuilder(trial.origin.resolve(URI.create(path)))
        .header("Authorization", "Bearer " + DoorOnTrial.KEY)
        .GET());
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  private List<String> follow(String path, String field) throws Exception {
    List<String> all = new ArrayList<>();
    String next = path;
    while (next != null) {
      JsonNode page = json(ask(next));
      page.path("results").forEach(result -> all.add(result.path(field).asText()));
      next = page.path("next").textValue();
    }
    return all;
  }

  @Test
  void aPersonHasIdsPropertiesAndAName() throws Exception {
    JsonNode person = json(ask("/api/projects/1/persons/" + ANN + "/"));
    assertThat(person.path("uuid").asText()).isEqualTo(ANN.toString());
    assertThat(person.path("id").asText()).isEqualTo(ANN.toString());
    assertThat(person.path("name").asText()).isEqualTo("p1@example.com");
    assertThat(person.path("distinct_ids").toString()).isEqualTo("[\"ann\",\"id&=1\"]");
    assertThat(person.path("properties").path("odd").asInt()).isEqualTo(1);
    assertThat(person.path("created_at").asText()).isEqualTo("2026-03-01T12:00:01Z");
    assertThat(person.path("is_identified").asBoolean()).isTrue();
  }

  @Test
  void theListGoesOnAtNextWithTheSameQuestion() throws Exception {
    assertThat(follow("/api/projects/@current/persons/?limit=2", "name"))
        .containsExactly(
            "p5@example.com",
            "p4@example.com",
            "p3@example.com",
            "p2@example.com",
            "p1@example.com");
    String odd = "%5B%7B%22key%22:%22odd%22,%22value%22:1%7D%5D";
    assertThat(follow("/api/projects/1/persons?limit=1&properties=" + odd, "name"))
        .containsExactly("p5@example.com", "p3@example.com", "p1@example.com");
    assertThat(follow("/api/projects/1/persons?search=id%26%3D&limit=2", "name"))
        .hasSize(5);
  }

  @Test
  void personsAreFoundByIdAndAddress() throws Exception {
    assertThat(follow("/api/projects/1/persons/?distinct_id=ann", "uuid"))
        .containsExactly(ANN.toString());
    assertThat(follow("/api/projects/1/persons/?distinct_id=nobody", "uuid")).isEmpty();
    assertThat(follow("/api/projects/1/persons/?email=p1@example.com", "uuid"))
        .containsExactly(ANN.toString());
  }

  @Test
  void eventsOfOnePersonComeNewestFirstPageByPage() throws Exception {
    List<EventRow> rows = new ArrayList<>();
    for (int number = 0; number < 5; number++) {
      rows.add(row(number, NOON.plusSeconds(number / 3), ANN));
    }
    rows.add(row(9, NOON, Samples.uuid(2)));
    trial.events.write(List.of(new OutboxBlock(
        1, new Rows(rows, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()))));

    assertThat(follow("/api/projects/1/persons/" + ANN + "/events/?limit=1", "event"))
        .containsExactly("event 4", "event 3", "event 2", "event 1", "event 0");
    assertThat(follow("/api/projects/1/persons/" + ANN + "/events?event=event%202", "id"))
        .containsExactly(Samples.uuid(2).toString());
  }

  @Test
  void aRefusedMergeWhoseEventIsGoneIsStillTold() throws Exception {
    trial.sql = new Answering(
        (projectId, text, limit) -> new Table(List.of(), List.of(), List.of(), false, text));
    Warning refused = new Warning(
        1,
        "cannot_merge_with_illegal_distinct_id",
        NOON,
        "$identify",
        "ann",
        Samples.uuid(3),
        Map.of("other_distinct_id", "null"));
    Warning other = new Warning(1, "cannot_merge_x", NOON, "$identify", "b", null, Map.of());
    trial.events.write(List.of(new OutboxBlock(
        1,
        new Rows(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(refused, other)))));

    JsonNode results = json(ask("/api/projects/1/persons/" + ANN + "/merges/")).path("results");

    assertThat(results).hasSize(1);
    assertThat(results.get(0).path("outcome").asText()).isEqualTo("refused");
    assertThat(results.get(0).path("other_distinct_id").asText()).isEqualTo("null");
  }

  private static EventRow row(long number, Instant at, UUID person) {
    return new EventRow(
        1,
        Samples.uuid(number),
        "event " + number,
        "ann",
        at,
        at,
        person,
        NOON,
        PersonMode.FULL,
        Map.of(),
        Map.of(),
        "",
        Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "persons/?limit=0",
        "persons/?limit=1001",
        "persons/?limit=x",
        "persons/?cursor=x",
        "persons/?cursor=1_00000000-0000-0000-0000-00000000000x",
        "persons/?properties=x",
        "persons/?properties=%7B%7D",
        "persons/?properties=%5B1%5D",
        "persons/?properties=%5B%7B%22key%22:%22a%22,%22operator%22:%22regex%22,%22value%22:1%7D%5D",
        "persons/?properties=%5B%7B%22key%22:%22a%22%7D%5D"
      })
  void whatIsNoQuestionIsRefused(String question) throws Exception {
    HttpResponse<String> answer = ask("/api/projects/1/" + question);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"invalid_input\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "00000000-0000-0000-0000-000000000000", "1-1-1-1-1", "x/events", ""})
  void whoIsNotThereIsNotFound(String person) throws Exception {
    HttpResponse<String> answer = ask("/api/projects/1/persons/" + person + "/x");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    assertThat(ask("/api/projects/2/persons/" + ANN).statusCode()).isEqualTo(404);
  }
}
