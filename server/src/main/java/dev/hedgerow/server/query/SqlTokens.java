package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL text into words, quoted names, strings, numbers, symbols and the spaces and comments
 * between them. Joined again, the tokens are the text. Nothing is understood beyond that, so
 * nothing that must be safe may rest on it.
 */
public final class SqlTokens {

  /** What a token is. */
  public enum Kind {
    WORD,
    QUOTED,
    STRING,
    NUMBER,
    SYMBOL,
    SPACE
  }

  /** A piece of the text. */
  public record Token(Kind kind, String text) {

    /** Returns whether it is that symbol. */
    public boolean is(char symbol) {
      return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    /** Returns whether it is that word, in any case. */
    public boolean is(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    /** Returns the name it stands for: the word itself, or what the double quotes hold. */
    public String name() {
      return kind == Kind.QUOTED
          ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
          : text;
    }
  }

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private SqlTokens(String text) {
    this.text = text;
  }

  /**
   * Returns the tokens of a text.
   *
   * @throws RejectedException with {@code sql_invalid} if a string, name or comment does not end
   */
  public static List<Token> of(String text) throws RejectedException {
    SqlTokens cutter = new SqlTokens(text);
    while (cutter.at < text.length()) {
      cutter.next();
    }
    return cutter.tokens;
  }

  /** Returns the text of those tokens. */
  public static String text(List<Token> tokens) {
    StringBuilder joined = new StringBuilder();
    tokens.forEach(token -> joined.append(token.text()));
    return joined.toString();
  }

  /** Returns whether the text limits its own rows, outside all parentheses. */
  public static boolean limitsItself(String text) throws RejectedException {
    int depth = 0;
    for (Token token : of(text)) {
      if (token.is('(')) {
        depth++;
      } else if (token.is(')')) {
        depth--;
      } else if (depth == 0 && (token.is("limit") || token.is("fetch"))) {
        return true;
      }
    }
    return false;
  }

  private void next() throws RejectedException {
    char c = text.charAt(at);
    if (Character.isWhitespace(c)) {
      add(Kind.SPACE, endOf(at, Character::isWhitespace));
    } else if (text.startsWith("--", at)) {
      int end = text.indexOf('\n', at);
      add(Kind.SPACE, end < 0 ? text.length() : end + 1);
    } else if (text.startsWith("/*", at)) {
      add(Kind.SPACE, after("*/", at + 2, "comment"));
    } else if (c == '\'') {
      add(Kind.STRING, endOfQuoted('\'', at, false));
    } else if (c == '"') {
      add(Kind.QUOTED, endOfQuoted('"', at, false));
    } else if ((c == 'e' || c == 'E') && text.startsWith("'", at + 1)) {
      add(Kind.STRING, endOfQuoted('\'', at + 1, true));
    } else if (c == '$') {
      dollar();
    } else if (Character.isDigit(c)) {
      add(Kind.NUMBER, endOf(at, SqlTokens::isPartOfName));
    } else if (isStartOfName(c)) {
      add(Kind.WORD, endOf(at, SqlTokens::isPartOfName));
    } else {
      add(Kind.SYMBOL, at + 1);
    }
  }

  private void dollar() throws RejectedException {
    int end = endOf(at + 1, c -> c != '$' && isPartOfName(c));
    boolean quotes = end < text.length()
        && text.charAt(end) == '$'
        && text.indexOf(text.substring(at, end + 1), end + 1) >= 0;
    if (quotes) {
      add(Kind.STRING, after(text.substring(at, end + 1), end + 1, "string"));
    } else if (end > at + 1 && isStartOfName(text.charAt(at + 1))) {
      add(Kind.WORD, endOf(at + 1, SqlTokens::isPartOfName));
    } else {
      add(Kind.SYMBOL, at + 1);
    }
  }

  private int endOfQuoted(char quote, int start, boolean backslashes) throws RejectedException {
    for (int i = start + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (backslashes && c == '\\') {
        i++;
      } else if (c == quote) {
        if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
          i++;
        } else {
          return i + 1;
        }
      }
    }
    throw unfinished(quote == '"' ? "quoted name" : "string");
  }

  private int after(String end, int from, String what) throws RejectedException {
    int found = text.indexOf(end, from);
    if (found < 0) {
      throw unfinished(what);
    }
    return found + end.length();
  }

  private interface Chars {
    boolean has(char c);
  }

  private int endOf(int from, Chars chars) {
    int end = from;
    while (end < text.length() && chars.has(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private void add(Kind kind, int end) {
    tokens.add(new Token(kind, text.substring(at, end)));
    at = end;
  }

  private static boolean isStartOfName(char c) {
    return c == '_' || Character.isLetter(c) || Character.isSurrogate(c);
  }

  private static boolean isPartOfName(char c) {
    return isStartOfName(c) || c == '$' || Character.isDigit(c);
  }

  private static RejectedException unfinished(String what) {
    return new RejectedException("sql_invalid", "expected every " + what + " to end");
  }
}
