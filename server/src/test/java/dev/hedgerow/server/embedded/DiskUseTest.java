package dev.hedgerow.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.embedded.folder.KnownBackups;
import dev.hedgerow.server.embedded.folder.Manifest;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.query.DiskReads;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.store.Change;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUseTest {
  @TempDir
  Path folder;

  private final Random random = new Random(7);
  private int number;

  /** Writes rows of noise, which no compression makes small. */
  private void write(EmbeddedBackend backend, int projectId, String event, int count, int bytes)
      throws IOException {
    List<EventRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] noise = new byte[bytes / 2];
      random.nextBytes(noise);
      rows.add(new EventRow(
          projectId,
          Samples.uuid(++number),
          event,
          "id",
          Samples.NOON,
          Samples.NOON,
          Samples.uuid(1),
          Samples.NOON,
          PersonMode.FULL,
          Map.of(),
          Map.of("noise", HexFormat.of().formatHex(noise)),
          "",
          Map.of()));
    }
    Rows block = new Rows(rows, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    long next = backend.events().outbox() + 1;
    backend
        .state()
        .commit(new Change(backend.log().id(), next, Samples.NOON).rows(block).made());
    backend.events().write(List.of(new OutboxBlock(next, block)));
  }

  @Test
  void eachProjectIsToldWhatItHas() throws IOException {
    try (EmbeddedBackend backend = EmbeddedBackend.open(folder, Limits.STANDARD)) {
      write(backend, 1, "clicked", 1_000, 1_000);
      write(backend, 1, EventFilter.RECORDING, 100, 30_000);
      write(backend, 2, "clicked", 10, 1_000);
      backend.events().checkpoint();

      List<DiskReads.OfProject> projects = backend.disk().projects();

      assertThat(projects).extracting(DiskReads.OfProject::projectId).containsExactly(1, 2);
      DiskReads.OfProject first = projects.get(0);
      assertThat(first.events().count()).isEqualTo(1_000);
      assertThat(first.recordings().count()).isEqualTo(100);
      assertThat(first.recordings().bytes()).isGreaterThan(2 * first.events().bytes());
      assertThat(projects.get(1).events().bytes()).isLessThan(first.events().bytes() / 50);
      DiskReads.Sizes sizes = backend.disk().sizes();
      assertThat(sizes.files()).containsKeys("events.duckdb", "state.db", "log.db", "catalog.db");
      assertThat(sizes.used()).isPositive();
      assertThat(sizes.free()).isPositive();
    }
  }

  @Test
  void whatIsForgottenIsNoLongerInUse() throws IOException {
    try (EmbeddedBackend backend = EmbeddedBackend.open(folder, Limits.STANDARD)) {
      write(backend, 1, "clicked", 20_000, 1_000);
      backend.events().checkpoint();
      long before = events(backend);
      while (backend.events().forget(1, Samples.NOON.plusSeconds(1), 3_000) > 0) {
        // the next slice
      }
      backend.events().checkpoint();
      backend.events().checkpoint();
      assertThat(events(backend)).isLessThan(before / 3);
    }
  }

  private static long events(EmbeddedBackend backend) throws IOException {
    DiskReads.Sizes sizes = backend.disk().sizes();
    return sizes.files().getOrDefault("events.duckdb", 0L) - sizes.reusable();
  }

  @Test
  void onlyBackupsThatAreStillThereAreKnown() throws IOException {
    Path gone = folder.resolve("gone");
    Path kept = folder.resolve("kept with spaces");
    Files.createDirectories(kept);
    Files.writeString(kept.resolve(Manifest.FILE), "");
    KnownBackups.add(folder, gone, 5);
    KnownBackups.add(folder, kept, 6);
    KnownBackups.add(folder, kept, 7);
    Files.writeString(
        folder.resolve("backups"), Files.readString(folder.resolve("backups")) + "torn li\n");
    assertThat(KnownBackups.of(folder))
        .singleElement()
        .satisfies(one -> assertThat(one.folder()).isEqualTo(kept.toString()))
        .satisfies(one -> assertThat(one.bytes()).isEqualTo(7));
  }
}
