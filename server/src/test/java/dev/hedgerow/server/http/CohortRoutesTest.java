package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hedgerow.server.event.Cohort;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.query.Uuids;
import dev.hedgerow.server.store.Change;
import dev.hedgerow.server.store.Samples;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cohorts over the API. */
class CohortRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String FILTERS = "\"filters\":{\"properties\":{\"type\":\"OR\",\"values\":"
      + "[{\"type\":\"person\",\"key\":\"plan\",\"value\":\"pro\"}]}}";

  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
    Change change = new Change(Samples.uuid(77), 1, NOON);
    for (int number = 1; number <= 3; number++) {
      change.persons(new Person(1, Samples.uuid(number), NOON, true, 1, Map.of()));
      change.assigned(Samples.assigned("p" + number, number, 0));
    }
    trial.state.commit(change.made());
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private JsonNode ask(int status, String method, String path, String body) throws Exception {
    return ask(status, method, path, body, "application/json");
  }

  private JsonNode ask(int status, String method, String path, String body, String type)
      throws Exception {
    HttpResponse<String> answer = trial.send(trial
        .to("/api/projects/1/cohorts/" + path)
        .header("Authorization", "Bearer " + DoorOnTrial.KEY)
        .header("Content-Type", type)
        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
  }

  private static UUID own(String distinctId) {
    return PersonIds.of(new IdKey(1, distinctId));
  }

  private int list(String more) throws Exception {
    return ask(201, "POST", "", "{\"name\":\"list\",\"is_static\":true" + more + "}")
        .path("id")
        .asInt();
  }

  @Test
  void aCohortIsMadeShownChangedAndDeleted() throws Exception {
    JsonNode made = ask(201, "POST", "", "{\"name\":\"Pro\"," + FILTERS + "}");
    String one = made.path("id").asInt() + "/";

    assertThat(made.path("is_calculating").asBoolean()).isTrue();
    assertThat(made.path("last_calculation").isNull()).isTrue();
    assertThat(ask(200, "GET", one, "").path("filters")).isEqualTo(made.path("filters"));
    JsonNode changed = ask(200, "PATCH", one, "{\"description\":\"why\"}");
    assertThat(changed.path("name").asText()).isEqualTo("Pro");
    assertThat(changed.path("description").asText()).isEqualTo("why");
    assertThat(ask(200, "GET", "", "").path("results").get(0)).isEqualTo(changed);
    ask(204, "DELETE", one, "");
    ask(404, "DELETE", one, "");
    assertThat(ask(200, "GET", "", "").path("count").asInt()).isZero();
  }

  @Test
  void whatCameOfFindingItsMembersIsTold() throws Exception {
    int id =
        ask(201, "POST", "", "{\"name\":\"Pro\"," + FILTERS + "}").path("id").asInt();
    Cohort cohort = Objects.requireNonNull(trial.defined.cohorts().cohort(1, id));
    trial.defined.cohorts().found(cohort, new Cohort.Found(NOON, 2, "it takes too long"));
    Uuids found = Uuids.of(List.of(Samples.uuid(1), Samples.uuid(2), Samples.uuid(9)));
    trial.defined.members().replace(1, id, found);

    JsonNode shown = ask(200, "GET", id + "/", "");
    assertThat(shown.path("count").asInt()).isEqualTo(2);
    assertThat(shown.path("error").asText()).isEqualTo("it takes too long");
    assertThat(shown.path("last_calculation").asText()).isEqualTo("2026-03-01T12:00:00Z");
    JsonNode page = ask(200, "GET", id + "/persons/?limit=1", "");
    assertThat(page.path("results").findValuesAsText("name")).containsExactly("p1");
    String next = page.path("next").asText();
    assertThat(next).contains("cursor=" + Samples.uuid(1));
    JsonNode rest = ask(200, "GET", id + "/persons?limit=2&cursor=" + Samples.uuid(1), "");
    assertThat(rest.path("results").findValuesAsText("name")).containsExactly("p2");
    assertThat(rest.path("next").isNull()).isTrue();
  }

  @Test
  void personsAreListedByJsonAndByCsv() throws Exception {
    int id = list(",\"distinct_ids\":[\"p1\",\"an anonymous visitor\"],\"person_ids\":[\""
        + Samples.uuid(2) + "\"]");
    assertThat(trial.defined.cohorts().listed(1, id))
        .containsExactlyInAnyOrder(own("p1"), own("p2"));

    JsonNode added = ask(
        200,
        "POST",
        id + "/persons/",
        "\uFEFFdistinct_id,x\r\n\"p3\",\"a,b\"\n\nnobody\n",
        "text/csv");
    assertThat(added.path("added").asInt()).isOne();
    assertThat(added.path("listed").asInt()).isEqualTo(3);
    assertThat(added.path("warnings").get(0).path("count").asInt()).isOne();
    assertThat(added.path("warnings").get(0).path("detail").asText())
        .contains("anonymous visitors");

    ask(204, "DELETE", id + "/persons/", "{\"person_ids\":[\"" + Samples.uuid(1) + "\"]}");
    ask(204, "DELETE", id + "/persons/", "person_id\n" + Samples.uuid(2), "text/csv");
    assertThat(trial.defined.cohorts().listed(1, id)).containsExactly(own("p3"));
  }

  @Test
  void onlyPersonsAreListedAndOnlyInStaticCohorts() throws Exception {
    JsonNode anonymous =
        ask(400, "POST", "", "{\"name\":\"l\",\"is_static\":true,\"distinct_ids\":[\"nobody\"]}");
    assertThat(anonymous.path("detail").asText()).contains("anonymous visitors");
    ask(400, "POST", "", "{\"name\":\"l\"," + FILTERS + ",\"distinct_ids\":[\"p1\"]}");
    int id =
        ask(201, "POST", "", "{\"name\":\"Pro\"," + FILTERS + "}").path("id").asInt();
    assertThat(ask(400, "POST", id + "/persons/", "{}").path("attr").asText())
        .isEqualTo("is_static");
    ask(400, "POST", "", "{\"name\":\"l\",\"is_static\":true,\"distinct_ids\":\"p1\"}");
    ask(400, "POST", list("") + "/persons/", "{\"person_ids\":[1]}");
  }

  @Test
  void anErasedPersonIsOnNoList() throws Exception {
    int id = list(",\"distinct_ids\":[\"p1\",\"p2\"]");

    trial.send(trial
        .to("/api/projects/1/persons/" + Samples.uuid(1) + "/")
        .header("Authorization", "Bearer " + DoorOnTrial.KEY)
        .DELETE());

    assertThat(trial.defined.cohorts().listed(1, id)).containsExactly(own("p2"));
  }

  @Test
  void thereAreLimits() throws Exception {
    int id = list("");
    List<UUID> full = java.util.stream.IntStream.range(0, Cohort.LISTED_MAX)
        .mapToObj(i -> new UUID(0, i))
        .toList();
    trial.defined.cohorts().list(1, id, full, NOON);
    assertThat(ask(400, "POST", id + "/persons/", "{\"distinct_ids\":[\"p1\"]}")
            .path("code")
            .asText())
        .isEqualTo("too_many_listed");
    String many = "p1\n".repeat(Listed.MAX + 1);
    ask(400, "POST", id + "/persons/", many, "text/csv");
    for (int i = 1; i < Cohort.PER_PROJECT_MAX; i++) {
      list("");
    }
    assertThat(ask(400, "POST", "", "{\"name\":\"l\",\"is_static\":true}")
            .path("code")
            .asText())
        .isEqualTo("too_many_cohorts");
  }

  @Test
  void whatIsWrongIsNamed() throws Exception {
    assertThat(ask(400, "POST", "", "{" + FILTERS + "}").path("attr").asText()).isEqualTo("name");
    assertThat(ask(400, "POST", "", "{\"name\":\"c\"}").path("attr").asText())
        .isEqualTo("filters.properties");
    assertThat(
            ask(400, "POST", "", "{\"name\":\"c\",\"filters\":[]}").path("attr").asText())
        .isEqualTo("filters");
    ask(404, "GET", "99", "");
    ask(404, "GET", "x/persons", "");
    ask(405, "PUT", "", "{}");
    assertThat(ask(400, "GET", list("") + "/persons?cursor=x", "").path("attr").asText())
        .isEqualTo("cursor");
  }
}
