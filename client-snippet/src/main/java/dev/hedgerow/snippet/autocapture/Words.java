package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Text;

/** The words an element shows, without those that must stay on the page (contract C4.4). */
public final class Words {
  private static final int RUN_MAX = 255;

  private Words() {}

  /** The words of an element: a link's and a button's with those of the spans inside, others' only their own. */
  static Text of(Node element) {
    if (!element.tag().is("a") && !element.tag().is("button")) {
      return direct(element);
    }
    Text all = direct(element).plus(" ").plus(inSpans(element)).trim();
    return Privacy.mayShow(all) ? all : Text.of("");
  }

  /** The words of an element itself, without those of the elements inside. */
  public static Text direct(Node element) {
    if (!Privacy.mayShow(element) || Privacy.isTypedInto(element)) {
      return Text.of("");
    }
    Text all = Text.of("");
    Items children = element.children();
    for (int i = 0; i < children.size(); i++) {
      Node child = Node.of(children.at(i));
      if (child != null && child.isText()) {
        all = all.plus(safe(child.text()));
      }
    }
    return all.trim();
  }

  private static Text inSpans(Node element) {
    Text all = Text.of("");
    Items children = element.children();
    for (int i = 0; i < children.size(); i++) {
      Node child = Node.of(children.at(i));
      if (child != null && child.tag().is("span")) {
        all = all.plus(" ")
            .plus(direct(child).plus(" ").plus(inSpans(child)).trim())
            .trim();
      }
    }
    return all;
  }

  /** A text without the words that must stay on the page, on one line, cut. */
  public static Text safe(Text text) {
    Items words = text.trim().words();
    Items kept = Items.create();
    for (int i = 0; i < words.size(); i++) {
      if (Privacy.mayShow(words.text(i))) {
        kept.add(words.at(i));
      }
    }
    return kept.join("").replace("[\\r\\n]", " ").replace(" +", " ").part(0, RUN_MAX);
  }
}
