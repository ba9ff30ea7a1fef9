package dev.hedgerow.server.embedded.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of an older program becomes one of this, and one of a newer is left alone. */
class MigrationsTest {
  private static final String[] FIRST = {
    "CREATE TABLE shops (name TEXT NOT NULL)", "INSERT INTO shops VALUES ('corner')"
  };
  private static final String[] SECOND = {
    "ALTER TABLE shops ADD COLUMN floors INTEGER NOT NULL DEFAULT 1"
  };
  private static final String[] BROKEN = {"UPDATE shops SET floors = 9", "UPDATE nothing SET x = 1"
  };

  @TempDir
  private Path folder;

  private Database database;

  @BeforeEach
  void open() throws IOException {
    database = Database.open(folder.resolve("shops.db"), 4_096, 1_000);
  }

  @AfterEach
  void close() throws IOException {
    database.close();
  }

  private long number(String sql) throws IOException {
    return database.read("read", session -> session.number(sql, -1));
  }

  private long version() throws IOException {
    return number("PRAGMA user_version");
  }

  @Test
  void anEmptyFileGoesAllTheWay() throws IOException {
    new Migrations(FIRST, SECOND).run(database);
    assertThat(version()).isEqualTo(2);
    assertThat(number("SELECT floors FROM shops")).isEqualTo(1);
  }

  @Test
  void anOlderFileKeepsItsContentAndHasOnlyWhatItLacks() throws IOException {
    new Migrations(new String[][] {FIRST}).run(database);
    database.write("add to", session -> {
      session.run("INSERT INTO shops VALUES ('mill')");
      return true;
    });
    new Migrations(FIRST, SECOND).run(database);
    new Migrations(FIRST, SECOND).run(database);
    assertThat(number("SELECT sum(floors) FROM shops")).isEqualTo(2);
  }

  @Test
  void aStepThatFailsLeavesTheFileAsItWas() throws IOException {
    new Migrations(new String[][] {FIRST}).run(database);
    assertThatThrownBy(() -> new Migrations(FIRST, SECOND, BROKEN).run(database))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("shops.db");
    assertThat(version()).isEqualTo(1);
    assertThat(number("SELECT count(*) FROM pragma_table_info('shops')")).isEqualTo(1);
  }

  @Test
  void aNewerFileIsRefusedWithASentenceAndLeftAlone() throws IOException {
    new Migrations(FIRST, SECOND).run(database);
    assertThatThrownBy(() -> new Migrations(new String[][] {FIRST}).run(database))
        .hasMessage("expected shops.db to have version 1 at most but found 2: a newer Hedgerow has"
            + " written it; start that one, or restore a backup from before it");
    assertThat(version()).isEqualTo(2);
  }

  @Test
  void aCatalogFromBeforeThereWereVersionsIsTaken() throws IOException {
    try (Database old = Database.open(
        folder.resolve("catalog.db"),
        4_096,
        1_000,
        "CREATE TABLE projects (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL,"
            + " token TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL,"
            + " settings_version INTEGER NOT NULL)",
        "CREATE TABLE api_keys (id INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL UNIQUE,"
            + " label TEXT NOT NULL, created_at INTEGER NOT NULL)",
        "INSERT INTO projects VALUES (1, 'Shop', 'phc_a', 0, 4)",
        "INSERT INTO api_keys VALUES (1, 'ab12', 'laptop', 0)")) {
      assertThat(old.walBytes()).isPositive();
    }
    try (SqliteCatalog catalog = SqliteCatalog.open(folder)) {
      assertThat(catalog.projects()).hasSize(1);
      assertThat(catalog.projects().get(0).settingsVersion()).isEqualTo(4);
      assertThat(catalog.keys()).hasSize(1);
    }
  }
}
