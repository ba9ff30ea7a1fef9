package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Scripts;
import dev.hedgerow.snippet.browser.Text;
import org.teavm.jso.JSObject;

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
    return allows(type, elements) && byTag(Node.at(elements, 0), type, elements);
  }

  /** Whether the page's rules allow to capture an event of this type there, whatever the element is. */
  public boolean allows(Text type, Items elements) {
    return elements.size() > 0
        && !Node.at(elements, 0).tag().is("html")
        && !leaves(Text.of("spares"), Items.with(type).and(elements), Text.of(QUIET), elements);
  }

  /** Whether the page expects impatient clicks there. */
  public boolean calms(Items elements) {
    return leaves(Text.of("calms"), elements, Text.of(CALM), elements);
  }

  /** Whether the page leaves the elements out: by its own rules if it has any, or else where the selector fits. */
  private boolean leaves(Text question, Items about, Text selector, Items elements) {
    JSObject said = Scripts.ask(question, config, about);
    return Js.none(said) ? Node.anyMatches(elements, selector) : Js.truthy(said);
  }

  /** Whether one of the elements is marked as one of which nothing is captured. */
  public static boolean isBarred(Items elements) {
    return Node.anyMatches(elements, Text.of(".ph-no-capture"));
  }

  /** Whether one of the selectors fits one of the elements. */
  public static boolean anyMatches(Items selectors, Items elements) {
    for (int i = 0; i < selectors.size(); i++) {
      if (Node.anyMatches(elements, selectors.at(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean byTag(Node target, Text type, Items elements) {
    Text tag = target.tag();
    boolean meant = type.plus(tag).fits("^(submitform|change(input|select|textarea))$");
    if (type.is("click")) {
      meant = target.showsHand();
      if (!tag.is("form")) {
        meant = meant || target.attribute(Text.of("contenteditable")).is("true");
        for (int i = 0; i < elements.size(); i++) {
          Node element = Node.at(elements, i);
          meant = meant || Ancestry.isActedOn(element) || element.showsHand();
        }
      }
    }
    return meant;
  }
}
