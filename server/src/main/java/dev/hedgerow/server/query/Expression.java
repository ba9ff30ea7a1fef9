package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.util.List;
import java.util.UUID;

/**
 * One SQL expression out of a question's list, as {@code count() -- Total}: what follows the dashes
 * is its label.
 */
public final class Expression {
  private Expression() {}

  /**
   * Returns the expression without its comments.
   *
   * @throws RejectedException if it is empty or would end the expression it is put into
   */
  public static String of(String field, String item) throws RejectedException {
    List<SqlTokens.Token> tokens = SqlTokens.of(item);
    int depth = 0;
    StringBuilder bare = new StringBuilder();
    for (SqlTokens.Token token : tokens) {
      depth += token.is('(') || token.is('[') ? 1 : token.is(')') || token.is(']') ? -1 : 0;
      if (depth < 0 || token.is(';') || (depth == 0 && token.is(',') && !field.equals("orderBy"))) {
        throw Asked.wrong(field, "one expression each", item);
      }
      bare.append(token.kind() == SqlTokens.Kind.SPACE ? " " : token.text());
    }
    if (depth != 0 || bare.toString().isBlank()) {
      throw Asked.wrong(field, "one whole expression each", item);
    }
    return bare.toString().strip();
  }

  /** Returns the label after the dashes, or the expression itself. */
  public static String label(String item) {
    int dashes = item.lastIndexOf("-- ");
    String label = dashes < 0 ? "" : item.substring(dashes + 3).strip();
    return label.isEmpty() ? item.strip() : label;
  }

  /** Returns a person id in its usual form. */
  public static String uuid(String text) throws RejectedException {
    try {
      return UUID.fromString(text).toString();
    } catch (IllegalArgumentException e) {
      throw Asked.wrong("personId", "a uuid", text);
    }
  }
}
