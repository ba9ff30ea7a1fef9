package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Scripts;
import dev.hedgerow.snippet.browser.Text;

/** Decides which of the page's events are worth capturing (contract C4.5). */
public final class Gate {
  /** Where autocapture takes nothing, unless the page says otherwise. */
  public static final String QUIET = ".ph-no-autocapture,[data-ph-no-autocapture]";
  /** Where impatient clicks mean nothing, unless the page says otherwise. */
  public static final String CALM = ".ph-no-rageclick,.ph-no-capture";

  private final Bag config;

  Gate(Bag config) {
    this.config = config;
  }

  /** Whether an event of this type on the first of these elements is captured. */
  boolean lets(Text type, Items elements) {
    if (elements.size() == 0 || Node.at(elements, 0).tag().is("html")) {
      return false;
    }
    if (!Js.truthy(
        Bag.of(config.get("autocapture")) == null
            ? Js.of(!anyMatches(Items.listed(QUIET), elements))
            : Scripts.ask(Text.of("captures"), config, Items.with(type).and(elements)))) {
      return false;
    }
    Node target = Node.at(elements, 0);
    return byTag(target, type, elements);
  }

  /** Whether the page expects impatient clicks there. */
  boolean calms(Items elements) {
    return Js.truthy(
        Bag.of(config.get("rageclick")) == null
            ? Js.of(anyMatches(Items.listed(CALM), elements))
            : Scripts.ask(Text.of("calms"), config, elements));
  }

  /** The words an element shows itself. */
  public static Text words(Node element) {
    return Words.direct(element);
  }

  /** Whether one of the selectors fits one of the elements. */
  public static boolean anyMatches(Items selectors, Items elements) {
    for (int i = 0; i < selectors.size(); i++) {
      for (int j = 0; j < elements.size(); j++) {
        if (Node.at(elements, j).matches(selectors.at(i))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean byTag(Node target, Text type, Items elements) {
    Text tag = target.tag();
    if (!type.is("click")) {
      return type.is("submit") ? tag.is("form") : tag.fits("^(input|select|textarea)$");
    }
    return tag.is("form")
        ? target.showsHand()
        : target.attribute(Text.of("contenteditable")).is("true") || isActedOn(elements);
  }

  private static boolean isActedOn(Items elements) {
    for (int i = 0; i < elements.size(); i++) {
      Node element = Node.at(elements, i);
      if (Ancestry.isActedOn(element) || element.showsHand()) {
        return true;
      }
    }
    return false;
  }
}
