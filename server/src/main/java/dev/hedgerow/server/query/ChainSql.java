package dev.hedgerow.server.query;

import dev.hedgerow.server.event.Matching;
import dev.hedgerow.server.event.Selector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Conditions on the column {@code elements_chain} (contract S 5.2, 5.4). The chain is cut into its elements, each outside all
 * quotes; a selector makes of each element a word of noughts and ones, one for each part it meets, and of the chain a sentence
 * of these that a second expression reads. The engine's regular expressions take time in proportion to the text.
 */
final class ChainSql {
  private static final String VALUE = "(?:[^\"\\\\]|\\\\+[^\\\\])*";
  private static final String ELEMENT = "(?:[^\";]|\"" + VALUE + "\")+";
  private static final String ELEMENTS =
      "regexp_extract_all(elements_chain, " + SqlText.literal(ELEMENT) + ")";

  /** What follows a tag or a class: another class, the pairs, or nothing. */
  private static final String NAME_ENDS = "(?:\\.|:[^=\";:.]*(?:=\"|$)|$)";

  /** All up to the beginning of a pair. */
  private static final String PAIRS = "^[^\"]*:(?:[^\"]*\"" + VALUE + "\")*";

  private ChainSql() {}

  /** Any element has that tag. */
  static String tag(String tag) {
    return any(matches(tagged(tag)));
  }

  /** Any element has such a value under that key. */
  static String value(String key, Matching matching, String wanted) {
    String pair = PAIRS + quoted(key) + "=\"(" + VALUE + ")\"";
    String value = "replace(regexp_extract(el, " + SqlText.literal(pair) + ", 1), '\\\"', '\"')";
    return any(
        switch (matching) {
          case EXACT -> value + " = " + SqlText.literal(wanted);
          case CONTAINS -> "contains(lower(" + value + "), lower(" + SqlText.literal(wanted) + "))";
          case REGEX ->
            matches(pair) + " AND regexp_matches(" + value + ", " + SqlText.literal(wanted) + ")";
        });
  }

  /** The elements meet that selector. */
  static String selector(Selector selector) {
    List<Selector.Part> inner = new ArrayList<>(selector.parts());
    Collections.reverse(inner);
    String word = inner.stream()
        .map(part -> "CASE WHEN " + met(part) + " THEN '1' ELSE '0' END")
        .collect(Collectors.joining(" || ", "", " || ','"));
    int length = inner.size();
    String one = "[01]{" + length + "},";
    StringBuilder sentence = new StringBuilder("^(?:" + one + ")*");
    for (int i = 0; i < length; i++) {
      sentence
          .append("[01]{")
          .append(i)
          .append("}1[01]{")
          .append(length - 1 - i)
          .append("},");
      if (i < length - 1 && !inner.get(i).child()) {
        sentence.append("(?:").append(one).append(")*");
      }
    }
    return "regexp_matches(array_to_string(list_transform(" + ELEMENTS + ", lambda el: " + word
        + "), ''), " + SqlText.literal(sentence.toString()) + ")";
  }

  private static String met(Selector.Part part) {
    List<String> conditions = new ArrayList<>();
    if (part.tag() != null) {
      conditions.add(matches(tagged(part.tag())));
    }
    for (String name : part.classes()) {
      conditions.add(matches("^[^\"]*\\." + quoted(name) + NAME_ENDS));
    }
    for (Map.Entry<String, String> entry : part.attributes().entrySet()) {
      conditions.add(pair(keys(entry.getKey()), entry.getValue()));
    }
    if (part.nthChild() != null) {
      conditions.add(pair("nth-child", part.nthChild().toString()));
    }
    if (part.nthOfType() != null) {
      conditions.add(pair("nth-of-type", part.nthOfType().toString()));
    }
    return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
  }

  private static String keys(String attribute) {
    String own = quoted("attr__" + attribute);
    return switch (attribute) {
      case "id" -> "(?:attr_id|" + own + ")";
      case "href" -> "(?:href|" + own + ")";
      default -> own;
    };
  }

  private static String pair(String keys, String value) {
    return matches(PAIRS + keys + "=\"" + quoted(value).replace("\\\"", "\\\\\"") + "\"");
  }

  private static String tagged(String tag) {
    return "^" + "(?i:" + quoted(tag.toLowerCase(Locale.ROOT)) + ")" + NAME_ENDS;
  }

  private static String matches(String expression) {
    return "regexp_matches(el, " + SqlText.literal(expression) + ")";
  }

  private static String any(String condition) {
    return "len(list_filter(" + ELEMENTS + ", lambda el: " + condition + ")) > 0";
  }

  /** Returns an expression of exactly that text. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= 128 || Character.isLetterOrDigit(c) || c <= ' ';
      quoted.append(plain ? "" : "\\").append(c);
    }
    return quoted.toString();
  }
}
