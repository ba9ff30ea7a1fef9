package dev.hedgerow.server.embedded.duck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.Table;
import dev.hedgerow.server.store.EventStore;
import dev.hedgerow.server.store.EventStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckEventsTest extends EventStoreContract {
  @TempDir
  Path folder;

  @Override
  protected EventStore open() throws IOException {
    return DuckEvents.open(folder, 256, Limits.STANDARD);
  }

  @Override
  protected List<String> persons() throws Exception {
    return texts("SELECT project_id, id, is_identified, version, properties FROM kept.person_rows");
  }

  @Override
  protected List<String> assignments() throws Exception {
    return texts("SELECT project_id, distinct_id, person_id, version FROM kept.assignment_rows");
  }

  @Override
  protected List<String> groups() throws Exception {
    return texts("SELECT project_id, \"index\", \"key\", \"type\", version, properties"
        + " FROM kept.group_rows");
  }

  @Override
  protected List<String> warnings() throws Exception {
    return texts("SELECT project_id, \"type\", event, distinct_id, uuid FROM kept.warning_rows");
  }

  private List<String> texts(String sql) throws Exception {
    try (Connection connection = ((DuckEvents) store).file().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        found.add(String.join(" ", row));
      }
      return found;
    }
  }

  @Test
  void aRowThatCannotBeWrittenLeavesNothingOfItsBlocks() throws IOException {
    var good = block(1, event("good", "x", NOON));
    var bad = block(2, with(event("bad", "x", NOON), Map.of("not", new Object())));

    assertThatThrownBy(() -> store.write(List.of(good, bad)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.outbox()).isZero();
    assertThat(store.events().count(EventFilter.newest(1, 1))).isZero();
    store.write(List.of(good));
    assertThat(store.events().count(EventFilter.newest(1, 1))).isEqualTo(1);
  }

  @Test
  void aFlippedByteInTheWriteAheadLogSetsOnlyTheLogAside() throws IOException {
    store.write(List.of(block(1, event("a", "x", NOON))));
    store.checkpoint();
    store.write(List.of(block(2, event("b", "x", NOON)), block(3, event("c", "x", NOON))));
    copyTo("crashed");
    Path crashed = folder.resolve("crashed");
    flip(crashed.resolve("events.duckdb.wal"), 100);

    try (DuckEvents opened = DuckEvents.open(crashed, 256, Limits.STANDARD)) {
      assertThat(opened.outbox()).isEqualTo(1);
      assertThat(opened.checkpointed()).isEqualTo(1);
      assertThat(opened.events().count(EventFilter.newest(1, 1))).isEqualTo(1);
      opened.write(List.of(block(2, event("b", "x", NOON)), block(3, event("c", "x", NOON))));
      assertThat(opened.events().count(EventFilter.newest(1, 1))).isEqualTo(3);
    }
    assertThat(damaged(crashed))
        .singleElement()
        .asString()
        .startsWith("events.duckdb.wal.damaged-");
  }

  @Test
  void anIntactWriteAheadLogIsReadAfterAKill() throws IOException {
    store.write(List.of(block(1, event("a", "x", NOON))));
    copyTo("killed");

    try (DuckEvents opened = DuckEvents.open(folder.resolve("killed"), 256, Limits.STANDARD)) {
      assertThat(opened.outbox()).isEqualTo(1);
      assertThat(opened.checkpointed()).isEqualTo(1);
    }
    assertThat(damaged(folder.resolve("killed"))).isEmpty();
  }

  @Test
  void aFileThatIsNoDatabaseIsSetAsideAndKept() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("events.duckdb"), "precious bytes".repeat(1_000));

    try (DuckEvents opened = DuckEvents.open(other, 256, Limits.STANDARD)) {
      assertThat(opened.outbox()).isZero();
    }
    assertThat(damaged(other)).singleElement().asString().startsWith("events.duckdb.damaged-");
    assertThat(Files.readString(other.resolve(damaged(other).get(0)))).startsWith("precious bytes");
  }

  @Test
  void aCheckpointThatAnOpenReadPreventsSaysSoAndWorksLater() throws Exception {
    store.write(List.of(persons(1, List.of(person(ALICE, 0)), List.of())));
    store.checkpoint();
    try (Connection reading = ((DuckEvents) store).file().connect();
        Statement statement = reading.createStatement()) {
      statement.execute("BEGIN TRANSACTION READ ONLY");
      statement.executeQuery("SELECT count(*) FROM kept.person_rows").close();
      store.write(List.of(persons(2, List.of(person(ALICE, 1)), List.of())));
      assertThatThrownBy(store::checkpoint).isInstanceOf(IOException.class);
      assertThat(store.checkpointed()).isEqualTo(1);
    }
    store.checkpoint();
    assertThat(store.checkpointed()).isEqualTo(2);
  }

  @Test
  void aCheckpointWaitsForARunningQuestion() throws Exception {
    store.write(List.of(persons(1, List.of(person(ALICE, 0)), List.of())));
    DuckEvents asked = (DuckEvents) store;
    CompletableFuture<Table> answer = CompletableFuture.supplyAsync(() -> {
      try {
        return asked.select(
            1, "SELECT count(*) FROM persons, range(5000) a(i), range(20000) b(j)", 1);
      } catch (IOException | RejectedException e) {
        throw new IllegalStateException(e);
      }
    });
    for (int number = 2; number < 20; number++) {
      store.write(List.of(persons(number, List.of(person(ALICE, number)), List.of())));
      store.checkpoint();
      assertThat(store.checkpointed()).isEqualTo(number);
    }
    assertThat(answer.get(60, TimeUnit.SECONDS).rows()).containsExactly(List.of(100_000_000L));
  }

  @Test
  void noUnpackedLibraryIsLeftInTheTemporaryFolder() throws IOException {
    List<String> mapped = Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains("libduckdb_java"))
        .toList();
    assertThat(mapped).isNotEmpty().allSatisfy(line -> assertThat(line).endsWith("(deleted)"));
  }

  private void copyTo(String name) throws IOException {
    Path target = Files.createDirectories(folder.resolve(name));
    for (String file : List.of("events.duckdb", "events.duckdb.wal")) {
      Files.copy(folder.resolve(file), target.resolve(file));
    }
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 0x40;
    Files.write(file, bytes);
  }

  private static List<String> damaged(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.contains(".damaged-"))
          .toList();
    }
  }
}
