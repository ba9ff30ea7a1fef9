package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Decides which of the page's events are worth capturing (contract C4.5). */
final class Gate {
  private final Bag config;

  Gate(Bag config) {
    this.config = config;
  }

  /** Whether an event of this type on the first of these elements is captured. */
  boolean lets(Text type, Items elements) {
    if (elements.size() == 0 || Node.at(elements, 0).tag().is("html")) {
      return false;
    }
    Bag rules = Bag.orEmpty(config.get("autocapture"));
    if (!placeAllowed(rules) || !typeAllowed(rules, type) || !elementAllowed(rules, elements)) {
      return false;
    }
    Node target = Node.at(elements, 0);
    if (type.is("click") && target.showsHand()) {
      return true;
    }
    return byTag(target, type, elements);
  }

  private boolean placeAllowed(Bag rules) {
    Text here = Page.address("href");
    Text url =
        Text.in(Guard.call(config.get("get_current_url"), Items.with(here))).or(here);
    return (Js.none(rules.get("url_allowlist")) || anyFits(rules.get("url_allowlist"), url))
        && !anyFits(rules.get("url_ignorelist"), url);
  }

  private static boolean anyFits(@Nullable JSObject list, Text url) {
    Items patterns = Items.of(list);
    for (int i = 0; i < patterns.size(); i++) {
      if (url.fits(patterns.at(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean typeAllowed(Bag rules, Text type) {
    return Js.none(rules.get("dom_event_allowlist"))
        || Items.of(rules.get("dom_event_allowlist")).has(type);
  }

  private static boolean elementAllowed(Bag rules, Items elements) {
    if (!Js.none(rules.get("element_allowlist"))) {
      Items tags = Items.of(rules.get("element_allowlist")).join(" ").lower().split(" ");
      boolean any = false;
      for (int i = 0; i < elements.size(); i++) {
        any |= tags.has(Node.at(elements, i).tag());
      }
      if (!any) {
        return false;
      }
    }
    if (!Js.none(rules.get("css_selector_allowlist"))
        && !anyMatches(Items.of(rules.get("css_selector_allowlist")), elements)) {
      return false;
    }
    return !anyMatches(ignored(rules), elements);
  }

  private static Items ignored(Bag rules) {
    return Js.none(rules.get("css_selector_ignorelist"))
        ? Items.listed(".ph-no-autocapture,[data-ph-no-autocapture]")
        : Items.of(rules.get("css_selector_ignorelist"));
  }

  /** Whether the page expects impatient clicks there. */
  boolean calms(Items elements) {
    JSObject list = Bag.orEmpty(config.get("rageclick")).get("css_selector_ignorelist");
    return anyMatches(
        Js.none(list) ? Items.listed(".ph-no-rageclick,.ph-no-capture") : Items.of(list), elements);
  }

  private static boolean anyMatches(Items selectors, Items elements) {
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
    if (tag.is("form")) {
      return type.is("submit");
    }
    boolean click = type.is("click");
    if (tag.fits("^(input|select|textarea)$")) {
      return click || type.is("change");
    }
    return click
        && (Ancestry.isActedOn(target)
            || target.attribute(Text.of("contenteditable")).is("true")
            || insideActedOn(elements));
  }

  private static boolean insideActedOn(Items elements) {
    for (int i = 1; i < elements.size(); i++) {
      if (Ancestry.isActedOn(Node.at(elements, i)) || Node.at(elements, i).showsHand()) {
        return true;
      }
    }
    return false;
  }
}
