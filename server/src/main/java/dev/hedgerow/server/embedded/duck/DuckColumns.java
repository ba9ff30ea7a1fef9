package dev.hedgerow.server.embedded.duck;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which properties have a column of their own because questions often ask for them. Columns have numbers, so that no name of
 * a property reaches the engine as one of its own. Changed only by who writes; read from any thread.
 */
final class DuckColumns {

  /** A property's column; only one that is filled may be read. */
  record Column(int number, Property property, boolean filled) {
    String name() {
      return "p_" + number;
    }
  }

  private final ColumnUse use;
  private volatile List<Column> all = List.of();
  private volatile Map<Property, String> readable = Map.of();

  /** Makes them; {@link #load} learns which there are. */
  DuckColumns(ColumnUse use) {
    this.use = use;
  }

  /** Learns what columns the file has; belongs to who writes. */
  void load(Connection connection) throws SQLException {
    List<Column> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(
            "SELECT number, of_person, name, filled FROM kept.column_rows ORDER BY number")) {
      while (rows.next()) {
        found.add(new Column(
            rows.getInt(1),
            new Property(rows.getBoolean(2), rows.getString(3)),
            rows.getBoolean(4)));
      }
    }
    know(found);
  }

  /** Knows of no columns until the file is open again. */
  void forget() {
    know(List.of());
  }

  private void know(List<Column> found) {
    all = List.copyOf(found);
    readable = found.stream()
        .filter(Column::filled)
        .collect(Collectors.toUnmodifiableMap(Column::property, Column::name));
  }

  /** Returns all columns in the order that the table has them, which is the order they were made in. */
  List<Column> all() {
    return all;
  }

  /** Returns the other columns of the table, as what to select. */
  String others() {
    return all.stream().map(Column::name).collect(Collectors.joining(", ", "* EXCLUDE (", ")"));
  }

  /** Returns a SELECT of all columns of rows that have only the others, of which each text is read once. */
  String readFrom(String table) {
    List<String> lists = new ArrayList<>();
    StringBuilder found = new StringBuilder();
    StringBuilder taken = new StringBuilder();
    for (boolean ofPerson : new boolean[] {false, true}) {
      List<Column> some = all.stream()
          .filter(column -> column.property().ofPerson() == ofPerson)
          .toList();
      if (!some.isEmpty()) {
        String list = ofPerson ? "of_person" : "of_event";
        lists.add(list);
        String paths = some.stream()
            .map(column -> column.property().path())
            .collect(Collectors.joining(", ", "[", "]"));
        found.append(", json_extract_string(").append(some.get(0).property().source());
        found.append(", ").append(paths).append(") AS ").append(list);
        for (int i = 0; i < some.size(); i++) {
          taken.append(", ").append(list).append('[').append(i + 1).append("] AS ");
          taken.append(some.get(i).name());
        }
      }
    }
    return "SELECT * EXCLUDE (" + String.join(", ", lists) + ")" + taken + " FROM (SELECT *" + found
        + " FROM " + table + ") AS found";
  }

  /** Returns what more to set where nothing shall tell of the person any more. */
  String withoutPerson() {
    return all.stream()
        .filter(column -> column.property().ofPerson())
        .map(column -> ", " + column.name() + " = NULL")
        .collect(Collectors.joining());
  }

  /** Returns the columns that questions may read. */
  Map<Property, String> readable() {
    return readable;
  }

  /** Returns the names of all properties that questions may read from columns, of events or of persons. */
  Set<String> names(boolean ofPersons) {
    Set<String> names = new TreeSet<>(ofPersons ? List.of() : DuckSchema.HOT);
    for (Property property : readable.keySet()) {
      if (property.ofPerson() == ofPersons) {
        names.add(property.name());
      }
    }
    return names;
  }

  /** Returns what questions read, which they tell it. */
  ColumnUse use() {
    return use;
  }
}
