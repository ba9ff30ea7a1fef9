package dev.hedgerow.server.embedded.sqlite;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two copies of every row of a small file, kept by triggers and compared when it is opened: of three, the two that are the
 * same are right. A copy is the row as a list of SQL values. The days' secrets are not copied, as they are to be forgotten.
 */
final class RowCopies {
  private static final Logger LOG = LoggerFactory.getLogger(RowCopies.class);
  private static final String[] TABLES = {
    "CREATE TABLE IF NOT EXISTS row_copies (tab TEXT NOT NULL, key TEXT NOT NULL, one TEXT NOT NULL,"
        + " two TEXT NOT NULL, PRIMARY KEY (tab, key)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS row_tables (tab TEXT PRIMARY KEY, columns TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS rows_set_aside (number INTEGER PRIMARY KEY AUTOINCREMENT,"
        + " tab TEXT NOT NULL, content TEXT NOT NULL)"
  };

  /** A table's columns, and those of its key; the first is never without the second. */
  private record Table(String name, List<String> columns, List<String> key) {
    String values(String of, List<String> some) {
      return some.stream()
          .map(column -> "quote(" + of + '"' + column + "\")")
          .collect(Collectors.joining(" || ',' || "));
    }

    String key(String of) {
      return values(of, key);
    }

    String row(String of) {
      return values(of, columns);
    }

    String quoted() {
      return '"' + name + '"';
    }

    String described() {
      return String.join(",", columns) + ";" + String.join(",", key);
    }
  }

  private record Copies(String one, String two) {}

  private final Database database;

  RowCopies(Database database) {
    this.database = database;
  }

  /** Mends what is damaged, before anything else changes the file, and returns how many rows were. */
  int mend() throws IOException {
    return database.write("compare the rows of", session -> {
      if (session.number("SELECT count(*) FROM sqlite_schema WHERE name = 'row_tables'", 0) == 0) {
        return 0;
      }
      int damaged = 0;
      for (Table table : tables(session)) {
        if (table.described().equals(described(session, table))) {
          damaged += mend(session, table);
        }
      }
      return damaged;
    });
  }

  /** Has every table's rows be copied from now on, also of tables made or changed since. */
  void keep() throws IOException {
    database.write("copy the rows of", session -> {
      session.run(TABLES);
      for (Table table : tables(session)) {
        if (!table.described().equals(described(session, table))) {
          begin(session, table);
        }
      }
      return true;
    });
  }

  private static List<Table> tables(Session session) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet rows = session
        .statement(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                + " AND name NOT IN ('row_copies', 'row_tables', 'rows_set_aside', 'cookieless_salts')"
                + " ORDER BY name")
        .executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    List<Table> tables = new ArrayList<>();
    for (String name : names) {
      List<String> columns = new ArrayList<>();
      List<String> key = new ArrayList<>();
      PreparedStatement select =
          session.statement("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid");
      select.setString(1, name);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          columns.add(rows.getString(1));
          if (rows.getInt(2) > 0) {
            key.add(rows.getString(1));
          }
        }
      }
      if (!key.isEmpty()) {
        tables.add(new Table(name, columns, key));
      }
    }
    return tables;
  }

  private static @Nullable String described(Session session, Table table) throws SQLException {
    PreparedStatement select = session.statement("SELECT columns FROM row_tables WHERE tab = ?");
    select.setString(1, table.name());
    try (ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private static void begin(Session session, Table table) throws SQLException {
    String tab = "'" + table.name() + "'";
    String into = "INSERT OR REPLACE INTO row_copies (tab, key, one, two) ";
    String add = into + "VALUES (" + tab + ", " + table.key("new.") + ", " + table.row("new.")
        + ", " + table.row("new.") + "); ";
    String drop =
        "DELETE FROM row_copies WHERE tab = " + tab + " AND key = " + table.key("old.") + "; ";
    session.run(
        "DROP TRIGGER IF EXISTS \"copy_added_" + table.name() + '"',
        "DROP TRIGGER IF EXISTS \"copy_changed_" + table.name() + '"',
        "DROP TRIGGER IF EXISTS \"copy_gone_" + table.name() + '"',
        "DELETE FROM row_copies WHERE tab = " + tab,
        into + "SELECT " + tab + ", " + table.key("") + ", " + table.row("") + ", " + table.row("")
            + " FROM " + table.quoted(),
        "CREATE TRIGGER \"copy_added_" + table.name() + "\" AFTER INSERT ON " + table.quoted()
            + " BEGIN " + add + "END",
        "CREATE TRIGGER \"copy_changed_" + table.name() + "\" AFTER UPDATE ON " + table.quoted()
            + " BEGIN " + drop + add + "END",
        "CREATE TRIGGER \"copy_gone_" + table.name() + "\" AFTER DELETE ON " + table.quoted()
            + " BEGIN " + drop + "END",
        "INSERT OR REPLACE INTO row_tables (tab, columns) VALUES (" + tab + ", '"
            + table.described() + "')");
  }

  private static int mend(Session session, Table table) throws SQLException {
    Map<String, String> rows = new LinkedHashMap<>();
    try (ResultSet found = session
        .statement("SELECT " + table.key("") + ", " + table.row("") + " FROM " + table.quoted())
        .executeQuery()) {
      while (found.next()) {
        rows.put(found.getString(1), found.getString(2));
      }
    }
    Map<String, Copies> copies = new LinkedHashMap<>();
    PreparedStatement select =
        session.statement("SELECT key, one, two FROM row_copies WHERE tab = ?");
    select.setString(1, table.name());
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        copies.put(found.getString(1), new Copies(found.getString(2), found.getString(3)));
      }
    }
    List<String> wrong = new ArrayList<>();
    List<String> right = new ArrayList<>();
    List<String> copiedAnew = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(rows.keySet());
    keys.addAll(copies.keySet());
    for (String key : keys) {
      judge(key, rows, copies, wrong, right, copiedAnew);
    }
    if (wrong.isEmpty() && right.isEmpty() && copiedAnew.isEmpty()) {
      return 0;
    }
    change(session, table, rows, wrong, right);
    copyAnew(session, table);
    LOG.error(
        "in {} of the catalog {} rows were damaged and {} are mended from their copies; the copies of"
            + " {} were damaged and are made anew",
        table.name(),
        Math.max(wrong.size(), right.size()),
        right.size(),
        copiedAnew.size());
    return wrong.size() + right.size() + copiedAnew.size();
  }

  private static void judge(
      String key,
      Map<String, String> rows,
      Map<String, Copies> copies,
      List<String> wrong,
      List<String> right,
      List<String> copiedAnew) {
    String row = rows.get(key);
    Copies both = copies.get(key);
    if (both == null) {
      boolean moved = copies.entrySet().stream()
          .anyMatch(one -> !rows.containsKey(one.getKey())
              && !Objects.equals(one.getValue().one(), row)
              && one.getValue().one().equals(one.getValue().two()));
      (moved ? wrong : copiedAnew).add(key);
    } else if (both.one().equals(both.two())) {
      if (row == null && rows.containsValue(both.one())) {
        copiedAnew.add(key); // its own key is what is damaged
      } else if (!both.one().equals(row)) {
        if (row != null) {
          wrong.add(key);
        }
        right.add(both.one());
      }
    } else {
      copiedAnew.add(key);
    }
  }

  private static void change(
      Session session,
      Table table,
      Map<String, String> rows,
      List<String> wrong,
      List<String> right)
      throws SQLException {
    for (String key : wrong) {
      PreparedStatement keep =
          session.statement("INSERT INTO rows_set_aside (tab, content) VALUES (?, ?)");
      keep.setString(1, table.name());
      keep.setString(2, rows.get(key));
      keep.executeUpdate();
      PreparedStatement delete =
          session.statement("DELETE FROM " + table.quoted() + " WHERE " + table.key("") + " = ?");
      delete.setString(1, key);
      delete.executeUpdate();
    }
    for (String row : right) {
      session.run("INSERT OR REPLACE INTO " + table.quoted() + " VALUES (" + row + ")");
    }
  }

  private static void copyAnew(Session session, Table table) throws SQLException {
    PreparedStatement delete = session.statement("DELETE FROM row_copies WHERE tab = ?");
    delete.setString(1, table.name());
    delete.executeUpdate();
    session.run("INSERT INTO row_copies (tab, key, one, two) SELECT '" + table.name() + "', "
        + table.key("") + ", " + table.row("") + ", " + table.row("") + " FROM "
        + table.quoted());
  }
}
