package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.demo.DemoShop;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.wire.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A project full of demo events, in a whole server. */
class DemoTest {
  private static final String KEY = "phx_demo_test_0123456789";
  private static final Instant NOW = Instant.parse("2026-03-31T15:20:00Z");

  @TempDir
  Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  private HttpResponse<byte[]> ask(Server server, String method, String path, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(server.url().resolve(path))
            .header("Authorization", "Bearer " + KEY)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private String sql(Server server, String sql) throws Exception {
    String query = Json.text(Map.of("query", Map.of("kind", "HogQLQuery", "query", sql)));
    byte[] answer = ask(server, "POST", "/api/projects/2/query/", query).body();
    return String.valueOf(Json.object(answer).get("results"));
  }

  @Test
  void aCommandFillsAProjectInWhichEverybodyIsOnePerson() throws Exception {
    SettableTime time = new SettableTime(NOW);
    Config config = Config.standard(folder).withPort(0).withSecrets("phc_demo_test", KEY);
    try (Server server = Server.start(config, time, time)) {
      refusesByName(server);
      StringWriter said = new StringWriter();
      PrintWriter out = new PrintWriter(said);
      CommandLine line = Main.commandLine().setOut(out).setErr(out);
      int code =
          line.execute("demo", "--visitors", "80", "--seed", "7", "--data", folder.toString());
      assertThat(code).as(said.toString()).isZero();
      server.settle(Duration.ofSeconds(20));

      List<Entry.Event> events = new ArrayList<>();
      new DemoShop(new DemoShop.Plan(2, 1, 7, 80, NOW)).forEachRemaining(events::add);
      assertThat(said.toString())
          .startsWith("2\tphc_")
          .contains("\tDemo shop", "Filled with " + events.size() + " events in ");
      Map<String, String> people = new HashMap<>();
      Map<String, String> accounts = new HashMap<>();
      for (Entry.Event event : events) {
        people.putIfAbsent(event.distinctId(), event.distinctId());
        String anonymous = Properties.string(event.properties(), "$anon_distinct_id");
        if (anonymous != null) {
          people.put(anonymous, event.distinctId());
          accounts.put(event.distinctId(), anonymous);
        }
      }
      int persons = new HashSet<>(people.values()).size();
      assertThat(sql(server, "SELECT count(*), count(DISTINCT person_id) FROM events"))
          .isEqualTo("[[" + events.size() + ", " + persons + "]]");
      assertThat(sql(server, "SELECT count(*) FROM persons"))
          .isEqualTo("[[" + accounts.size() + "]]");
      assertThat(sql(
              server,
              "SELECT count(*) > 0 FROM events WHERE properties.\"$virt_bot_name\" = 'Googlebot'"))
          .isEqualTo("[[true]]");
      assertThat(sql(server, "SELECT count(*) FROM events WHERE person_mode = 'force_upgrade'"))
          .isEqualTo("[[0]]");
      for (int action = 1; action <= 4; action++) {
        String query =
            "{\"query\":{\"kind\":\"EventsQuery\",\"select\":[\"event\"],\"after\":\"all\","
                + "\"limit\":1,\"actionId\":" + action + "}}";
        assertThat(
                Json.object(ask(server, "POST", "/api/projects/2/query/", query).body()))
            .as("action %d", action)
            .containsEntry("results", List.of(List.of("$autocapture")));
      }
      assertThat(Json.object(ask(server, "GET", "/api/projects/2/demo/", "").body()))
          .containsEntry("state", "done")
          .containsEntry("events", (long) events.size());
      assertThat(Json.object(ask(server, "GET", "/api/projects/1/demo/", "").body()))
          .containsEntry("state", "none");
    }
  }

  private void refusesByName(Server server) throws Exception {
    Map<String, String> wrong = Map.of(
        "{\"visitors\":0}", "visitors",
        "{\"visitors\":20001}", "visitors",
        "{\"visitors\":\"many\"}", "visitors",
        "{\"seed\":1.5}", "seed",
        "{\"name\":\"\"}", "name");
    for (Map.Entry<String, String> one : wrong.entrySet()) {
      HttpResponse<byte[]> answer = ask(server, "POST", "/api/projects/demo", one.getKey());
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(Json.object(answer.body())).containsEntry("attr", one.getValue());
    }
    assertThat(ask(server, "GET", "/api/projects/demo", "").statusCode()).isEqualTo(405);
    assertThat(Json.object(ask(server, "GET", "/api/projects/", "").body()).get("results"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(1);
  }
}
