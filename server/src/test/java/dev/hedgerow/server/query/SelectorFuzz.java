package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Selector;
import java.nio.charset.StandardCharsets;

/**
 * Any text as a selector: refused with a reason, or it comes out of a written selector as it went in, and its SQL is cut into
 * the tokens that were meant.
 */
public final class SelectorFuzz {
  private SelectorFuzz() {}

  /** Reads a text as a selector, writes and reads it again, and makes SQL of it. */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    Selector selector;
    try {
      selector = Selector.of(text);
    } catch (IllegalArgumentException e) {
      if (!String.valueOf(e.getMessage()).startsWith("expected ")) {
        throw new AssertionError("expected a reason", e);
      }
      return;
    }
    if (selector.parts().isEmpty() || selector.parts().size() > Selector.PARTS_MAX) {
      throw new AssertionError(
          "expected 1 to 20 parts but found " + selector.parts().size());
    }
    String written = written(selector);
    if (written.length() <= Selector.CHARS_MAX && !Selector.of(written).equals(selector)) {
      throw new AssertionError("expected " + selector + " of " + written);
    }
    String sql = ChainSql.selector(selector);
    try {
      if (!SqlTokens.text(SqlTokens.of(sql)).equals(sql) || SqlTokens.limitsItself(sql)) {
        throw new AssertionError("expected one condition but found " + sql);
      }
    } catch (RejectedException e) {
      throw new AssertionError("expected SQL that can be read but found " + sql, e);
    }
  }

  private static String written(Selector selector) {
    StringBuilder text = new StringBuilder();
    for (Selector.Part part : selector.parts()) {
      text.append(text.length() == 0 ? "" : part.child() ? ">" : " ");
      text.append(part.tag() == null ? "*" : tag(part.tag()));
      part.classes().forEach(name -> text.append('.').append(escaped(name)));
      part.attributes()
          .forEach((name, value) -> text.append('[')
              .append(escaped(name))
              .append("=\"")
              .append(escaped(value))
              .append("\"]"));
      if (part.nthChild() != null) {
        text.append(":nth-child(").append(part.nthChild()).append(')');
      }
      if (part.nthOfType() != null) {
        text.append(":nth-of-type(").append(part.nthOfType()).append(')');
      }
    }
    return text.toString();
  }

  /** A tag begins with a letter that needs no backslash, whatever comes after it. */
  private static String tag(String tag) {
    return tag.charAt(0) + escaped(tag.substring(1));
  }

  private static String escaped(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      text.append(plain ? "" : "\\").append(c);
    }
    return text.toString();
  }
}
