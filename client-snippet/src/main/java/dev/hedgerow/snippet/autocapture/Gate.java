package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Pattern;

/** Decides which of the page's events are worth capturing (contract C4.5). */
final class Gate {
  private final Bag config;

  Gate(Bag config) {
    this.config = config;
  }

  /** Whether an event of this type on the first of these elements is captured. */
  boolean lets(String type, Items elements) {
    if (elements.size() == 0 || Node.at(elements, 0).isTag("html")) {
      return false;
    }
    Bag rules = Bag.orEmpty(config.get("autocapture"));
    if (!placeAllowed(rules) || !typeAllowed(rules, type) || !elementAllowed(rules, elements)) {
      return false;
    }
    Node target = Node.at(elements, 0);
    if (type.equals("click") && target.showsHand()) {
      return true;
    }
    return byTag(target, type, elements);
  }

  private boolean placeAllowed(Bag rules) {
    String url = Page.address("href");
    String own = Js.text(Guard.call(config.get("get_current_url"), Items.with(url)));
    url = own == null ? url : own;
    return (rules.get("url_allowlist") == null || anyFits(rules, "url_allowlist", url))
        && !anyFits(rules, "url_ignorelist", url);
  }

  private static boolean anyFits(Bag rules, String list, String url) {
    Items patterns = Items.of(rules.get(list));
    for (int i = 0; i < patterns.size(); i++) {
      if (Pattern.found(patterns.at(i), url)) {
        return true;
      }
    }
    return false;
  }

  private static boolean typeAllowed(Bag rules, String type) {
    return rules.get("dom_event_allowlist") == null
        || Items.of(rules.get("dom_event_allowlist")).contains(type);
  }

  private static boolean elementAllowed(Bag rules, Items elements) {
    if (rules.get("element_allowlist") != null) {
      String tags = Js.lower(" " + Items.of(rules.get("element_allowlist")).join(" ") + " ");
      boolean any = false;
      for (int i = 0; i < elements.size(); i++) {
        Node element = Node.at(elements, i);
        any |= tags.contains(" " + element.tag() + " ");
      }
      if (!any) {
        return false;
      }
    }
    if (rules.get("css_selector_allowlist") != null
        && !anyMatches(Items.of(rules.get("css_selector_allowlist")), elements)) {
      return false;
    }
    return !anyMatches(ignored(rules), elements);
  }

  private static Items ignored(Bag rules) {
    return rules.get("css_selector_ignorelist") == null
        ? Items.split(".ph-no-autocapture,[data-ph-no-autocapture]", ",")
        : Items.of(rules.get("css_selector_ignorelist"));
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

  private static boolean byTag(Node target, String type, Items elements) {
    String tag = target.tag();
    if (tag.equals("form")) {
      return type.equals("submit");
    }
    if (tag.equals("input") || tag.equals("select") || tag.equals("textarea")) {
      return type.equals("change") || type.equals("click");
    }
    return type.equals("click")
        && (Ancestry.isActedOn(target)
            || target.attributeIs("contenteditable", "true")
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
