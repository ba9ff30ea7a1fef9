package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.event.Numbers;

/** The words an element shows, without those that must stay on the page (contract C4.4). */
public final class Words {
  private static final int RUN_MAX = 255;

  private Words() {}

  /**
   * The words of an element: a link's and a button's with those of the spans inside, others' only their own. None if there
   * are digits in them that may belong to a number that must stay on the page and stands in several elements inside.
   */
  static Text of(Node element) {
    Text own = direct(element);
    Text all = Numbers.without(
            element.tag().fits("^(a|button)$") ? own.plus(" ").plus(inSpans(element)) : own)
        .trim();
    return all.fits("\\d") && !Privacy.mayShow(element.allText()) ? Text.of("") : all;
  }

  /** The words of an element itself, without those of the elements inside; those around it are not looked at. */
  public static Text direct(Node element) {
    Text all = Text.of("");
    if (Privacy.isOpen(element) && !Privacy.isTypedInto(element)) {
      Items children = element.children();
      for (int i = 0; i < children.size(); i++) {
        Node child = Node.of(children.at(i));
        if (child != null && child.isText()) {
          all = all.plus(safe(child.text()));
        }
      }
    }
    return all.trim();
  }

  private static Text inSpans(Node element) {
    Text all = Text.of("");
    Items children = element.children();
    for (int i = 0; i < children.size(); i++) {
      Node child = Node.of(children.at(i));
      if (child != null && child.tag().is("span") && !Privacy.isSensitive(child)) {
        all = all.plus(" ")
            .plus(direct(child).plus(" ").plus(inSpans(child)).trim())
            .trim();
      }
    }
    return all;
  }

  /** A text without the numbers that must stay on the page, on one line, cut. */
  public static Text safe(Text text) {
    return Numbers.without(text).trim().replace("\\s+", " ").part(0, RUN_MAX);
  }
}
