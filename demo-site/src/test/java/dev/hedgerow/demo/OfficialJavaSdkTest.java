package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.posthog.server.PostHog;
import com.posthog.server.PostHogConfig;
import com.posthog.server.PostHogInterface;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified official Java SDK with this server. */
final class OfficialJavaSdkTest {

  @TempDir
  private Path data;

  @Test
  void everyEventIsThereOnceWithItsPerson() throws IOException {
    try (Hedgerow server = Hedgerow.start(data, Duration.ZERO)) {
      PostHogInterface sdk = sdk(server);
      for (int i = 0; i < 30; i++) {
        sdk.capture("erin", "watered");
      }
      sdk.identify("erin", Map.of("name", "Erin"), Map.of("first_plan", "plot"));
      sdk.group("erin", "company", "fernhill", Map.of("size", 3));
      sdk.capture("frank", "watered");
      server.settled(33);
      sdk.close();

      Answers answers = server.answers();
      assertThat(
              answers.rows("SELECT event, distinct_id, count(*), count(DISTINCT uuid) FROM events"
                  + " GROUP BY event, distinct_id ORDER BY event, distinct_id"))
          .containsExactly(
              List.of("$groupidentify", "erin", "1", "1"),
              List.of("$identify", "erin", "1", "1"),
              List.of("watered", "erin", "30", "30"),
              List.of("watered", "frank", "1", "1"));
      assertThat(answers.persons()).isEqualTo(2);
      assertThat(answers.uniqueUsers()).isEqualTo(2);
      assertThat(
              answers.column("SELECT count(DISTINCT person_id) FROM events GROUP BY distinct_id"))
          .containsOnly("1");
      assertThat(answers.text("SELECT properties FROM persons")).contains("Erin", "first_plan");
      assertThat(answers.text("SELECT * FROM groups")).contains("fernhill");
    }
  }

  private static PostHogInterface sdk(Hedgerow server) {
    return PostHog.with(PostHogConfig.builder(Hedgerow.TOKEN)
        .host(server.url().toString())
        .flushAt(20)
        .flushIntervalSeconds(1)
        .preloadFeatureFlags(false)
        .build());
  }
}
