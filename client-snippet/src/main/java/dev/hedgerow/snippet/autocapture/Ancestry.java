package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Node;
import org.jspecify.annotations.Nullable;

/** An element and those around it, up to the body. */
final class Ancestry {
  private static final int MAX = 1000;

  private Ancestry() {}

  /** The element first, then those around it up to and including the body. */
  static Items of(@Nullable Node target) {
    Items all = Items.create();
    Node node = target;
    while (node != null && node.isElement() && all.size() < MAX) {
      all.add(node);
      node = node.tag().is("body") ? null : node.parent();
    }
    return all;
  }

  /** Where in these the button or link is that a picture in it stands for; 0 if the first is no picture or in none. */
  static int control(Items elements) {
    int control = 0;
    if (Node.at(elements, 0).isPicture()) {
      for (int i = elements.size() - 1; i > 0; i--) {
        control = Node.at(elements, i).tag().fits("^(a|button)$") ? i : control;
      }
    }
    return control;
  }

  /** Whether the element is of a kind that people act on. */
  static boolean isActedOn(Node element) {
    return element.tag().fits("^(a|button|form|input|select|textarea|label)$");
  }
}
