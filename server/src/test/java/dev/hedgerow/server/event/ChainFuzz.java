package dev.hedgerow.server.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Any text as an elements chain: it is read without failing, and elements whose tag and classes hold
 * none of the chain's own signs come out of a written chain as they went in.
 */
public final class ChainFuzz {
  private static final Pattern NOT_PLAIN = Pattern.compile("[^a-z0-9_ -]");

  private ChainFuzz() {}

  /** Reads a text as a chain, then writes and reads elements made of it. */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    List<Element> read = ElementsChain.parse(text);
    if (read.size() > text.length() + 1) {
      throw new AssertionError("expected at most an element a character but found " + read.size());
    }
    if (ElementsChain.words("click", text).length() > 1_000) {
      throw new AssertionError("expected short words");
    }
    List<Map<String, Object>> elements = elements(text);
    List<Element> again = ElementsChain.parse(ElementsChain.ofElements(elements));
    if (again.size() != elements.size()) {
      throw new AssertionError("expected " + elements.size() + " elements but found " + again);
    }
    for (int i = 0; i < again.size(); i++) {
      compare(elements.get(i), again.get(i));
    }
  }

  private static List<Map<String, Object>> elements(String text) {
    List<Map<String, Object>> elements = new ArrayList<>();
    for (String part : text.split("\u0001", 5)) {
      String[] values = part.split("\u0002", 4);
      Map<String, Object> element = new LinkedHashMap<>();
      element.put("tag_name", "div");
      element.put("attr__class", values.length > 1 ? plain(values[1]) : "btn");
      element.put("text", values[0]);
      element.put("nth_child", values[0].length());
      element.put("attr__data-x", values.length > 2 ? values[2] : "x;y.z:\"q\"");
      element.put("href", values.length > 3 ? values[3] : "/a?b=c");
      elements.add(element);
    }
    return elements;
  }

  private static String plain(String text) {
    return NOT_PLAIN.matcher(text).replaceAll("");
  }

  private static void compare(Map<String, Object> element, Element again) {
    same(again.tag(), "div");
    same(again.attributes().get("nth-child"), String.valueOf(element.get("nth_child")));
    kept(String.valueOf(element.get("text")), again.text(), 400);
    kept(String.valueOf(element.get("href")), again.attributes().get("href"), 2048);
    kept(String.valueOf(element.get("attr__data-x")), again.attributes().get("attr__data-x"), 2048);
  }

  /** Backslashes before quotes and at the end go; the rest stays. */
  private static void kept(String value, @Nullable String found, int charsMax) {
    if (value.indexOf('\\') >= 0 || value.length() > charsMax) {
      return;
    }
    same(found == null ? "" : found, value);
  }

  private static void same(@Nullable String found, String expected) {
    if (!expected.equals(found)) {
      throw new AssertionError("expected <" + expected + "> but found <" + found + ">");
    }
  }
}
