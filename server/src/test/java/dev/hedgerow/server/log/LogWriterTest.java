package dev.hedgerow.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Group commit, refusals and the log's time, with clocks moved by hand. */
final class LogWriterTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final InMemoryLog memory = new InMemoryLog();
  private final FaultyLog log = new FaultyLog(memory);
  private long nanos = 5_000;

  @Test
  void manyRequestsShareOneAppend() throws Exception {
    CountingLog counting = new CountingLog(memory);
    LogWriter writer = new LogWriter(counting, fixed(NOON), () -> nanos, 100);
    CompletableFuture<Long> first = writer.submit(entries("a", "b"));
    CompletableFuture<Long> second = writer.submit(entries("c"));
    assertThat(first).isNotDone();
    assertThat(writer.runOnce()).isEqualTo(3);
    assertThat(counting.appends).isEqualTo(1);
    assertThat(first.get()).isGreaterThanOrEqualTo(2);
    assertThat(second.get()).isEqualTo(3);
    assertThat(texts(memory)).containsExactly("a", "b", "c");
  }

  @Test
  void nothingQueuedAppendsNothing() {
    CountingLog counting = new CountingLog(memory);
    LogWriter writer = new LogWriter(counting, fixed(NOON), () -> nanos, 100);
    assertThat(writer.runOnce()).isZero();
    assertThat(counting.appends).isZero();
    assertThat(writer.end()).isZero();
  }

  @Test
  void aFailedAppendFailsItsRequestsAndNoOther() throws Exception {
    LogWriter writer = writer(NOON);
    CompletableFuture<Long> lost = writer.submit(entries("a"));
    CompletableFuture<Long> alsoLost = writer.submit(entries("b"));
    log.failNext(1);
    writer.runOnce();
    CompletableFuture<Long> kept = writer.submit(entries("c"));
    writer.runOnce();
    assertThatThrownBy(lost::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(alsoLost::get).hasCauseInstanceOf(IOException.class);
    assertThat(kept.get()).isEqualTo(1);
    assertThat(texts(memory)).containsExactly("c");
  }

  @Test
  void whyTheLastAppendFailedIsKnownUntilOneWorks() throws Exception {
    LogWriter writer = writer(NOON);
    assertThat(writer.trouble()).isNull();
    log.failNext(1);
    var failed = writer.submit(entries("a"));
    writer.runOnce();
    assertThat(failed).isCompletedExceptionally();
    assertThat(writer.trouble()).isNotBlank();
    var kept = writer.submit(entries("b"));
    writer.runOnce();
    assertThat(kept).isCompletedWithValue(1L);
    assertThat(writer.trouble()).isNull();
  }

  @Test
  void afterAMistakeOfOursNobodyWaitsForAnAnswer() {
    EventLog mistaken = (EventLog) Proxy.newProxyInstance(
        EventLog.class.getClassLoader(), new Class<?>[] {EventLog.class}, (self, method, given) -> {
          if (method.getName().equals("append")) {
            throw new IllegalArgumentException("never to happen");
          }
          return method.invoke(memory, given);
        });
    LogWriter writer = new LogWriter(mistaken, fixed(NOON), () -> nanos, 100);
    CompletableFuture<Long> waiting = writer.submit(entries("a"));

    assertThatThrownBy(writer::runOnce).isInstanceOf(IllegalArgumentException.class);

    assertThat(waiting).isCompletedExceptionally();
    assertThat(writer.submit(entries("b"))).isCompletedExceptionally();
  }

  @Test
  void aFullQueueRefusesAtOnce() throws Exception {
    LogWriter writer = new LogWriter(log, fixed(NOON), () -> nanos, 3);
    CompletableFuture<Long> first = writer.submit(entries("a", "b"));
    CompletableFuture<Long> refused = writer.submit(entries("c", "d"));
    assertThat(refused).isCompletedExceptionally();
    assertThatThrownBy(refused::get).hasCauseInstanceOf(LogBusyException.class);
    CompletableFuture<Long> fits = writer.submit(entries("e"));
    writer.runOnce();
    assertThat(first.get()).isPositive();
    assertThat(fits.get()).isEqualTo(3);
    assertThat(texts(memory)).containsExactly("a", "b", "e");
    assertThat(writer.submit(entries("f"))).isNotDone();
  }

  @Test
  void aRequestLargerThanTheQueueGoesThroughWhenItIsAlone() throws Exception {
    LogWriter writer = new LogWriter(log, fixed(NOON), () -> nanos, 2);
    CompletableFuture<Long> large = writer.submit(entries("a", "b", "c"));
    writer.runOnce();
    assertThat(large.get()).isEqualTo(3);
  }

  @Test
  void theTimeMovesWithTheMonotonicClock() throws Exception {
    LogWriter writer = writer(NOON);
    assertThat(writer.time()).isEqualTo(NOON);
    nanos += Duration.ofSeconds(90).toNanos();
    assertThat(writer.time()).isEqualTo(NOON.plusSeconds(90));
    assertThat(writer.submit(entries("a"))).isNotDone();
    writer.runOnce();
    assertThat(memory.lastTime()).isEqualTo(NOON.plusSeconds(90));
  }

  @Test
  void theTimeNeverGoesBackWhenTheWallClockDid() throws Exception {
    LogWriter before = writer(NOON);
    assertThat(before.submit(entries("a"))).isNotDone();
    before.runOnce();
    LogWriter after = writer(NOON.minus(Duration.ofHours(1)));
    assertThat(after.time()).isEqualTo(NOON);
    nanos += Duration.ofSeconds(1).toNanos();
    assertThat(after.submit(entries("b"))).isNotDone();
    after.runOnce();
    assertThat(memory.read(0, 9, 999))
        .extracting(LogRecord::time)
        .containsExactly(NOON, NOON.plusSeconds(1));
  }

  @Test
  void aRestartAfterAPauseCountsThePause() {
    memory.append(entries("a"), NOON);
    assertThat(writer(NOON.plus(Duration.ofHours(5))).time())
        .isEqualTo(NOON.plus(Duration.ofHours(5)));
  }

  @Test
  void theTimeIsNeverBeforeTheLastOfTheLog() {
    LogWriter writer = writer(NOON);
    memory.append(entries("a"), NOON.plusSeconds(30));
    assertThat(writer.time()).isEqualTo(NOON.plusSeconds(30));
  }

  @Test
  void waitingEndsWhenSomethingIsQueued() throws Exception {
    LogWriter writer = writer(NOON);
    assertThat(writer.submit(entries("a"))).isNotDone();
    writer.await(Duration.ofMinutes(10));
    assertThat(writer.runOnce()).isEqualTo(1);
  }

  @Test
  void requestsFromManyThreadsAllArriveOnce() throws Exception {
    LogWriter writer = new LogWriter(log, fixed(NOON), () -> nanos, 100_000);
    List<Thread> senders = new ArrayList<>();
    List<CompletableFuture<Long>> answers = new ArrayList<>();
    for (int sender = 0; sender < 4; sender++) {
      String name = "sender" + sender;
      senders.add(new Thread(
          () -> {
            for (int number = 0; number < 100; number++) {
              CompletableFuture<Long> answer = writer.submit(entries(name + number));
              synchronized (answers) {
                answers.add(answer);
              }
            }
          },
          name));
    }
    senders.forEach(Thread::start);
    while (memory.end() < 400) {
      writer.await(Duration.ofMillis(100));
      writer.runOnce();
    }
    for (Thread sender : senders) {
      sender.join();
    }
    assertThat(answers).hasSize(400).allMatch(CompletableFuture::isDone);
    assertThat(texts(memory)).hasSize(400).doesNotHaveDuplicates();
  }

  private LogWriter writer(Instant wall) {
    return new LogWriter(log, fixed(wall), () -> nanos, 100);
  }

  private static Clock fixed(Instant at) {
    return Clock.fixed(at, ZoneOffset.UTC);
  }

  private static List<byte[]> entries(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList();
  }

  private static List<String> texts(InMemoryLog log) {
    return log.read(0, 1_000, 1 << 20).stream()
        .map(one -> new String(one.payload(), UTF_8))
        .toList();
  }

  private static final class CountingLog extends ForwardingLog {
    private int appends;

    private CountingLog(EventLog log) {
      super(log);
    }

    @Override
    public long append(List<byte[]> entries, Instant time) throws IOException {
      appends++;
      return super.append(entries, time);
    }
  }
}
