package dev.hedgerow.server.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One element of an {@link ElementsChain}.
 *
 * @param tag its tag in lower case, empty when unknown
 * @param classes its classes
 * @param attributes the pairs after the colon, such as {@code text}, {@code href}, {@code
 *     nth-child} and {@code attr__name}, with their quotes unescaped
 */
public record Element(String tag, List<String> classes, Map<String, String> attributes) {
  public Element {
    classes = List.copyOf(classes);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** Returns its text, or null. */
  public @Nullable String text() {
    return attributes.get("text");
  }

  /** Returns its link, or null. */
  public @Nullable String href() {
    String href = attributes.get("href");
    return href == null ? attributes.get("attr__href") : href;
  }

  /** Returns its HTML id, or null. */
  public @Nullable String id() {
    String id = attributes.get("attr_id");
    return id == null ? attributes.get("attr__id") : id;
  }
}
