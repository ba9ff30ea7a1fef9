package dev.hedgerow.snippet.lazy.options;

import dev.hedgerow.snippet.autocapture.Gate;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** A page's own rules of what autocapture takes, and where impatience counts (contract C4.5, C4.8). */
final class Rules {
  private static final String PASSIVE = "next,previous,prev,>,<";
  private static final int KEYWORDS_MAX = 10;

  private Rules() {}

  /** Whether the rules let an event through: its type and then the elements, the target first. */
  static boolean capture(Bag config, Items event) {
    Bag rules = Bag.orEmpty(config.get("autocapture"));
    Items elements = event.from(1);
    Items types = Items.of(rules.get("dom_event_allowlist"));
    return placeAllowed(config, rules)
        && (Js.none(rules.get("dom_event_allowlist")) || types.has(event.at(0)))
        && tagAllowed(rules.get("element_allowlist"), elements)
        && (Js.none(rules.get("css_selector_allowlist"))
            || Gate.anyMatches(Items.of(rules.get("css_selector_allowlist")), elements))
        && !Gate.anyMatches(
            given(rules.get("css_selector_ignorelist"), Items.listed(Gate.QUIET)), elements);
  }

  private static Items given(@Nullable JSObject list, Items standard) {
    return Js.none(list) ? standard : Items.of(list);
  }

  private static boolean placeAllowed(Bag config, Bag rules) {
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

  private static boolean tagAllowed(@Nullable JSObject list, Items elements) {
    if (Js.none(list)) {
      return true;
    }
    Items tags = Items.of(list).join(" ").lower().split(" ");
    for (int i = 0; i < elements.size(); i++) {
      if (tags.has(Node.at(elements, i).tag())) {
        return true;
      }
    }
    return false;
  }

  /** Whether quick clicks on the first of these elements say nothing of the visitor's patience. */
  static boolean calm(Bag config, Items elements) {
    Bag rules = Bag.orEmpty(config.get("rageclick"));
    return Gate.anyMatches(
            given(rules.get("css_selector_ignorelist"), Items.listed(Gate.CALM)), elements)
        || (rules.flag("ignore_text_selection") && isWrittenIn(Node.at(elements, 0)))
        || saysOneOf(keywords(rules.get("content_ignorelist")), elements);
  }

  /** A double and triple click in a text selects words and lines. */
  private static boolean isWrittenIn(Node element) {
    Text tag = element.tag();
    return tag.is("textarea")
        || (tag.is("input")
            && element
                .attribute(Text.of("type"))
                .fits("^(|text|search|email|password|url|tel|number)$"))
        || element.attribute(Text.of("contenteditable")).is("true");
  }

  private static Items keywords(@Nullable JSObject given) {
    Items own = Items.of(given);
    return Js.is(given, true)
        ? Items.listed(PASSIVE)
        : own.size() > KEYWORDS_MAX ? Items.create() : own;
  }

  private static boolean saysOneOf(Items keywords, Items elements) {
    for (int i = 0; i < keywords.size(); i++) {
      Text keyword = keywords.text(i).lower();
      for (int j = 0; j < elements.size(); j++) {
        if (says(Node.at(elements, j), keyword)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean says(Node element, Text keyword) {
    Text words = Gate.words(element).lower();
    Text label = element.attribute(Text.of("aria-label")).trim().lower();
    return keyword.fits("[a-z0-9]")
        ? words.has(keyword) || label.has(keyword)
        : words.is(keyword) || label.is(keyword);
  }
}
