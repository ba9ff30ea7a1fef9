package dev.hedgerow.demo;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page with {@code {{holes}}} in it. */
final class Template {

  private static final Pattern HOLE = Pattern.compile("\\{\\{([a-z]+)}}");

  private final String text;

  Template(String text) {
    this.text = text;
  }

  /** The text with every hole filled; a hole without a value is our own mistake. */
  String fill(Map<String, String> values) {
    Matcher hole = HOLE.matcher(text);
    return hole.replaceAll(found -> Matcher.quoteReplacement(value(values, found.group(1))));
  }

  private static String value(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException(
          "expected a value for " + name + " but found " + values.keySet());
    }
    return value;
  }

  /** Text that is safe inside an element and inside a quoted attribute. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
