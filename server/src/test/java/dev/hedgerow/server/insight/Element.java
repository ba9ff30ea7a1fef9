package dev.hedgerow.server.insight;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of what was clicked, made up for a test. */
record Element(
    String tag,
    List<String> classes,
    @Nullable String text,
    @Nullable String href) {

  /** What a selector asks of one element; {@code child} if it must stand right inside the one before. */
  record Part(
      boolean child,
      @Nullable String tag,
      @Nullable String cssClass,
      @Nullable String href) {
    boolean fits(Element element) {
      return (tag == null || tag.equals(element.tag))
          && (cssClass == null || element.classes.contains(cssClass))
          && (href == null || href.equals(element.href));
    }

    String written() {
      return (tag == null ? "" : tag)
          + (cssClass == null ? "" : "." + cssClass)
          + (href == null ? "" : "[href=\"" + href + "\"]");
    }
  }

  /** Returns what a column of chains holds of elements, the innermost first (contract S 5.2). */
  static String chain(List<Element> elements) {
    List<String> written = new ArrayList<>();
    for (Element one : elements) {
      written.add(String.join(".", one.withTag())
          + ":"
          + pair("href", one.href)
          + pair("nth-child", "1")
          + pair("nth-of-type", "1")
          + pair("text", one.text));
    }
    return String.join(";", written);
  }

  private List<String> withTag() {
    List<String> all = new ArrayList<>(List.of(tag));
    all.addAll(classes);
    return all;
  }

  private static String pair(String key, @Nullable String value) {
    return value == null ? "" : key + "=\"" + value.replace("\"", "\\\"") + "\"";
  }

  /** Returns whether any of the elements meets the parts of a selector, the outermost first. */
  static boolean meet(List<Element> elements, List<Part> parts) {
    for (int at = 0; at < elements.size(); at++) {
      if (meets(elements, at, parts, parts.size() - 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean meets(List<Element> elements, int at, List<Part> parts, int part) {
    if (!parts.get(part).fits(elements.get(at))) {
      return false;
    }
    if (part == 0) {
      return true;
    }
    int last = parts.get(part).child() ? at + 1 : elements.size() - 1;
    for (int outer = at + 1; outer <= last && outer < elements.size(); outer++) {
      if (meets(elements, outer, parts, part - 1)) {
        return true;
      }
    }
    return false;
  }
}
