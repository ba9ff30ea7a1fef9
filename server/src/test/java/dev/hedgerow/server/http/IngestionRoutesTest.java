package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hedgerow.server.event.Settings;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.wire.SettingsCodec;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API tells of events on their way in. */
class IngestionRoutesTest {
  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private HttpResponse<String> ask(String path) throws Exception {
    return trial.send(
        trial.to(path).header("Authorization", "Bearer " + DoorOnTrial.KEY).GET());
  }

  @Test
  void usageHasEveryDayAskedForAndEndsToday() throws Exception {
    JsonNode results =
        new ObjectMapper().readTree(ask("/api/projects/1/usage/?days=3").body()).path("results");

    assertThat(results).hasSize(3);
    String today = Instant.now().toString().substring(0, 10);
    assertThat(results.get(2))
        .isEqualTo(new ObjectMapper()
            .readTree("{\"day\":\"" + today + "\",\"anonymous\":0,\"identified\":0}"));
    assertThat(new ObjectMapper()
            .readTree(ask("/api/projects/@current/usage").body())
            .path("results"))
        .hasSize(IngestionRoutes.DAYS_DEFAULT);
  }

  @Test
  void warningsSayWhatWhyAndWhen() throws Exception {
    Instant at = Instant.now().minusSeconds(60);
    Warning warning = new Warning(
        1, "invalid_uuid", at, "e", "d", null, Map.of("detail", "expected a valid uuid"));
    trial.events.write(List.of(new OutboxBlock(
        1,
        new Rows(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(warning)))));

    JsonNode result = new ObjectMapper()
        .readTree(ask("/api/projects/1/ingestion_warnings/").body())
        .path("results")
        .path(0);

    assertThat(result.path("type").asText()).isEqualTo("invalid_uuid");
    assertThat(result.path("effect").asText()).isEqualTo("refused");
    assertThat(result.path("meaning").asText()).isEqualTo("the uuid is none");
    assertThat(result.path("count").asInt()).isEqualTo(1);
    assertThat(result.path("last_at").asText()).isEqualTo(at.toString());
    JsonNode sample = result.path("samples").path(0);
    assertThat(sample.path("event").asText()).isEqualTo("e");
    assertThat(sample.path("distinct_id").asText()).isEqualTo("d");
    assertThat(sample.path("uuid").isNull()).isTrue();
    assertThat(sample.path("details").path("detail").asText()).isEqualTo("expected a valid uuid");
  }

  @Test
  void theWayInTellsItsHealthAndWhatWasCountedSinceTheStart() throws Exception {
    trial.registry.counter("hedgerow.held.released", "when", "early").increment(3);
    trial.registry.counter("hedgerow.held.released", "when", "due").increment(2);
    trial.registry.counter("hedgerow.held.person", "at_release", "known").increment(3);
    trial.registry.counter("hedgerow_events_rejected", "code", "a").increment();
    trial.registry.counter("hedgerow_events_rejected", "code", "b").increment();

    JsonNode now = new ObjectMapper().readTree(ask("/api/projects/1/ingestion/").body());

    assertThat(now.path("held").asInt()).isEqualTo(1);
    assertThat(now.path("oldest_held_seconds").asDouble()).isEqualTo(12.5);
    JsonNode counted = now.path("since_start");
    assertThat(counted.path("released_early").asInt()).isEqualTo(3);
    assertThat(counted.path("released_on_time").asInt()).isEqualTo(2);
    assertThat(counted.path("person_known").asInt()).isEqualTo(3);
    assertThat(counted.path("rejected").asInt()).isEqualTo(2);
    assertThat(counted.path("duplicates").asInt()).isZero();
    assertThat(trial.get("/api/projects/1/ingestion/").statusCode()).isEqualTo(401);
  }

  @Test
  void warningsOfOneTypeComePageByPage() throws Exception {
    List<Warning> warnings = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Instant at = Instant.now().minusSeconds(60 - i);
      warnings.add(new Warning(1, "invalid_uuid", at, "e" + i, "d", null, Map.of()));
    }
    trial.events.write(List.of(new OutboxBlock(
        1, new Rows(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), warnings))));
    String path = "/api/projects/1/ingestion_warnings/?type=invalid_uuid&limit=2&offset=";

    assertThat(names(path + 0)).isEqualTo("e4 e3 next 2");
    assertThat(names(path + 2)).isEqualTo("e2 e1 next 4");
    assertThat(names(path + 4)).isEqualTo("e0 next null");
    assertThat(ask(path + "x").body()).contains("\"attr\":\"offset\"");
    assertThat(ask("/api/projects/1/ingestion_warnings/?type=a&limit=101").statusCode())
        .isEqualTo(400);
  }

  private String names(String path) throws Exception {
    JsonNode answer = new ObjectMapper().readTree(ask(path).body());
    StringBuilder names = new StringBuilder();
    answer
        .path("results")
        .forEach(found -> names.append(found.path("event").asText()).append(' '));
    return names + "next " + answer.path("next").asText();
  }

  @Test
  void daysBeginWhereTheProjectsSettingsSay() throws Exception {
    Settings settings =
        SettingsCodec.changed(Settings.STANDARD, Map.of("time_zone", "Pacific/Kiritimati"));
    trial.catalog.changeSettings(1, 1, settings);

    JsonNode usage =
        new ObjectMapper().readTree(ask("/api/projects/1/usage/?days=1").body());

    assertThat(usage.path("time_zone").asText()).isEqualTo("Pacific/Kiritimati");
    assertThat(usage.path("results").path(0).path("day").asText())
        .isEqualTo(LocalDate.now(ZoneId.of("Pacific/Kiritimati")).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "367", "-1", "x", "", "1e3", "99999999999"})
  void daysThatAreNoneAreRefused(String days) throws Exception {
    HttpResponse<String> answer = ask("/api/projects/1/usage/?days=" + days);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"invalid_input\"").contains("\"attr\":\"days\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"usage", "ingestion_warnings"})
  void onlyReadersOfAProjectThatIsThereAreAnswered(String what) throws Exception {
    assertThat(trial.send(trial.to("/api/projects/1/" + what).GET()).statusCode())
        .isEqualTo(401);
    assertThat(ask("/api/projects/2/" + what).statusCode()).isEqualTo(404);
    assertThat(ask("/api/projects/1/" + what + "/more").statusCode()).isEqualTo(404);
    HttpResponse<String> posted = trial.send(trial
        .post("/api/projects/1/" + what, "{}")
        .header("Authorization", "Bearer " + DoorOnTrial.KEY));
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(posted.headers().firstValue("Allow")).contains("GET");
  }
}
