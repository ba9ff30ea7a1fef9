package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.store.Change;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Samples;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How persons are erased over the API, and what it says. */
class ErasureRoutesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final UUID ANN = Samples.uuid(1);

  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
    trial.state.commit(new Change(Samples.uuid(77), 1, NOON)
        .persons(new Person(1, ANN, NOON, true, 1, Map.of()))
        .assigned(Samples.assigned("ann", 1, 0))
        .made());
    trial.erasing.backups.add(new Erasing.Made("/backups/monday", NOON, false));
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private HttpResponse<String> ask(String method, String path, String body) throws Exception {
    return trial.send(trial
        .to("/api/projects/1/" + path)
        .header("Authorization", "Bearer " + DoorOnTrial.KEY)
        .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private static JsonNode json(HttpResponse<String> answer, int status) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return new ObjectMapper().readTree(answer.body());
  }

  @Test
  void aPersonIsErasedWithOrWithoutEvents() throws Exception {
    JsonNode answer = json(ask("DELETE", "persons/" + ANN + "/?delete_events=true", ""), 202);
    json(ask("DELETE", "persons/" + ANN, ""), 202);

    assertThat(trial.erasing.asked)
        .extracting(Entry.Erase::withEvents)
        .containsExactly(true, false);
    Entry.Erase asked = trial.erasing.asked.get(0);
    assertThat(asked.personId()).isEqualTo(ANN);
    assertThat(asked.projectId()).isEqualTo(1);
    assertThat(asked.askedBy()).isEqualTo(trial.catalog.keys().get(0).id());
    assertThat(answer.path("id").asText()).isEqualTo(asked.id().toString());
    assertThat(answer.path("status").asText()).isEqualTo("accepted");
    assertThat(answer.path("backups").toString())
        .contains("\"folder\":\"/backups/monday\"", "\"there\":false", "2026-03-01T12:00:00Z");
    assertThat(answer.path("files_set_aside").path(0).asText()).contains(".damaged-");
  }

  @Test
  void manyAreErasedByUuidOrDistinctIdEachOnce() throws Exception {
    String body = "{\"ids\":[\"%s\",\"%s\"],\"distinct_ids\":[\"ann\",\"visitor\",\"\"],"
        + "\"delete_events\":%s}";
    UUID nobody = Samples.uuid(9);
    UUID visitor = PersonIds.of(new IdKey(1, "visitor"));

    JsonNode with =
        json(ask("POST", "persons/bulk_delete/", body.formatted(ANN, nobody, "true")), 202);
    assertThat(trial.erasing.asked).extracting(Entry.Erase::personId).containsExactly(ANN, visitor);
    assertThat(with.path("persons_found").asInt()).isEqualTo(2);
    assertThat(with.path("results")).hasSize(2);

    trial.erasing.asked.clear();
    json(ask("POST", "persons/bulk_delete", body.formatted(ANN, nobody, "false")), 202);
    assertThat(trial.erasing.asked).extracting(Entry.Erase::personId).containsExactly(ANN);
  }

  @Test
  void anAnonymousVisitorHasEventsToErase() throws Exception {
    trial.events.write(List.of(new OutboxBlock(1, Samples.rows(1))));
    UUID visitor = Samples.uuid(2);
    json(ask("DELETE", "persons/" + visitor, ""), 404);
    json(ask("DELETE", "persons/" + visitor + "?delete_events=true", ""), 202);
    assertThat(trial.erasing.asked).extracting(Entry.Erase::personId).containsExactly(visitor);
  }

  @Test
  void theListTellsHowFarEachIs() throws Exception {
    Entry.Erase asked = new Entry.Erase(Samples.uuid(3), 1, ANN, List.of(), true, 4, NOON);
    trial.erasing.items.add(
        new Erasing.Item(asked, Erasing.Status.DONE, NOON.plusSeconds(1), NOON.plusSeconds(2), 1));
    JsonNode list = json(ask("GET", "erasures/", ""), 200);
    assertThat(list.path("results").path(0).toString())
        .contains(
            "\"person_id\":\"" + ANN,
            "\"delete_events\":true",
            "\"asked_by\":4",
            "\"status\":\"done\"",
            "\"erased_at\":\"2026-03-01T12:00:01Z\"",
            "\"done_at\":\"2026-03-01T12:00:02Z\"",
            "\"older_backups\":1");
    assertThat(list.path("backups")).hasSize(1);
  }

  @Test
  void whatTheLogDoesNotTakeIsNotPromised() throws Exception {
    trial.erasing.failing = true;
    assertThat(ask("DELETE", "persons/" + ANN, "").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"ids\":[]}",
        "{\"ids\":\"x\"}",
        "{\"ids\":[1]}",
        "{\"ids\":[\"x\"]}",
        "{\"distinct_ids\":[null]}",
        "{\"distinct_ids\":[\"a\"],\"delete_events\":1}"
      })
  void whatIsNoListIsRefusedWhole(String body) throws Exception {
    JsonNode answer = json(ask("POST", "persons/bulk_delete/", body), 400);
    assertThat(answer.path("code").asText()).isEqualTo("invalid_input");
    assertThat(trial.erasing.asked).isEmpty();
  }

  @Test
  void atMostSoManyAtATime() throws Exception {
    int max = Limits.STANDARD.erasedMax();
    String ids = String.join(",", Collections.nCopies(max + 1, "\"ann\""));
    json(ask("POST", "persons/bulk_delete/", "{\"distinct_ids\":[" + ids + "]}"), 400);
    assertThat(trial.erasing.asked).isEmpty();
    json(ask("DELETE", "persons/" + ANN + "?delete_events=maybe", ""), 400);
    assertThat(ask("PUT", "persons/" + ANN, "").statusCode()).isEqualTo(405);
    assertThat(ask("GET", "persons/bulk_delete", "").statusCode()).isEqualTo(405);
  }
}
