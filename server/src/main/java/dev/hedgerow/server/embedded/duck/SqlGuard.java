package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.embedded.duck.SqlProperties.Columns;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Walks a statement as the engine itself parsed it and refuses whatever is not known to be
 * harmless: other tables, functions that are not listed, statements that are not SELECT. What it
 * does not know it refuses.
 */
final class SqlGuard {
  private static final String EVENTS = "events";
  private static final Set<String> TABLES = Set.of(
      "events",
      "persons",
      "person_distinct_ids",
      "groups",
      "session_recordings",
      "sessions",
      "cohort_people");
  private static final Set<String> TABLE_FUNCTIONS =
      Set.of("range", "generate_series", "unnest", "json_each", "json_tree");
  private static final Set<String> NODES =
      Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");
  private static final Set<String> REFERENCES =
      Set.of("BASE_TABLE", "SUBQUERY", "JOIN", "EMPTY", "EXPRESSION_LIST", "TABLE_FUNCTION");

  /** Names that the engine answers like functions where no column has them. */
  private static final Set<String> ENGINE_NAMES = Set.of(
      "current_catalog",
      "current_database",
      "current_role",
      "current_schema",
      "current_user",
      "session_user");

  private static final Set<String> FUNCTIONS = functions();

  private final Set<String> tables = new TreeSet<>();
  private final Set<Map<?, ?>> asTables = Collections.newSetFromMap(new IdentityHashMap<>());
  private final SqlGrowth growth = new SqlGrowth();
  private boolean simple = true;
  private boolean direct = true;

  private SqlGuard() {}

  /**
   * Checks a statement.
   *
   * @param parsed what the engine's {@code json_serialize_sql} says
   * @throws RejectedException with {@code sql_invalid} if the engine could not parse it, with
   *     {@code sql_not_allowed} if it is not one harmless SELECT
   */
  static SqlGuard check(Map<String, @Nullable Object> parsed) throws RejectedException {
    if (!Boolean.FALSE.equals(parsed.get("error"))) {
      String message = String.valueOf(parsed.get("error_message"));
      throw message.startsWith("Only SELECT")
          ? refused("expected one SELECT and nothing else")
          : new RejectedException("sql_invalid", message.lines().findFirst().orElse("no SQL"));
    }
    if (!(parsed.get("statements") instanceof List<?> statements) || statements.size() != 1) {
      throw refused("expected exactly one SELECT");
    }
    SqlGuard guard = new SqlGuard();
    guard.walk(statements.get(0), Set.of());
    return guard;
  }

  /** Returns the tables it asks. */
  Set<String> tables() {
    return tables;
  }

  /** Returns which properties are certainly those of the events' own rows. */
  Columns columns() {
    if (!direct || !tables.contains(EVENTS)) {
      return Columns.NONE;
    }
    return simple && tables.size() == 1 ? Columns.ALL : Columns.OF_EVENTS;
  }

  private void walk(@Nullable Object part, Set<String> known) throws RejectedException {
    if (part instanceof List<?> list) {
      for (Object item : list) {
        walk(item, known);
      }
    } else if (part instanceof Map<?, ?> map) {
      walkMap(map, known);
    }
  }

  private void walkMap(Map<?, ?> map, Set<String> known) throws RejectedException {
    Set<String> inside = known;
    if (map.containsKey("cte_map")) {
      allow(NODES, map.get("type"), "SELECT");
      inside = withNames(map, known);
    } else if (map.containsKey("class")) {
      expression(map);
    } else if (map.containsKey("sample")) {
      reference(map, known);
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!"cte_map".equals(entry.getKey())) {
        walk(entry.getValue(), inside);
      }
    }
  }

  /** Walks the named queries of a node in order; each sees those before it, a recursive one itself. */
  private Set<String> withNames(Map<?, ?> node, Set<String> known) throws RejectedException {
    Set<String> names = new HashSet<>(known);
    if ("RECURSIVE_CTE_NODE".equals(node.get("type"))) {
      names.add(lower(node.get("cte_name")));
    }
    for (Object entry : namedQueries(node)) {
      simple = false;
      if (!(entry instanceof Map<?, ?> named)) {
        throw refused("expected named queries that can be read");
      }
      String name = lower(named.get("key"));
      direct &= !name.equals(EVENTS);
      walk(named.get("value"), names);
      names.add(name);
    }
    return names;
  }

  private static List<?> namedQueries(Map<?, ?> node) throws RejectedException {
    if (node.get("cte_map") instanceof Map<?, ?> map && map.get("map") instanceof List<?> list) {
      return list;
    }
    throw refused("expected named queries that can be read");
  }

  private void reference(Map<?, ?> map, Set<String> known) throws RejectedException {
    allow(REFERENCES, map.get("type"), "tables, joins and subqueries");
    boolean own = "BASE_TABLE".equals(map.get("type"));
    direct &= !lower(map.get("alias")).equals(EVENTS)
        || (own && lower(map.get("table_name")).equals(EVENTS));
    if (own) {
      table(map, known);
    } else if ("TABLE_FUNCTION".equals(map.get("type"))) {
      simple = false;
      Object name = "";
      if (map.get("function") instanceof Map<?, ?> call) {
        name = call.get("function_name");
        asTables.add(call);
      }
      allow(TABLE_FUNCTIONS, lower(name), "the table functions");
    } else if (!"EMPTY".equals(map.get("type"))) {
      simple = false;
    }
  }

  private void table(Map<?, ?> map, Set<String> known) throws RejectedException {
    String name = lower(map.get("table_name"));
    boolean plain = "".equals(map.get("schema_name"))
        && "".equals(map.get("catalog_name"))
        && map.get("at_clause") == null
        && map.get("qualified_name") instanceof Map<?, ?> qualified
        && qualified.get("path") instanceof List<?> path
        && path.size() == 1;
    if (!plain || !(TABLES.contains(name) || known.contains(name))) {
      throw refused("expected one of the tables " + String.join(", ", new TreeSet<>(TABLES))
          + " but found " + shown(map.get("table_name")));
    }
    if (!known.contains(name)) {
      tables.add(name);
    }
  }

  private void expression(Map<?, ?> map) throws RejectedException {
    String kind = String.valueOf(map.get("class"));
    if (kind.equals("PARAMETER")) {
      throw refused("expected a SELECT without parameters");
    }
    if (kind.equals("STAR")) {
      direct = false;
    }
    if (map.containsKey("function_name")) {
      function(map);
    }
    if (map.get("column_names") instanceof List<?> names && names.size() == 1) {
      String name = lower(names.get(0));
      if (ENGINE_NAMES.contains(name)) {
        throw refused("expected no use of " + name);
      }
    }
  }

  private void function(Map<?, ?> call) throws RejectedException {
    String name = lower(call.get("function_name"));
    boolean plain = isEmpty(call.get("schema")) && isEmpty(call.get("catalog"));
    if (!plain || !(FUNCTIONS.contains(name) || TABLE_FUNCTIONS.contains(name))) {
      throw refused("expected no use of the function " + shown(call.get("function_name")));
    }
    if (!asTables.contains(call)) {
      growth.check(name, call);
    }
  }

  private static boolean isEmpty(@Nullable Object name) {
    return name == null || "".equals(name);
  }

  private static void allow(Set<String> allowed, @Nullable Object found, String what)
      throws RejectedException {
    if (!(found instanceof String name) || !allowed.contains(name)) {
      throw refused("expected only " + what + " that are known but found " + shown(found));
    }
  }

  private static String lower(@Nullable Object name) {
    return String.valueOf(name).toLowerCase(Locale.ROOT);
  }

  private static String shown(@Nullable Object name) {
    String text = String.valueOf(name);
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private static RejectedException refused(String detail) {
    return new RejectedException("sql_not_allowed", detail);
  }

  private static Set<String> functions() {
    try (InputStream in = SqlGuard.class.getResourceAsStream("sql-functions.txt")) {
      if (in == null) {
        throw new IllegalStateException("expected the list of functions beside the class");
      }
      List<String> lines = new ArrayList<>(
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
      return lines.stream()
          .filter(line -> !line.isBlank() && !line.startsWith("# "))
          .map(line -> line.toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
