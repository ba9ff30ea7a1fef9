package dev.hedgerow.server.event;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The elements chain (contract S 5.2): the clicked element first, then its ancestors, each as
 * {@code tag.class:key="value"…}, joined by semicolons.
 */
public final class ElementsChain {
  private static final int TEXT_CHARS_MAX = 400;
  private static final int HREF_CHARS_MAX = 2048;

  /** The tags that people click on purpose. */
  private static final Set<String> TELLING =
      Set.of("a", "button", "form", "input", "select", "textarea", "label");

  /** What names an element that has no text, the best first. */
  private static final List<String> NAMES =
      List.of("attr__aria-label", "attr__name", "attr_id", "attr__id", "attr__placeholder", "href");

  private ElementsChain() {}

  /**
   * Returns the chain of a {@code $elements} array (contract S 5.1), with its limits applied; empty
   * when nothing usable is in it.
   */
  public static String ofElements(List<?> elements) {
    return elements.stream()
        .filter(Map.class::isInstance)
        .map(element -> chainPart((Map<?, ?>) element))
        .collect(Collectors.joining(";"));
  }

  /** Returns the elements of a chain, the clicked one first. Takes any text; never fails. */
  public static List<Element> parse(String chain) {
    return new ChainReader(chain).elements();
  }

  /**
   * Returns what a person did in words, such as {@code clicked button with text "Buy"}.
   *
   * @param eventType {@code click}, {@code change}, {@code submit} or another DOM event's name
   */
  public static String words(String eventType, String chain) {
    List<Element> elements = parse(chain);
    if (elements.isEmpty()) {
      return verb(eventType);
    }
    Element first = elements.get(0);
    Element told = elements.stream()
        .filter(element -> TELLING.contains(element.tag()))
        .findFirst()
        .orElse(first);
    String name = name(told);
    return verb(eventType) + " " + noun(told.tag()) + (name.isEmpty() ? name(first) : name);
  }

  private static String chainPart(Map<?, ?> element) {
    StringBuilder part = new StringBuilder(text(element.get("tag_name"), TEXT_CHARS_MAX));
    for (String name : classes(element)) {
      part.append('.').append(name.replace("\"", ""));
    }
    part.append(':');
    pairs(element)
        .forEach((key, value) ->
            part.append(escaped(key)).append("=\"").append(escaped(value)).append('"'));
    return part.toString();
  }

  private static SortedSet<String> classes(Map<?, ?> element) {
    TreeSet<String> classes = new TreeSet<>();
    if (element.get("classes") instanceof List<?> list) {
      list.forEach(name -> classes.add(text(name, TEXT_CHARS_MAX)));
    } else {
      classes.addAll(List.of(text(element.get("attr__class"), HREF_CHARS_MAX).split("\\s+", 0)));
    }
    classes.remove("");
    return classes;
  }

  private static SortedMap<String, String> pairs(Map<?, ?> element) {
    TreeMap<String, String> pairs = new TreeMap<>();
    element.forEach((key, value) -> {
      if (String.valueOf(key).startsWith("attr__") && value != null) {
        pairs.put(String.valueOf(key), text(value, HREF_CHARS_MAX));
      }
    });
    pairs.put("nth-child", number(element.get("nth_child")));
    pairs.put("nth-of-type", number(element.get("nth_of_type")));
    putUnlessEmpty(pairs, "text", text(firstOf(element, "$el_text", "text"), TEXT_CHARS_MAX));
    putUnlessEmpty(pairs, "href", text(firstOf(element, "attr__href", "href"), HREF_CHARS_MAX));
    putUnlessEmpty(pairs, "attr_id", text(firstOf(element, "attr__id", "attr_id"), HREF_CHARS_MAX));
    return pairs;
  }

  private static @Nullable Object firstOf(Map<?, ?> element, String name, String otherName) {
    Object found = element.get(name);
    return found == null ? element.get(otherName) : found;
  }

  private static void putUnlessEmpty(Map<String, String> pairs, String key, String value) {
    if (!value.isEmpty()) {
      pairs.put(key, value);
    }
  }

  private static String number(@Nullable Object value) {
    return value instanceof Number number ? Long.toString(number.longValue()) : "0";
  }

  private static String text(@Nullable Object value, int charsMax) {
    if (value instanceof List<?> list) {
      return cut(list.stream().map(String::valueOf).collect(Collectors.joining(" ")), charsMax);
    }
    return value == null ? "" : cut(value.toString(), charsMax);
  }

  private static String cut(String text, int charsMax) {
    return text.codePointCount(0, text.length()) <= charsMax
        ? text
        : text.substring(0, text.offsetByCodePoints(0, charsMax));
  }

  /** A quote gets a backslash unless it has one; a last backslash would eat the closing quote. */
  private static String escaped(String value) {
    StringBuilder out = new StringBuilder(value.length() + 8);
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == '"' && (i == 0 || value.charAt(i - 1) != '\\')) {
        out.append('\\');
      }
      out.append(value.charAt(i));
    }
    while (!out.isEmpty() && out.charAt(out.length() - 1) == '\\') {
      out.setLength(out.length() - 1);
    }
    return out.toString();
  }

  private static String verb(String eventType) {
    return switch (eventType.toLowerCase(Locale.ROOT)) {
      case "click" -> "clicked";
      case "change" -> "changed";
      case "submit" -> "submitted";
      case "copy" -> "copied from";
      case "cut" -> "cut from";
      case "" -> "touched";
      default -> cut(eventType, 40) + " on";
    };
  }

  private static String noun(String tag) {
    return switch (tag) {
      case "a" -> "link";
      case "img" -> "image";
      case "textarea" -> "text area";
      case "" -> "element";
      default -> cut(tag, 40);
    };
  }

  private static String name(Element element) {
    String text = cut(text(element.text(), TEXT_CHARS_MAX).strip(), TEXT_CHARS_MAX);
    if (!text.isEmpty()) {
      return " with text \"" + text + '"';
    }
    for (String key : NAMES) {
      String value = element.attributes().get(key);
      if (value != null && !value.isBlank()) {
        String word = key.substring(key.startsWith("attr") ? key.lastIndexOf('_') + 1 : 0);
        return " with " + word + " \"" + cut(value, TEXT_CHARS_MAX) + '"';
      }
    }
    return "";
  }
}
