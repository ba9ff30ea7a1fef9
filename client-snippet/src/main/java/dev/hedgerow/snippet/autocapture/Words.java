package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Pattern;

/** The words an element shows, without those that must stay on the page (contract C4.4). */
final class Words {
  private static final int RUN_MAX = 255;

  private Words() {}

  /** The words of an element: a link's and a button's with those of the spans inside, others' only their own. */
  static String of(Node element) {
    if (!element.isTag("a") && !element.isTag("button")) {
      return direct(element);
    }
    String all = (direct(element) + " " + inSpans(element)).trim();
    return Privacy.mayShow(all) ? all : "";
  }

  private static String direct(Node element) {
    if (!Privacy.mayShow(element) || Privacy.isTypedInto(element)) {
      return "";
    }
    String all = "";
    Items children = element.children();
    for (int i = 0; i < children.size(); i++) {
      Node child = Node.of(children.at(i));
      if (child != null && child.isText()) {
        all += safe(child.text());
      }
    }
    return all.trim();
  }

  private static String inSpans(Node element) {
    String all = "";
    Items children = element.children();
    for (int i = 0; i < children.size(); i++) {
      Node child = Node.of(children.at(i));
      if (child != null && child.isTag("span")) {
        all = (all + " " + (direct(child) + " " + inSpans(child)).trim()).trim();
      }
    }
    return all;
  }

  /** A text without the words that must stay on the page, on one line, cut. */
  static String safe(String text) {
    Items kept = Items.parts(text.trim(), "(\\s+)").only(word -> Privacy.mayShow(Js.text(word)));
    String line = Pattern.replace(" +", Pattern.replace("[\\r\\n]", kept.join(""), " "), " ");
    return line.length() > RUN_MAX ? line.substring(0, RUN_MAX) : line;
  }
}
