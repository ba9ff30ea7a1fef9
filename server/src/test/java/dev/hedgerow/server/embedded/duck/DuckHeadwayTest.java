package dev.hedgerow.server.embedded.duck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.query.Headway;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a question has come is known while it runs, and not otherwise. */
class DuckHeadwayTest {
  @TempDir
  private Path folder;

  @Test
  void aLongQuestionTellsHowFarItIs() throws Exception {
    try (DuckEvents store = DuckEvents.open(folder, 128, Limits.STANDARD)) {
      Thread asker = new Thread(() -> {
        try {
          store.select(
              1,
              "SELECT sum(hash(a.i * b.i)) FROM range(10000) a(i), range(10000) b(i),"
                  + " range(10000) c(i)",
              1);
        } catch (Exception e) {
          assertThat(e).isNotNull(); // it is given up below
        }
      });
      assertThat(store.headway(asker)).isNull();
      asker.start();
      Headway found = null;
      Instant end = Instant.now().plusSeconds(10);
      while (found == null && Instant.now().isBefore(end)) {
        found = store.headway(asker);
        Thread.onSpinWait();
      }
      asker.interrupt();
      asker.join(10_000);

      assertThat(asker.isAlive()).isFalse();
      assertThat(Objects.requireNonNull(found).percent()).isBetween(0.0, 100.0);
      assertThat(store.headway(asker)).isNull();
    }
  }
}
