package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final SettableTime time = new SettableTime(Instant.EPOCH);
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final Progress progress = new Progress(waiting::get, time, Duration.ofSeconds(30));

  private void turn(int moved) {
    time.pass(Duration.ofSeconds(20));
    progress.turned(moved);
  }

  @Test
  void turnsThatMoveNothingAreFineWhileNothingWaits() {
    turn(0);
    turn(0);
    assertThat(progress.trouble()).isNull();
  }

  @Test
  void turnsThatMoveNothingWhileWorkWaitsAreAStall() {
    waiting.set(true);
    turn(0);
    assertThat(progress.trouble()).isNull();
    turn(0);
    assertThat(progress.trouble()).isEqualTo("stalled: no progress for 40 s");
  }

  @Test
  void workThatComesAfterALongRestIsNoStall() {
    turn(0);
    turn(0);
    waiting.set(true);
    turn(0);
    assertThat(progress.trouble()).isNull();
  }

  @Test
  void stallEndsWithTheFirstThingMoved() {
    waiting.set(true);
    turn(0);
    turn(0);
    turn(1);
    assertThat(progress.trouble()).isNull();
    assertThat(progress.since()).isZero();
  }
}
