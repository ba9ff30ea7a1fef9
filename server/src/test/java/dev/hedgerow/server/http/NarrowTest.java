package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Few threads for many tasks. The threads are a list that the test runs by hand. */
class NarrowTest {
  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final List<Integer> done = new ArrayList<>();
  private final Executor narrow = new Narrow(2).of(threads::add);

  private void run() {
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
  }

  @Test
  void onlySoManyThreadsAreTakenAndAllIsDoneInOrder() {
    for (int i = 0; i < 5; i++) {
      int number = i;
      narrow.execute(() -> done.add(number));
    }
    assertThat(threads).hasSize(2);
    threads.remove().run();
    assertThat(done).containsExactly(0, 2, 3, 4);
    run();
    assertThat(done).containsExactly(0, 2, 3, 4, 1);
  }

  @Test
  void afterwardsThereIsRoomAgain() {
    narrow.execute(() -> done.add(1));
    run();
    narrow.execute(() -> done.add(2));
    narrow.execute(() -> done.add(3));
    narrow.execute(() -> done.add(4));
    assertThat(threads).hasSize(2);
    run();
    assertThat(done).containsExactly(1, 2, 4, 3);
  }

  @Test
  void aTaskThatFailsIsToldAndTheNextIsRun() {
    Thread current = Thread.currentThread();
    Thread.UncaughtExceptionHandler before = current.getUncaughtExceptionHandler();
    List<Throwable> told = new ArrayList<>();
    current.setUncaughtExceptionHandler((thread, failure) -> told.add(failure));
    try {
      narrow.execute(() -> {
        throw new IllegalStateException("made to fail");
      });
      narrow.execute(() -> done.add(1));
      run();
    } finally {
      current.setUncaughtExceptionHandler(before);
    }
    assertThat(told).hasSize(1);
    assertThat(done).containsExactly(1);
  }
}
