package dev.hedgerow.server.embedded.duck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.store.ErasedRowsContract;
import dev.hedgerow.server.store.EventStore;
import dev.hedgerow.server.store.Outbox;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DuckErasedRowsTest extends ErasedRowsContract {
  @TempDir
  private Path folder;

  @Override
  protected EventStore open() throws IOException {
    return DuckEvents.open(folder, 256, Limits.STANDARD);
  }

  @Test
  void whatAnInterruptedRewriteLeftIsRemovedAtStart() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("events.rewriting.duckdb"), "left");
    Files.writeString(other.resolve("events.rewriting-source.duckdb"), "left");
    for (String spilled : List.of("events-temp", "events-temp-rewriting")) {
      Files.writeString(
          Files.createDirectories(other.resolve(spilled)).resolve("duckdb_temp_1.tmp"), "left");
    }
    DuckEvents.open(other, 256, Limits.STANDARD).close();
    try (Stream<Path> files = Files.list(other)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactly("events.duckdb");
    }
  }

  @Test
  void questionsGoOnWhileTheFileIsMadeAnew() throws Exception {
    try (DuckEvents events =
        DuckEvents.open(Files.createDirectories(folder.resolve("asked")), 256, Limits.STANDARD)) {
      events.write(List.of(new OutboxBlock(1, Samples.rows(1))));
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Integer> asking = CompletableFuture.supplyAsync(() -> {
        int asked = 0;
        try {
          while (!done.get()) {
            assertThat(events.events().count(EventFilter.newest(1, 9))).isEqualTo(3);
            assertThat(events.select(1, "SELECT count(*) FROM events", 1).rows())
                .isEqualTo(List.of(List.of(3L)));
            asked++;
          }
        } catch (IOException | RejectedException e) {
          throw new IllegalStateException(e);
        }
        return asked;
      });
      for (int i = 0; i < 3; i++) {
        events.rewrite(Outbox.EMPTY);
      }
      done.set(true);
      assertThat(asking.get(60, TimeUnit.SECONDS)).isPositive();
      events.write(List.of(new OutboxBlock(2, Samples.rows(100))));
      assertThat(events.events().count(EventFilter.newest(1, 9))).isEqualTo(6);
    }
  }

  @Test
  void whatIsWrittenWhileTheFileIsMadeAnewIsInTheNewOne() throws Exception {
    try (DuckEvents events =
        DuckEvents.open(Files.createDirectories(folder.resolve("asked")), 256, Limits.STANDARD)) {
      List<OutboxBlock> told = new CopyOnWriteArrayList<>();
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Integer> writing = CompletableFuture.supplyAsync(() -> {
        int number = 0;
        try {
          while (!done.get()) {
            OutboxBlock block = new OutboxBlock(++number, Samples.rows(3L * number));
            told.add(block);
            events.write(List.of(block));
          }
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        return number;
      });
      int most = 0;
      for (int i = 0; i < 3; i++) {
        long before = events.outbox();
        events.rewrite((number, max) ->
            told.stream().filter(block -> block.number() > number).limit(max).toList());
        most = Math.max(most, (int) (events.checkpointed() - before));
      }
      done.set(true);
      int blocks = writing.get(60, TimeUnit.SECONDS);
      assertThat(most).as("blocks written meanwhile").isPositive();
      assertThat(events.outbox()).isEqualTo(blocks);
      assertThat(events.events().count(EventFilter.newest(1, 9))).isEqualTo(3L * blocks);
    }
  }
}
