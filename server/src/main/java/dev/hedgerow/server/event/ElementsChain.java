package dev.hedgerow.server.event;

import java.util.List;

/**
 * The elements chain (contract S 5.2): the clicked element first, then its ancestors, each as
 * {@code tag.class:key="value"…}, joined by semicolons.
 */
public final class ElementsChain {
  private ElementsChain() {}

  /**
   * Returns the chain of a {@code $elements} array (contract S 5.1), with its limits applied; empty
   * when nothing usable is in it.
   */
  public static String ofElements(List<?> elements) {
    return "";
  }

  /**
   * Returns what a person did in words, such as {@code clicked button with text "Buy"}.
   *
   * @param eventType {@code click}, {@code change}, {@code submit} or another DOM event's name
   */
  public static String words(String eventType, String chain) {
    return "";
  }
}
