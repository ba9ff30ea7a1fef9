package dev.hedgerow.server.insight;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Expression;
import dev.hedgerow.server.query.SqlReads;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the field whose SQL, written by the asker, the engine did not take: it tells where in the whole SELECT something is wrong, but
 * not which field that came from.
 */
final class OwnSql {
  private static final Set<String> FIELDS =
      Set.of("math_hogql", "funnelAggregateByHogQL", "pathsHogQLExpression");
  private static final Set<String> OF_EVENTS = Set.of("select", "where", "orderBy");
  private static final Set<String> NO_SQL = Set.of("*", "person");
  private static final String WHOLE = "query";

  private final Map<String, String> written = new LinkedHashMap<>();

  private OwnSql() {}

  /**
   * Returns the rejection with the name of the field at fault: that of the first expression that cannot be asked alone, or else of the
   * first there is, or {@code query} where there is none.
   */
  static RejectedException named(
      RejectedException e, Map<String, @Nullable Object> query, int projectId, SqlReads sql)
      throws IOException {
    OwnSql own = new OwnSql();
    own.find("", query, "EventsQuery".equals(query.get("kind")));
    String field = own.written.size() > 1 ? own.refused(projectId, sql) : null;
    if (field == null) {
      field = own.written.isEmpty() ? WHOLE : own.written.keySet().iterator().next();
    }
    return new RejectedException(e.status(), e.code(), e.detail(), field);
  }

  private @Nullable String refused(int projectId, SqlReads sql) throws IOException {
    for (Map.Entry<String, String> one : written.entrySet()) {
      try {
        String expression = Expression.of(one.getKey(), one.getValue());
        String select = one.getKey().equals("orderBy")
            ? "SELECT 1 FROM events ORDER BY " + expression
            : "SELECT (" + expression + ") FROM events";
        sql.select(projectId, select + " LIMIT 0", 1);
      } catch (RejectedException e) {
        return one.getKey();
      }
    }
    return null;
  }

  private void find(String at, Map<?, ?> object, boolean ofEvents) {
    boolean hogql = "hogql".equals(object.get("type"));
    object.forEach((name, value) -> {
      String field = at + name;
      boolean is = FIELDS.contains(String.valueOf(name))
          || (hogql && ("key".equals(name) || "property".equals(name)))
          || ("hogql".equals(object.get("breakdown_type")) && "breakdown".equals(name))
          || (ofEvents && OF_EVENTS.contains(String.valueOf(name)));
      if (value instanceof String text && is) {
        written.put(field, text);
      } else if (value instanceof Map<?, ?> inner) {
        find(field + ".", inner, false);
      } else if (value instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          if (list.get(i) instanceof Map<?, ?> inner) {
            find(field + "[" + i + "].", inner, false);
          } else if (list.get(i) instanceof String text && is && !NO_SQL.contains(text)) {
            written.merge(field, text, (one, other) -> other);
          }
        }
      }
    });
  }
}
