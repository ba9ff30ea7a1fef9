package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
        () -> {
          rested.countDown();
          Thread.sleep(1);
        });
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
        () -> {});
    runner.start();
    assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
    runner.close();
    assertThat(runner.trouble()).contains("stopped").contains("never to happen");
    assertThat(turns.get()).isEqualTo(1);
  }
}
