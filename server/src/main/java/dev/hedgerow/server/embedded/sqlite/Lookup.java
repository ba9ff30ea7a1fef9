package dev.hedgerow.server.embedded.sqlite;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Rows whose key is any of many, in few statements: keys are grouped by all of the key but its last
 * part, and the last parts go into one {@code IN} list of fixed length, filled up by repeating.
 */
final class Lookup {
  private static final int AT_ONCE = 200;

  /** Takes one row. */
  interface RowTaker {
    void take(ResultSet row) throws SQLException, IOException;
  }

  private final Session session;
  private final String sql;

  /**
   * Makes a lookup.
   *
   * @param sql a SELECT that ends in {@code IN}, with a parameter for each leading part
   */
  Lookup(Session session, String sql) {
    this.session = session;
    this.sql = sql;
  }

  /** Finds the rows of those keys and gives them out, each once, in no order. */
  <K> void each(
      Collection<K> keys, Function<K, int[]> leading, Function<K, Object> last, RowTaker taker)
      throws SQLException, IOException {
    Map<List<Integer>, Set<Object>> grouped = new LinkedHashMap<>();
    for (K key : keys) {
      List<Integer> lead = Arrays.stream(leading.apply(key)).boxed().toList();
      grouped.computeIfAbsent(lead, none -> new LinkedHashSet<>()).add(last.apply(key));
    }
    for (Map.Entry<List<Integer>, Set<Object>> group : grouped.entrySet()) {
      Iterator<Object> left = group.getValue().iterator();
      int size = group.getValue().size() == 1 ? 1 : AT_ONCE;
      PreparedStatement select = session.statement(sql + " (" + marks(size) + ")");
      while (left.hasNext()) {
        chunk(select, group.getKey(), left, size, taker);
      }
    }
  }

  private static void chunk(
      PreparedStatement select,
      List<Integer> leading,
      Iterator<Object> left,
      int size,
      RowTaker taker)
      throws SQLException, IOException {
    int parameter = 1;
    for (int part : leading) {
      select.setInt(parameter++, part);
    }
    Object value = left.next();
    for (int taken = 0; taken < size; taken++) {
      bind(select, parameter++, value);
      if (left.hasNext() && taken + 1 < size) {
        value = left.next();
      }
    }
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        taker.take(rows);
      }
    }
  }

  private static void bind(PreparedStatement select, int parameter, Object value)
      throws SQLException {
    if (value instanceof UUID uuid) {
      select.setBytes(parameter, Bytes.of(uuid));
    } else {
      select.setString(parameter, value.toString());
    }
  }

  private static String marks(int count) {
    return "?" + ",?".repeat(count - 1);
  }
}
