package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunnerTest {
  @Test
  void worldsFailureIsTriedAgainAndThenForgotten() throws Exception {
    AtomicInteger turns = new AtomicInteger();
    CountDownLatch rested = new CountDownLatch(1);
    Runner runner = new Runner(
        "test",
        () -> {
          if (turns.incrementAndGet() < 3) {
            throw new IOException("the disk is away");
          }
          return 0;
        },
        1,
        () -> {
          rested.countDown();
          Thread.sleep(1);
        },
        idle());
    runner.start();
    assertThat(rested.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(runner.trouble()).isNull();
    runner.close();
    assertThat(turns.get()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void mistakeOfOursStopsTheLoopAndIsTold() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    AtomicInteger turns = new AtomicInteger();
    Runner runner = new Runner(
        "test",
        () -> {
          turns.incrementAndGet();
          called.countDown();
          throw new IllegalStateException("never to happen");
        },
        1,
        () -> {},
        idle());
    runner.start();
    assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
    runner.close();
    assertThat(runner.trouble()).contains("stopped").contains("never to happen");
    assertThat(turns.get()).isEqualTo(1);
  }

  private static Progress idle() {
    return new Progress(() -> false, System::nanoTime, Duration.ofMinutes(1));
  }

  @Test
  void turnThatNeverEndsIsTold() throws Exception {
    SettableTime time = new SettableTime(Instant.EPOCH);
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Runner runner = new Runner(
        "test",
        () -> {
          called.countDown();
          end.await();
          return 0;
        },
        1,
        () -> {},
        new Progress(() -> false, time, Duration.ofSeconds(30)));
    runner.start();
    assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
    time.pass(Duration.ofSeconds(29));
    assertThat(runner.trouble()).isNull();
    time.pass(Duration.ofSeconds(1));
    assertThat(runner.trouble()).isEqualTo("hedgerow-test stalled: no progress for 30 s");
    end.countDown();
    runner.close();
    assertThat(runner.trouble()).isNull();
  }

  @Test
  void littleIsLetGatherAndMuchGoesOnAtOnce() throws Exception {
    AtomicInteger turns = new AtomicInteger();
    CountDownLatch rested = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Runner runner = new Runner(
        "test",
        () -> turns.incrementAndGet() < 5 ? 100 : 99,
        100,
        () -> {
          rested.countDown();
          end.await();
        },
        idle());
    runner.start();
    assertThat(rested.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(turns.get()).isEqualTo(5);
    end.countDown();
    runner.close();
  }
}
