package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hedgerow.server.query.Table;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of events and properties over HTTP. */
class DefinitionRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DoorOnTrial trial;
  private int asked;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
    trial.sql = new Answering((projectId, text, limit) -> {
      asked++;
      List<List<Object>> rows = text.contains("volume")
          ? List.of(List.of("$pageview", 3L, "2026-03-01T00:00:00Z"), List.of("Buy", 1L, "2026"))
          : List.of(List.of("$browser", "VARCHAR", 2L, List.of("Firefox")));
      return new Table(List.of(), List.of(), rows, false, text);
    });
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return trial.send(trial.to("/api/projects/1/" + path).header("Cookie", trial.cookie()));
  }

  @Test
  void aSignedInPageFindsNames() throws Exception {
    JsonNode all = JSON.readTree(get("event_definitions/").body());
    JsonNode some = JSON.readTree(get("event_definitions?search=bu").body());
    JsonNode properties = JSON.readTree(get("property_definitions?type=person").body());

    assertThat(all.path("results").get(0))
        .isEqualTo(JSON.readTree("{\"name\":\"$pageview\",\"volume_30_day\":3,"
            + "\"last_seen_at\":\"2026-03-01T00:00:00Z\"}"));
    assertThat(some.path("count").asInt()).isOne();
    assertThat(properties.path("results").get(0))
        .isEqualTo(JSON.readTree("{\"name\":\"$browser\",\"property_type\":\"String\","
            + "\"is_numerical\":false,\"examples\":[\"Firefox\"],\"has_column\":false}"));
    assertThat(asked).as("names are remembered for a moment").isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "property_definitions?type=cookie, type",
    "property_definitions?type=group, group_type_index",
    "property_definitions?type=group&group_type_index=5, group_type_index"
  })
  void aWrongParameterIsNamed(String path, String attribute) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"attr\":\"" + attribute + "\"");
  }
}
