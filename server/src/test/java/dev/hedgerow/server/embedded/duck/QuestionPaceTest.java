package dev.hedgerow.server.embedded.duck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.ColumnRules;
import dev.hedgerow.server.event.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions rest three times as long as they took while events wait, and at no other time. */
class QuestionPaceTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final AtomicBoolean behind = new AtomicBoolean();
  private final QuestionPace pace = new QuestionPace(nanos::get);

  @TempDir
  Path folder;

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aRestIsThreeTimesAsLongAsTheQuestionTookWhileEventsWait() {
    pace.restWhile(behind::get);
    behind.set(true);
    assertThat(pace.rests()).isFalse();

    pace.took(Duration.ofSeconds(2));
    pace.took(Duration.ofMillis(1));
    pass(Duration.ofMillis(5_999));
    assertThat(pace.rests()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(pace.rests()).isFalse();
  }

  @Test
  void thereIsNoRestWhenNothingWaits() {
    pace.restWhile(behind::get);
    pace.took(Duration.ofSeconds(2));
    assertThat(pace.rests()).isFalse();
    behind.set(true);
    assertThat(pace.rests()).isTrue();
    behind.set(false);
    assertThat(pace.rests()).isFalse();
  }

  @Test
  void aRestHasAnEnd() {
    pace.restWhile(() -> true);
    pace.took(Duration.ofSeconds(30));
    pass(QuestionPace.REST_MAX);
    assertThat(pace.rests()).isFalse();
  }

  @Test
  void aQuestionWaitsForTheRestToEnd() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    pace.restWhile(() -> asked.incrementAndGet() < 3);
    try (DuckEvents store = DuckEvents.open(folder, 128, Limits.STANDARD)) {
      DuckColumns none = new DuckColumns(new ColumnUse(ColumnRules.STANDARD, nanos::get));
      DuckSql sql = new DuckSql(store.file(), Limits.STANDARD, none, pace);
      sql.select(1, "SELECT 1", 1);
      assertThat(asked.get()).isZero();
      pace.took(Duration.ofSeconds(1));

      sql.select(1, "SELECT 1", 1);
      assertThat(asked.get()).isEqualTo(3);
      sql.close();
    }
  }
}
