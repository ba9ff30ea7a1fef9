package dev.hedgerow.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link EventLog} promises. Every log's test extends this, and none may opt out. */
public abstract class EventLogContract {
  protected static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");
  private static final int ALL = 1_000_000;
  private static final long ALL_BYTES = 1L << 40;

  private EventLog log;

  /** Opens the log that the test works on; once closed, the next call opens what it left. */
  protected abstract EventLog open() throws IOException;

  @BeforeEach
  final void openLog() throws IOException {
    log = open();
  }

  @AfterEach
  final void closeLog() throws IOException {
    log.close();
  }

  @Test
  final void anEmptyLogEndsAtZero() throws IOException {
    assertThat(log.end()).isZero();
    assertThat(log.lastTime()).isEqualTo(Instant.EPOCH);
    assertThat(log.read(0, ALL, ALL_BYTES)).isEmpty();
  }

  @Test
  final void positionsStartAtOneAndRiseByOne() throws IOException {
    assertThat(log.append(entries("a", "b", "c"), NOON)).isEqualTo(3);
    assertThat(log.append(entries("d"), NOON)).isEqualTo(4);
    assertThat(log.end()).isEqualTo(4);
    assertThat(positions(log.read(0, ALL, ALL_BYTES))).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  final void appendingNothingChangesNothing() throws IOException {
    log.append(entries("a"), NOON);
    assertThat(log.append(List.of(), NOON.plusSeconds(9))).isEqualTo(1);
    assertThat(log.end()).isEqualTo(1);
    assertThat(log.lastTime()).isEqualTo(NOON);
  }

  @Test
  final void entriesComeBackAsTheyWere() throws IOException {
    byte[] everyByte = new byte[256];
    IntStream.range(0, 256).forEach(value -> everyByte[value] = (byte) value);
    byte[] large = new byte[3 << 20];
    new Random(7).nextBytes(large);
    log.append(List.of(everyByte, new byte[0], large), NOON);
    List<LogRecord> read = log.read(0, ALL, ALL_BYTES);
    assertThat(read.get(0).payload()).isEqualTo(everyByte);
    assertThat(read.get(1).payload()).isEmpty();
    assertThat(read.get(2).payload()).isEqualTo(large);
    assertThat(read).allMatch(one -> !one.damaged());
  }

  @Test
  final void anEntryIsWhatItWasWhenAppended() throws IOException {
    byte[] bytes = "before".getBytes(UTF_8);
    log.append(List.of(bytes), NOON);
    bytes[0] = 'X';
    assertThat(texts(log.read(0, ALL, ALL_BYTES))).containsExactly("before");
  }

  @Test
  final void timesAreKeptToTheMicrosecond() throws IOException {
    log.append(entries("a"), NOON.plusNanos(789));
    log.append(entries("b"), NOON.plusSeconds(60));
    assertThat(log.read(0, ALL, ALL_BYTES))
        .extracting(LogRecord::time)
        .containsExactly(NOON, NOON.plusSeconds(60));
    assertThat(log.lastTime()).isEqualTo(NOON.plusSeconds(60));
  }

  @Test
  final void everyYearOfFourDigitsIsATime() throws IOException {
    Instant first = Instant.parse("0000-01-01T00:00:00.000001Z");
    Instant last = Instant.parse("9999-12-31T23:59:59.999999Z");
    log.append(entries("a"), first);
    log.append(entries("b"), last);
    assertThat(log.read(0, ALL, ALL_BYTES))
        .extracting(LogRecord::time)
        .containsExactly(first, last);
  }

  @Test
  final void readingGoesOnAfterAPosition() throws IOException {
    log.append(entries("a", "b", "c", "d"), NOON);
    assertThat(texts(log.read(2, ALL, ALL_BYTES))).containsExactly("c", "d");
    assertThat(log.read(4, ALL, ALL_BYTES)).isEmpty();
    assertThat(log.read(99, ALL, ALL_BYTES)).isEmpty();
  }

  @Test
  final void readingStopsAtTheNumberOfEntries() throws IOException {
    log.append(entries("a", "b", "c", "d"), NOON);
    assertThat(texts(log.read(1, 2, ALL_BYTES))).containsExactly("b", "c");
    assertThat(log.read(0, 0, ALL_BYTES)).isEmpty();
  }

  @Test
  final void readingStopsAtTheNumberOfBytesButGivesTheFirst() throws IOException {
    log.append(entries("0123456789", "abcde", "fghij", "k"), NOON);
    assertThat(texts(log.read(0, ALL, 15))).containsExactly("0123456789", "abcde");
    assertThat(texts(log.read(0, ALL, 14))).containsExactly("0123456789");
    assertThat(texts(log.read(0, ALL, 1))).containsExactly("0123456789");
    assertThat(texts(log.read(0, ALL, 0))).containsExactly("0123456789");
  }

  @Test
  final void whatWasTrimmedIsGoneAndTheRestStays() throws IOException {
    log.append(entries("a", "b", "c", "d"), NOON);
    log.trim(2);
    assertThat(positions(log.read(0, ALL, ALL_BYTES))).containsExactly(3L, 4L);
    log.trim(1);
    assertThat(positions(log.read(0, ALL, ALL_BYTES))).containsExactly(3L, 4L);
    assertThat(log.end()).isEqualTo(4);
  }

  @Test
  final void trimmingBeyondTheEndKeepsTheEnd() throws IOException {
    log.append(entries("a", "b"), NOON);
    log.trim(1_000);
    assertThat(log.end()).isEqualTo(2);
    assertThat(log.append(entries("c"), NOON)).isEqualTo(3);
    assertThat(texts(log.read(0, ALL, ALL_BYTES))).containsExactly("c");
  }

  @Test
  final void trimmingAnEmptyLogIsHarmless() throws IOException {
    log.trim(5);
    assertThat(log.end()).isZero();
    assertThat(log.append(entries("a"), NOON)).isEqualTo(1);
  }

  @Test
  final void positionsAreNeverUsedTwice() throws IOException {
    log.append(entries("a", "b", "c"), NOON);
    log.trim(3);
    reopen();
    assertThat(log.end()).isEqualTo(3);
    assertThat(log.lastTime()).isEqualTo(NOON);
    assertThat(log.append(entries("d"), NOON.plusSeconds(1))).isEqualTo(4);
    log.trim(4);
    reopen();
    reopen();
    assertThat(log.append(entries("e"), NOON.plusSeconds(2))).isEqualTo(5);
    assertThat(positions(log.read(0, ALL, ALL_BYTES))).containsExactly(5L);
  }

  @Test
  final void whatWasAppendedIsThereWhenOpenedAgain() throws IOException {
    UUID id = log.id();
    log.append(entries("a", "b"), NOON);
    reopen();
    assertThat(log.id()).isEqualTo(id);
    assertThat(log.end()).isEqualTo(2);
    assertThat(log.lastTime()).isEqualTo(NOON);
    assertThat(texts(log.read(0, ALL, ALL_BYTES))).containsExactly("a", "b");
  }

  @Test
  final void manyEntriesGoInOneAppend() throws IOException {
    List<byte[]> many = new ArrayList<>();
    IntStream.range(0, 70_000).forEach(number -> many.add(("n" + number).getBytes(UTF_8)));
    assertThat(log.append(many, NOON)).isEqualTo(70_000);
    List<LogRecord> read = log.read(0, ALL, ALL_BYTES);
    assertThat(read).hasSize(70_000);
    assertThat(read.get(69_999).payload()).isEqualTo("n69999".getBytes(UTF_8));
  }

  @Test
  final void appendingReadingAndTrimmingGoTogether() throws Exception {
    int rounds = 200;
    Thread appending = new Thread(() -> appendRounds(rounds), "appending");
    appending.start();
    long seen = 0;
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (seen < rounds * 3L && System.nanoTime() < deadline) {
      List<LogRecord> read = log.read(seen, 7, ALL_BYTES);
      for (LogRecord one : read) {
        seen++;
        assertThat(one.position()).isEqualTo(seen);
        assertThat(one.damaged()).isFalse();
      }
      log.trim(seen);
    }
    appending.join();
    assertThat(seen).isEqualTo(rounds * 3L);
    assertThat(log.end()).isEqualTo(seen);
  }

  private void appendRounds(int rounds) {
    for (int round = 0; round < rounds; round++) {
      try {
        log.append(entries("a" + round, "b" + round, "c" + round), NOON);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void reopen() throws IOException {
    log.close();
    log = open();
  }

  /** Returns entries of those texts. */
  protected static List<byte[]> entries(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList();
  }

  /** Returns the entries' texts. */
  protected static List<String> texts(List<LogRecord> records) {
    return records.stream().map(one -> new String(one.payload(), UTF_8)).toList();
  }

  private static List<Long> positions(List<LogRecord> records) {
    return records.stream().map(LogRecord::position).toList();
  }
}
