package dev.hedgerow.server.embedded.duck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.SqlTokens;
import dev.hedgerow.server.query.SqlTokens.Token;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says where in a question's own text that is which the engine does not understand: its line and column, counted from 1. */
final class SqlSpots {
  private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"");

  private final String sql;

  SqlSpots(String sql) {
    this.sql = sql;
  }

  /**
   * Checks a statement as {@link SqlGuard#check} does.
   *
   * @throws RejectedException that names the place as well where the engine could not parse it
   */
  SqlGuard checked(Map<String, @Nullable Object> parsed, SqlProperties rewritten)
      throws RejectedException {
    try {
      return SqlGuard.check(parsed);
    } catch (RejectedException e) {
      int bytes = position(parsed);
      throw bytes < 0 ? e : at(e, rewritten.origin(characters(rewritten.text(), bytes)));
    }
  }

  /** Returns a rejection with the place of the last name that it quotes and the question says. */
  RejectedException named(RejectedException rejection) throws RejectedException {
    int found = -1;
    Matcher name = NAME.matcher(rejection.detail());
    while (name.find()) {
      int offset = offset(name.group(1));
      found = offset < 0 ? found : offset;
    }
    return found < 0 ? rejection : at(rejection, found);
  }

  private int offset(String name) throws RejectedException {
    int offset = 0;
    for (Token token : SqlTokens.of(sql)) {
      if (token.name().equalsIgnoreCase(name)) {
        return offset;
      }
      offset += token.text().length();
    }
    return -1;
  }

  private RejectedException at(RejectedException rejection, int offset) {
    if (!rejection.code().equals("sql_invalid")) {
      return rejection;
    }
    String before = sql.substring(0, Math.min(offset, sql.length()));
    long line = before.chars().filter(one -> one == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    return new RejectedException(
        "sql_invalid", rejection.detail() + ", line " + line + ", column " + column);
  }

  private static int position(Map<String, @Nullable Object> parsed) {
    Object found = parsed.get("position");
    try {
      return found == null ? -1 : Integer.parseInt(String.valueOf(found));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The engine counts bytes. */
  private static int characters(String text, int bytes) {
    byte[] all = text.getBytes(UTF_8);
    return new String(all, 0, Math.min(bytes, all.length), UTF_8).length();
  }
}
