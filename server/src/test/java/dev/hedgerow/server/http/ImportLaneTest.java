package dev.hedgerow.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.log.LogBusyException;
import dev.hedgerow.server.log.LogRecord;
import dev.hedgerow.server.log.LogWriter;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Imports are taken without delaying what happens now. */
class ImportLaneTest {
  private static final int CHUNK = Limits.STANDARD.importChunkEntries();

  private final InMemoryLog log = new InMemoryLog();
  private final LogWriter writer =
      new LogWriter(log, Clock.systemUTC(), System::nanoTime, 1_000_000);
  private long processed;
  private final ImportLane lane =
      new ImportLane(writer, Limits.STANDARD, () -> log.end() - processed);
  private final Deque<Runnable> later = new ArrayDeque<>();

  private CompletableFuture<Long> submit(String entry, int count) {
    return lane.submit(entries(entry, count), (task, millis) -> later.add(task));
  }

  private static List<byte[]> entries(String entry, int count) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry.getBytes(UTF_8));
    }
    return entries;
  }

  /** Runs what the writer and the lane have to do now, once. */
  private void turn() {
    writer.runOnce();
    for (int left = later.size(); left > 0; left--) {
      later.remove().run();
    }
  }

  private String order() throws IOException {
    StringBuilder order = new StringBuilder();
    String last = "";
    for (LogRecord record : log.read(0, Integer.MAX_VALUE, Long.MAX_VALUE)) {
      String now = new String(record.payload(), UTF_8);
      if (!now.equals(last)) {
        order.append(now);
      }
      last = now;
    }
    return order.toString();
  }

  @Test
  void whatHappensNowGoesBetweenTheChunksOfAnImport() throws Exception {
    CompletableFuture<Long> done = submit("i", 5 * CHUNK);
    for (int i = 0; i < 20; i++) {
      var unused = writer.submit(entries("n", 1));
      turn();
      assertThat(log.end() - processed).isLessThanOrEqualTo(2L * CHUNK + 20);
      processed = log.end();
    }

    assertThat(done).isCompletedWithValueMatching(position -> position <= log.end());
    assertThat(order()).startsWith("ininin");
    assertThat(log.end()).isEqualTo(5L * CHUNK + 20);
  }

  @Test
  void anImportWaitsWhileTheProcessorIsBehind() {
    CompletableFuture<Long> done = submit("i", 3 * CHUNK);
    for (int i = 0; i < 50; i++) {
      turn();
    }
    assertThat(log.end()).isEqualTo(CHUNK);
    assertThat(done).isNotDone();

    processed = log.end();
    turn();
    turn();
    assertThat(log.end()).isEqualTo(2L * CHUNK);
  }

  @Test
  void itWaitsAtMostForSoLong() {
    CompletableFuture<Long> done = submit("i", 2 * CHUNK);
    long looks = Limits.STANDARD.stalledAfter().toMillis() / ImportLane.LOOK_AGAIN_MILLIS;
    for (int i = 0; i < looks + 3; i++) {
      turn();
    }

    assertThat(done).isCompletedExceptionally();
    assertThat(later).isEmpty();
  }

  @Test
  void importsGoOneAfterTheOther() throws Exception {
    CompletableFuture<Long> first = submit("a", 2 * CHUNK);
    CompletableFuture<Long> second = submit("b", 2 * CHUNK);
    for (int i = 0; i < 12; i++) {
      processed = log.end();
      turn();
    }

    assertThat(first).isCompletedWithValue(2L * CHUNK);
    assertThat(second).isCompletedWithValue(4L * CHUNK);
    assertThat(order()).isEqualTo("ab");
  }

  @Test
  void moreThanTheirShareIsToComeAgain() {
    String large = "x".repeat(1_000_000);
    CompletableFuture<Long> first = submit(large, 20);

    CompletableFuture<Long> second = submit(large, 1);

    assertThat(first).as("one alone may be larger").isNotCompletedExceptionally();
    assertThat(second.handle((position, failure) -> failure).join())
        .isInstanceOf(LogBusyException.class);
  }

  @Test
  void aFailedAppendFailsItsImportAndTheNextGoesOn() {
    LogWriter full = new LogWriter(new InMemoryLog(), Clock.systemUTC(), System::nanoTime, 1);
    ImportLane lane = new ImportLane(full, Limits.STANDARD, () -> 0);
    var unused = full.submit(entries("n", 1));

    CompletableFuture<Long> failed =
        lane.submit(entries("i", 1), (task, millis) -> later.add(task));
    full.runOnce();
    CompletableFuture<Long> next = lane.submit(entries("i", 1), (task, millis) -> later.add(task));
    full.runOnce();
    while (!later.isEmpty()) {
      later.remove().run();
    }

    assertThat(failed).isCompletedExceptionally();
    assertThat(next).isCompletedWithValue(2L);
  }
}
