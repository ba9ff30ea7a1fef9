package dev.hedgerow.server.query;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as SQL text. Whatever comes in, exactly one literal or one name comes out. */
public final class SqlText {
  private SqlText() {}

  /** Returns a string literal. A NUL, which no stored text holds unescaped, becomes U+FFFD. */
  public static String literal(String value) {
    return "'" + value.replace('\0', '\uFFFD').replace("'", "''") + "'";
  }

  /** Returns a quoted name. */
  public static String name(String value) {
    return '"' + value.replace('\0', '\uFFFD').replace("\"", "\"\"") + '"';
  }

  /** Returns the literal of a moment, in UTC as stored moments are. */
  public static String moment(Instant at) {
    return "CAST(" + literal(at.toString().replace("Z", "")) + " AS TIMESTAMP)";
  }

  /** Returns the literal of a JSON value: null, text, number, boolean or an array of these. */
  public static String value(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(SqlText::value).collect(Collectors.joining(", ", "(", ")"));
    }
    return literal(value.toString());
  }

  /** Returns the number that a text is, as SQL; NULL where it is none, or none with an end. */
  public static String number(String text) {
    String number = "TRY_CAST(" + text + " AS DOUBLE)";
    return "CASE WHEN isfinite(" + number + ") THEN " + number + " END";
  }
}
