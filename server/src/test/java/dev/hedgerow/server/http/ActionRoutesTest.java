package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hedgerow.server.query.Table;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions over the API. */
class ActionRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALL = "/api/projects/1/actions/";

  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return trial.send(trial
        .to(path)
        .header("Authorization", "Bearer " + DoorOnTrial.KEY)
        .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void anActionIsMadeShownChangedAndDeleted() throws Exception {
    HttpResponse<String> made =
        send("POST", ALL, "{\"name\":\"Bought\",\"steps\":[{\"event\":\"buy\"}]}");
    int id = JSON.readTree(made.body()).path("id").asInt();
    String one = ALL + id + "/";

    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(JSON.readTree(send("GET", one, "").body())).isEqualTo(JSON.readTree(made.body()));
    JsonNode changed =
        JSON.readTree(send("PATCH", one, "{\"description\":\"why\"}").body());
    assertThat(changed.path("name").asText()).isEqualTo("Bought");
    assertThat(changed.path("description").asText()).isEqualTo("why");
    assertThat(changed.path("steps").get(0).path("event").asText()).isEqualTo("buy");
    assertThat(JSON.readTree(send("GET", ALL, "").body()).path("results").get(0))
        .isEqualTo(changed);
    assertThat(send("DELETE", one, "").statusCode()).isEqualTo(204);
    assertThat(send("DELETE", one, "").statusCode()).isEqualTo(404);
    assertThat(JSON.readTree(send("GET", ALL, "").body()).path("count").asInt()).isZero();
  }

  @Test
  void anActionIsTriedOutByWhoMayReadAndNotKept() throws Exception {
    List<String> asked = new ArrayList<>();
    trial.sql = new Answering((projectId, text, limit) -> {
      asked.add(text);
      List<Object> row = limit == 1
          ? List.of(12L, 3L)
          : List.of("u", "buy", "2026-03-01T00:00:00Z", "ann", "https://x/", "Buy");
      return new Table(List.of(), List.of(), List.of(row), false, text);
    });

    JsonNode found =
        JSON.readTree(send("POST", ALL + "preview/", "{\"days\":7,\"steps\":[{\"event\":\"buy\"}]}")
            .body());

    assertThat(found.path("count").asInt()).isEqualTo(12);
    assertThat(found.path("persons").asInt()).isEqualTo(3);
    assertThat(found.path("days").asInt()).isEqualTo(7);
    assertThat(found.path("results").get(0).path("text").asText()).isEqualTo("Buy");
    assertThat(asked).allMatch(text -> text.contains("event = 'buy'"));
    assertThat(JSON.readTree(send("GET", ALL, "").body()).path("count").asInt()).isZero();
  }

  @Test
  void anElementsChainProposesWhatToAskFor() throws Exception {
    String body = "{\"event_type\":\"click\",\"elements_chain\":\"button.buy:text=\\\"Buy\\\"\"}";
    JsonNode found = JSON.readTree(send("POST", ALL + "propose/", body).body());
    assertThat(found.path("name").asText()).isEqualTo("clicked button with text \"Buy\"");
    assertThat(found.path("elements").get(0).path("text").asText()).isEqualTo("Buy");
    assertThat(found.path("elements").get(0).path("selectors").get(0).asText())
        .isEqualTo("button.buy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "preview | {} | steps",
        "preview | {\"steps\":[{\"event\":1}]} | steps[0].event",
        "preview | {\"steps\":[{\"selector\":\"a,b\"}]} | steps[0].selector",
        "preview | {\"steps\":[{}],\"days\":0} | days",
        "preview | {\"steps\":[{}],\"days\":\"7\"} | days",
        "propose | {} | elements_chain",
        "propose | {\"elements_chain\":7} | elements_chain"
      })
  void whatCannotBeTriedOutNamesTheField(String what, String body, String field) throws Exception {
    HttpResponse<String> answer = send("POST", ALL + what, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(JSON.readTree(answer.body()).path("attr").asText()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, actions/preview, 405",
    "GET, actions/7, 404",
    "GET, actions/x, 404",
    "GET, actions/1/2, 404",
    "PUT, actions, 405",
    "POST, actions, 400"
  })
  void whatIsNotThereIsSaid(String method, String path, int status) throws Exception {
    assertThat(send(method, "/api/projects/1/" + path, "").statusCode()).isEqualTo(status);
  }

  @Test
  void aWrongFieldIsNamed() throws Exception {
    HttpResponse<String> refused =
        send("POST", ALL, "{\"name\":\"n\",\"steps\":[{\"selector\":\"a,b\"}]}");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(refused.body()).path("attr").asText()).isEqualTo("steps[0].selector");
  }

  @Test
  void nobodyWithoutAKeyGetsIn() throws Exception {
    for (String method : new String[] {"GET", "POST", "DELETE"}) {
      for (String path : new String[] {ALL, ALL + "1"}) {
        assertThat(trial
                .send(trial.to(path).method(method, HttpRequest.BodyPublishers.ofString("{}")))
                .statusCode())
            .isEqualTo(401);
      }
    }
  }
}
