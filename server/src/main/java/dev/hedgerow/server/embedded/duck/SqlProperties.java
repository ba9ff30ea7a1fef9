package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.SqlTokens;
import dev.hedgerow.server.query.SqlTokens.Kind;
import dev.hedgerow.server.query.SqlTokens.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites what a question may write and the engine does not know: {@code properties.$browser},
 * {@code e.person.properties.plan.name}, {@code person.id} and bare names with a dollar sign.
 */
final class SqlProperties {

  /** Which {@code properties} of a text are certainly those of the events as stored. */
  enum Columns {
    NONE,
    /** Those written {@code events.properties}. */
    OF_EVENTS,
    ALL
  }

  /** Where a piece of the rewritten text begins, and where what it was written for does, so many characters of it unchanged. */
  private record Spot(int at, int origin, int same) {}

  private final List<Token> tokens;
  private final Columns columns;
  private final Map<Property, String> promoted;
  private final Set<Property> fromJson = new LinkedHashSet<>();
  private final Set<Property> fromColumns = new LinkedHashSet<>();
  private final Set<String> taken = new LinkedHashSet<>();
  private final Map<String, String> shown = new HashMap<>();
  private final boolean personIsATable;
  private final Map<String, String> written = new LinkedHashMap<>();
  private final List<Spot> spots = new ArrayList<>();
  private final String text;

  /**
   * Rewrites a text.
   *
   * @param columns which properties are read from a column of their own, where they have one
   * @param promoted the columns of properties beside those that every table of events has
   */
  SqlProperties(String sql, Columns columns, Map<Property, String> promoted)
      throws RejectedException {
    if (sql.indexOf('\0') >= 0) {
      throw new RejectedException("sql_invalid", "expected text without NUL characters");
    }
    this.tokens = withoutEnd(SqlTokens.of(sql));
    this.columns = columns;
    this.promoted = promoted;
    this.personIsATable = personIsATable();
    this.text = rewritten();
  }

  /** Returns the text in the engine's own words. */
  String text() {
    return text;
  }

  /** Returns where in the question's own text something is that begins so many characters into the rewritten one. */
  int origin(int position) {
    int origin = 0;
    for (Spot spot : spots) {
      if (spot.at() > position) {
        break;
      }
      origin = spot.origin() + Math.min(spot.same(), position - spot.at());
    }
    return origin;
  }

  /** Returns the columns that the view of events is to show for this text, as "column AS name". */
  Set<String> columns() {
    return taken;
  }

  /** Returns the properties read from JSON that a column would have done for. */
  Set<Property> fromJson() {
    return fromJson;
  }

  /** Returns the properties read from columns that not every table of events has. */
  Set<Property> fromColumns() {
    return fromColumns;
  }

  /** Returns the name of a column as the question wrote it. */
  String column(String engines) {
    return written.getOrDefault(engines, engines);
  }

  private static List<Token> withoutEnd(List<Token> tokens) {
    int end = tokens.size();
    while (end > 0
        && (tokens.get(end - 1).kind() == Kind.SPACE || tokens.get(end - 1).is(';'))) {
      end--;
    }
    return tokens.subList(0, end);
  }

  /** Returns whether "person" is used as a name without a dot after it, as an alias is. */
  private boolean personIsATable() {
    for (int i = 0; i < tokens.size(); i++) {
      boolean dotted = i + 1 < tokens.size() && tokens.get(i + 1).is('.');
      boolean part = i > 0 && tokens.get(i - 1).is('.');
      if (tokens.get(i).is("person") && !dotted && !part) {
        return true;
      }
    }
    return false;
  }

  private String rewritten() {
    StringBuilder out = new StringBuilder();
    int at = 0;
    int origin = 0;
    while (at < tokens.size()) {
      int end = chainEnd(at);
      int length = SqlTokens.text(tokens.subList(at, Math.max(end, at + 1))).length();
      spots.add(new Spot(out.length(), origin, end == at ? length : 0));
      out.append(end == at ? tokens.get(at).text() : chain(at, end));
      origin += length;
      at = Math.max(end, at + 1);
    }
    return out.toString();
  }

  private int chainEnd(int at) {
    if (!isName(at)) {
      return at;
    }
    int end = at + 1;
    while (end + 1 < tokens.size() && tokens.get(end).is('.') && isName(end + 1)) {
      end += 2;
    }
    return end;
  }

  private boolean isName(int at) {
    Kind kind = tokens.get(at).kind();
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  private String chain(int from, int to) {
    List<Token> parts = new ArrayList<>();
    for (int i = from; i < to; i += 2) {
      parts.add(tokens.get(i));
    }
    for (int i = 0; i < parts.size() && i <= 2; i++) {
      if (parts.get(i).name().toLowerCase(Locale.ROOT).equals("properties")) {
        return properties(parts, i, SqlTokens.text(tokens.subList(from, to)));
      }
    }
    int last = parts.size() - 1;
    if (last > 0 && isPerson(parts.get(last - 1))) {
      String name = parts.get(last).name().toLowerCase(Locale.ROOT);
      if (name.equals("id") || name.equals("created_at")) {
        return prefix(parts, last - 1) + "person_" + name;
      }
    }
    return joined(parts, parts.size());
  }

  private String properties(List<Token> parts, int at, String before) {
    boolean ofPerson = at > 0 && isPerson(parts.get(at - 1));
    String prefix = prefix(parts, ofPerson ? at - 1 : at);
    String column = prefix + (ofPerson ? "person_properties" : "properties");
    if (at == parts.size() - 1) {
      return column;
    }
    String first = parts.get(at + 1).name();
    boolean ofEvents =
        columns == Columns.ALL || (columns == Columns.OF_EVENTS && prefix.equals("events."));
    if (ofEvents && at + 2 == parts.size()) {
      String own = column(new Property(ofPerson, first));
      if (own != null) {
        String name = shown(own, (ofPerson ? "events.person." : "events.") + "properties." + first);
        written.put(name, before);
        taken.add("e." + quoted(own) + " AS " + quoted(name));
        return prefix + quoted(name);
      }
    }
    String path = path(parts.subList(at + 1, parts.size()));
    String found = "json_extract_string(" + column + ", '" + path.replace("'", "''") + "')";
    written.put(found, before);
    return found;
  }

  /** Returns what a column is called here; names that differ in case only are one to the engine. */
  private String shown(String column, String name) {
    String other = shown.putIfAbsent(name.toLowerCase(Locale.ROOT), column);
    return other == null || other.equals(column) ? name : name + " (" + column + ")";
  }

  private @Nullable String column(Property property) {
    if (!property.ofPerson() && DuckSchema.HOT.contains(property.name())) {
      return property.name();
    }
    String own = promoted.get(property);
    (own == null ? fromJson : fromColumns).add(property);
    return own;
  }

  private static String path(List<Token> names) {
    StringBuilder path = new StringBuilder("$");
    for (Token token : names) {
      String name = token.name();
      if (name.isEmpty() || name.equals("*") || name.indexOf('"') >= 0 || name.indexOf('\\') >= 0) {
        return pointer(names);
      }
      path.append(".\"").append(name).append('"');
    }
    return path.toString();
  }

  /** The other way to say where a value is, in which any name is just a name; but a number may be a place in an array. */
  private static String pointer(List<Token> names) {
    StringBuilder pointer = new StringBuilder();
    for (Token name : names) {
      pointer.append('/').append(name.name().replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }

  private boolean isPerson(Token part) {
    return !personIsATable && part.is("person");
  }

  private static String prefix(List<Token> parts, int to) {
    return to == 0 ? "" : joined(parts, to) + ".";
  }

  private static String joined(List<Token> parts, int to) {
    StringBuilder out = new StringBuilder();
    for (Token part : parts.subList(0, to)) {
      out.append(out.isEmpty() ? "" : ".");
      out.append(part.text().indexOf('$') >= 0 ? quoted(part.name()) : part.text());
    }
    return out.toString();
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
