package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.posthog.java.PostHog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified Java SDK of before, posthog 1.2.0, with this server. */
final class OfficialOlderJavaSdkTest {

  @TempDir
  private Path data;

  @Test
  void everyEventIsThereOnceWithItsPerson() throws IOException {
    try (Hedgerow server = Hedgerow.start(data, Duration.ZERO)) {
      PostHog sdk =
          new PostHog.Builder(Hedgerow.TOKEN).host(server.url().toString()).build();
      for (int i = 0; i < 60; i++) {
        sdk.capture("erin", "watered", Map.of("litres", i));
      }
      sdk.identify("erin", Map.of("name", "Erin"), Map.of("first_plan", "plot"));
      sdk.set("erin", Map.of("plan", "field"));
      sdk.setOnce("erin", Map.of("first_plan", "field", "seeds", "oats"));
      sdk.alias("erin", "erin@old");
      assertThat(sdk.isFeatureFlagEnabled("none", "erin")).isFalse();
      sdk.shutdown();
      server.settled(64);

      Answers answers = server.answers();
      assertThat(
              answers.rows("SELECT event, distinct_id, count(*), count(DISTINCT uuid) FROM events"
                  + " GROUP BY event, distinct_id ORDER BY event, distinct_id"))
          .containsExactly(
              List.of("$create_alias", "erin", "1", "1"),
              List.of("$identify", "erin", "1", "1"),
              List.of("$set", "erin", "1", "1"),
              List.of("$set_once", "erin", "1", "1"),
              List.of("watered", "erin", "60", "60"));
      assertThat(answers.persons()).isEqualTo(1);
      assertThat(answers.column("SELECT distinct_id FROM person_distinct_ids ORDER BY 1"))
          .containsExactly("erin", "erin@old");
      assertThat(answers.rows("SELECT properties.name, properties.plan, properties.first_plan,"
              + " properties.seeds FROM persons"))
          .containsExactly(List.of("Erin", "field", "plot", "oats"));
      assertThat(answers.column("SELECT DISTINCT properties.$lib FROM events"))
          .containsExactly("posthog-java");
    }
  }
}
