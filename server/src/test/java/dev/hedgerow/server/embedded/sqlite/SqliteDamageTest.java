package dev.hedgerow.server.embedded.sqlite;

import static dev.hedgerow.server.store.Samples.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.log.LogRecord;
import dev.hedgerow.server.store.Change;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Position;
import dev.hedgerow.server.store.Samples;
import dev.hedgerow.server.store.Seen;
import dev.hedgerow.server.store.StateChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flipped bits, lost tails, full disks: named, set aside and counted, while the rest goes on. */
final class SqliteDamageTest {
  private static final UUID LOG = Samples.uuid(77);

  @TempDir
  private Path folder;

  private Path copy;

  @BeforeEach
  void makeFolderForTheCopy() throws IOException {
    copy = Files.createDirectory(folder.resolve("copy"));
  }

  @Test
  void aFlippedBitInAnEntryMarksThatEntryAlone() throws Exception {
    try (SqliteLog log = SqliteLog.open(folder)) {
      log.append(List.of(bytes("before"), bytes("planted"), bytes("after")), NOON);
    }
    flip(folder.resolve("log.db"), "planted", 0);
    try (SqliteLog log = SqliteLog.open(folder)) {
      List<LogRecord> read = log.read(0, 9, 999);
      assertThat(read).extracting(LogRecord::damaged).containsExactly(false, true, false);
      assertThat(read).extracting(LogRecord::time).containsExactly(NOON, NOON, NOON);
      assertThat(read.get(1).payload()).isEmpty();
      assertThat(read.get(2).payload()).isEqualTo(bytes("after"));
    }
  }

  @Test
  void entriesThatADamagedWriteAheadLogLostComeBackAsDamaged() throws Exception {
    try (SqliteLog log = SqliteLog.open(folder)) {
      log.append(List.of(bytes("kept")), NOON);
      log.append(List.of(bytes("planted")), NOON.plusSeconds(1));
      log.append(List.of(bytes("behind"), bytes("it")), NOON.plusSeconds(2));
      copyAll("log.db", "log.db-wal", "log.end");
    }
    flip(copy.resolve("log.db-wal"), "planted", 0);
    try (SqliteLog log = SqliteLog.open(copy)) {
      assertThat(log.end()).isEqualTo(4);
      assertThat(log.lastTime()).isEqualTo(NOON.plusSeconds(2));
      assertThat(log.append(List.of(bytes("next")), NOON.plusSeconds(3))).isEqualTo(5);
      List<LogRecord> read = log.read(0, 9, 999);
      assertThat(read)
          .extracting(LogRecord::damaged)
          .containsExactly(false, true, true, true, false);
      assertThat(read).extracting(LogRecord::position).containsExactly(1L, 2L, 3L, 4L, 5L);
    }
  }

  @Test
  void aDamagedOrMissingMarkIsNoMark() throws Exception {
    try (SqliteLog log = SqliteLog.open(folder)) {
      log.append(List.of(bytes("a")), NOON);
    }
    byte[] mark = Files.readAllBytes(folder.resolve("log.end"));
    mark[20] ^= 1;
    Files.write(folder.resolve("log.end"), mark);
    try (SqliteLog log = SqliteLog.open(folder)) {
      assertThat(log.end()).isEqualTo(1);
    }
    Files.delete(folder.resolve("log.end"));
    try (SqliteLog log = SqliteLog.open(folder)) {
      assertThat(log.append(List.of(bytes("b")), NOON)).isEqualTo(2);
    }
  }

  @Test
  void aDamagedHeldEventIsSetAsideAndTheRestGoesOn() throws Exception {
    try (SqliteState state = SqliteState.open(folder)) {
      state.commit(new Change(LOG, 1, NOON)
          .held(Samples.held(1, "planted", 10), Samples.held(2, "b", 20))
          .made());
    }
    flip(folder.resolve("state.db"), "\"d\":\"planted\"", 5);
    try (SqliteState state = SqliteState.open(folder)) {
      assertThat(state.due(NOON.plusSeconds(60), 1)).containsExactly(Samples.held(2, "b", 20));
      assertThat(state.heldCount()).isEqualTo(1);
      assertThat(state.setAsideCount()).isEqualTo(1);
      assertThat(state.held(new IdKey(1, "planted"), 9)).isEmpty();
      assertThat(state.oldestHeld()).isEqualTo(Samples.held(2, "b", 20));
      assertThat(state.setAsideCount()).isEqualTo(1);
    }
  }

  @Test
  void aDamagedPersonIsSetAsideAndCounted() throws Exception {
    Person sound = Samples.person(1, 1);
    Person damaged = Samples.changed(Samples.person(1, 2), Map.of("email", "planted"));
    try (SqliteState state = SqliteState.open(folder)) {
      state.commit(new Change(LOG, 1, NOON).persons(sound, damaged).made());
    }
    flip(folder.resolve("state.db"), "planted", 0);
    for (int start = 0; start < 2; start++) {
      try (SqliteState state = SqliteState.open(folder)) {
        assertThat(state.persons(List.of(sound.key(), damaged.key())))
            .containsOnlyKeys(sound.key());
        assertThat(state.setAsideCount()).isEqualTo(1);
        assertThat(state.lacks()).isEqualTo(start == 0);
      }
    }
  }

  @Test
  void rowsOfAnOlderProgramGetTheirSums() throws Exception {
    Person person = Samples.changed(Samples.person(1, 2), Map.of("email", "planted"));
    try (SqliteState state = SqliteState.open(folder)) {
      state.commit(new Change(LOG, 1, NOON)
          .persons(person)
          .assigned(Samples.assigned("a", 2, 0))
          .groups(Samples.group(1, 0, "acme"))
          .made());
    }
    run("state.db", "UPDATE persons SET crc = NULL");
    run("state.db", "UPDATE assignments SET crc = NULL");
    run("state.db", "UPDATE groups_of_people SET crc = NULL");
    run("state.db", "UPDATE state SET crc = NULL");
    run("state.db", "DELETE FROM state_again");
    try (SqliteState state = SqliteState.open(folder)) {
      assertThat(state.persons(List.of(person.key()))).containsValue(person);
      assertThat(state.position()).isEqualTo(new Position(LOG, 1, NOON, 0));
      assertThat(state.setAsideCount()).isZero();
    }
    flip(folder.resolve("state.db"), "planted", 0);
    try (SqliteState state = SqliteState.open(folder)) {
      assertThat(state.setAsideCount()).isEqualTo(1);
    }
  }

  @Test
  void aDamagedOutboxBlockIsSetAsideOnceAndTheNumbersGoOn() throws Exception {
    byte[] block = RowsCodec.encode(Samples.rows(1));
    try (SqliteState state = SqliteState.open(folder)) {
      state.commit(new Change(LOG, 1, NOON).rows(Samples.rows(1)).made());
      state.commit(new Change(LOG, 2, NOON).rows(Samples.rows(2)).made());
    }
    flip(folder.resolve("state.db"), block, 100);
    try (SqliteState state = SqliteState.open(folder)) {
      List<OutboxBlock> expected =
          List.of(new OutboxBlock(1, Change.NO_ROWS), new OutboxBlock(2, Samples.rows(2)));
      assertThat(state.outbox(0, 9)).isEqualTo(expected);
      assertThat(state.outbox(0, 9)).isEqualTo(expected);
      assertThat(state.setAsideCount()).isEqualTo(1);
      state.trimOutbox(2);
      assertThat(state.setAsideCount()).isEqualTo(1);
    }
  }

  @Test
  void anAppendThatFailsLeavesTheLogReadableAndTheNextGoesThrough() throws Exception {
    try (SqliteLog log = SqliteLog.open(folder)) {
      log.append(List.of(bytes("a")), NOON);
      run(
          "log.db",
          "CREATE TRIGGER fails BEFORE INSERT ON entries WHEN new.position % 3 = 0"
              + " BEGIN SELECT RAISE(FAIL, 'planted'); END");
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(() -> log.append(List.of(bytes("x"), bytes("y")), NOON))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("log.db");
      }
      assertThat(log.read(0, 9, 99)).hasSize(1);
      run("log.db", "DROP TRIGGER fails");
      assertThat(log.append(List.of(bytes("b"), bytes("c")), NOON)).isEqualTo(3);
      assertThat(log.read(0, 9, 99)).hasSize(3);
    }
  }

  @Test
  void aCommitThatFailsInItsLastStepDoesNothing() throws Exception {
    try (SqliteState state = SqliteState.open(folder)) {
      run(
          "state.db",
          "CREATE TRIGGER fails BEFORE INSERT ON outbox"
              + " BEGIN SELECT RAISE(FAIL, 'planted'); END");
      StateChange change = new Change(LOG, 1, NOON)
          .persons(Samples.person(1, 1))
          .seen(new Seen(1, Samples.uuid(1), 1))
          .rows(Samples.rows(1))
          .made();
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(() -> state.commit(change)).isInstanceOf(IOException.class);
      }
      assertThat(state.position()).isEqualTo(Position.START);
      assertThat(state.persons(List.of(Samples.person(1, 1).key()))).isEmpty();
      assertThat(state.seen(List.of(new Seen(1, Samples.uuid(1), 1)))).isEmpty();
      run("state.db", "DROP TRIGGER fails");
      assertThat(state.commit(change).outbox()).isEqualTo(1);
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsNamed() throws Exception {
    Files.write(
        folder.resolve("state.db"), "this is no database at all".repeat(500).getBytes(UTF_8));
    assertThatThrownBy(() -> SqliteState.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("state.db");
  }

  private void run(String file, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(file));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void copyAll(String... names) throws IOException {
    for (String name : names) {
      Files.copy(folder.resolve(name), copy.resolve(name));
    }
  }

  private static void flip(Path file, String where, int offset) throws IOException {
    flip(file, bytes(where), offset);
  }

  /** Flips one bit at that offset of every place where those bytes are found. */
  private static void flip(Path file, byte[] where, int offset) throws IOException {
    byte[] all = Files.readAllBytes(file);
    int found = 0;
    for (int at = 0; at + where.length <= all.length; at++) {
      if (matches(all, at, where)) {
        all[at + offset] ^= 1;
        found++;
      }
    }
    assertThat(found).isPositive();
    Files.write(file, all);
  }

  private static boolean matches(byte[] all, int at, byte[] where) {
    for (int index = 0; index < where.length; index++) {
      if (all[at + index] != where[index]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
