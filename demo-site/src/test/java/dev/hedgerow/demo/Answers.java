package dev.hedgerow.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a running server what it knows, over HTTP as anybody with a key may. */
final class Answers {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private final long project;
  private final String key;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Answers(URI server, long project, String key) {
    this.server = server;
    this.project = project;
    this.key = key;
  }

  /** The rows of a question in SQL, each value as text, null as {@code null}. */
  List<List<String>> rows(String sql) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode row : ask(sql).path("results")) {
      List<String> values = new ArrayList<>();
      row.forEach(value -> values.add(value.isContainerNode() ? value.toString() : value.asText()));
      rows.add(values);
    }
    return rows;
  }

  /** The first value of the first row. */
  long number(String sql) {
    return Long.parseLong(rows(sql).get(0).get(0));
  }

  /** The first column. */
  List<String> column(String sql) {
    return rows(sql).stream().map(row -> row.get(0)).toList();
  }

  /** Everything that a question brings, as the server wrote it. */
  String text(String sql) {
    return ask(sql).toString();
  }

  /** Rows in the table of events. */
  long events() {
    return number("SELECT count(*) FROM events");
  }

  long persons() {
    return number("SELECT count(*) FROM persons");
  }

  /** Different persons over all events. */
  long uniqueUsers() {
    return number("SELECT count(DISTINCT person_id) FROM events");
  }

  long held() {
    return health().path("held").asLong();
  }

  long accepted() {
    return health().path("accepted").asLong();
  }

  /** What {@code /_health} says. */
  JsonNode health() {
    return send(HttpRequest.newBuilder(server.resolve("/_health")).GET().build());
  }

  private JsonNode ask(String sql) {
    try {
      byte[] question =
          JSON.writeValueAsBytes(Map.of("query", Map.of("kind", "HogQLQuery", "query", sql)));
      return send(HttpRequest.newBuilder(server.resolve("/api/projects/" + project + "/query/"))
          .header("Authorization", "Bearer " + key)
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofByteArray(question))
          .build());
    } catch (IOException e) {
      throw new AssertionError("expected a question to be JSON: " + sql, e);
    }
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError("expected an answer from " + request.uri() + " but found "
            + response.statusCode() + " " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError("expected " + request.uri() + " to answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while asking " + request.uri(), e);
    }
  }
}
