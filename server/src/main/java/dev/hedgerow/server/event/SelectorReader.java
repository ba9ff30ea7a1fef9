package dev.hedgerow.server.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a selector once from left to right. */
final class SelectorReader {
  private static final String ENDS = ".#[]:>+~,*() \t\r\n\f\"'=|^$\\";
  private static final int DIGITS_MAX = 6;

  private final String text;
  private int at;

  SelectorReader(String text) {
    this.text = text;
  }

  List<Selector.Part> parts() {
    if (text.length() > Selector.CHARS_MAX) {
      throw new IllegalArgumentException(
          "expected a selector of at most " + Selector.CHARS_MAX + " characters");
    }
    List<Selector.Part> parts = new ArrayList<>();
    skipSpaces();
    boolean child = false;
    do {
      parts.add(part(child));
      skipSpaces();
      child = at < text.length() && text.charAt(at) == '>';
      if (child) {
        at++;
        skipSpaces();
      }
    } while (at < text.length() && parts.size() < Selector.PARTS_MAX);
    if (child || at < text.length()) {
      throw child && at >= text.length()
          ? wrong("an element after >")
          : wrong("at most " + Selector.PARTS_MAX + " elements");
    }
    return parts;
  }

  private Selector.Part part(boolean child) {
    int start = at;
    String tag = null;
    if (here('*')) {
      at++;
    } else if (at < text.length() && isOfName(text.charAt(at))) {
      tag = name(false).toLowerCase(Locale.ROOT);
    }
    List<String> classes = new ArrayList<>();
    Map<String, String> attributes = new LinkedHashMap<>();
    Integer nthChild = null;
    Integer nthOfType = null;
    while (at < text.length() && ".#[:".indexOf(text.charAt(at)) >= 0) {
      char kind = text.charAt(at++);
      if (kind == '.') {
        classes.add(name(true));
      } else if (kind == '#') {
        put(attributes, "id", name(false));
      } else if (kind == '[') {
        attribute(attributes);
      } else if (text.startsWith("nth-child(", at)) {
        nthChild = same(nthChild, nth("nth-child("));
      } else if (text.startsWith("nth-of-type(", at)) {
        nthOfType = same(nthOfType, nth("nth-of-type("));
      } else {
        throw wrong(":nth-child(n) or :nth-of-type(n)");
      }
    }
    if (at == start) {
      throw wrong("a tag, .class, #id, [name=\"value\"], :nth-child(n), a space or >");
    }
    return new Selector.Part(child, tag, classes, attributes, nthChild, nthOfType);
  }

  /** Reads a name; a class may hold brackets with neither equals sign nor backslash, as {@code w-[10px]}. */
  private String name(boolean ofClass) {
    StringBuilder name = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        name.append(text.charAt(at + 1));
        at += 2;
      } else if (isOfName(c)) {
        name.append(c);
        at++;
      } else if (ofClass && c == '[' && bracketsOfClass() > 0) {
        int end = bracketsOfClass();
        name.append(text, at, end);
        at = end;
      } else {
        break;
      }
    }
    if (name.isEmpty()) {
      throw wrong("a name");
    }
    return name.toString();
  }

  private int bracketsOfClass() {
    int end = text.indexOf(']', at);
    boolean plain =
        end > at && text.substring(at, end).chars().noneMatch(c -> "=\"' \\".indexOf(c) >= 0);
    return plain ? end + 1 : -1;
  }

  private void attribute(Map<String, String> attributes) {
    String name = name(false);
    char quote = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    if (!here('=') || (quote != '"' && quote != '\'')) {
      throw wrong("=\"value\" and nothing else after the name of an attribute");
    }
    at += 2;
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    if (!text.startsWith(quote + "]", at)) {
      throw wrong("the end of an attribute");
    }
    at += 2;
    put(attributes, name, value.toString());
  }

  private void put(Map<String, String> attributes, String name, String value) {
    String before = attributes.put(name, value);
    if (before != null && !before.equals(value)) {
      throw wrong("one value for " + name);
    }
  }

  private int nth(String name) {
    at += name.length();
    int end = text.indexOf(')', at);
    String number = end < 0 ? "" : text.substring(at, end).strip();
    if (number.isEmpty()
        || number.length() > DIGITS_MAX
        || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw wrong("a whole number in brackets");
    }
    at = end + 1;
    return Integer.parseInt(number);
  }

  private int same(@Nullable Integer before, int now) {
    if (before != null && before != now) {
      throw wrong("one place of an element");
    }
    return now;
  }

  private boolean here(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void skipSpaces() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isOfName(char c) {
    return c >= ' ' && ENDS.indexOf(c) < 0;
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException("expected " + expected + " at character " + (at + 1));
  }
}
