package dev.hedgerow.snippet.lazy.options;

import dev.hedgerow.snippet.autocapture.Gate;
import dev.hedgerow.snippet.autocapture.Privacy;
import dev.hedgerow.snippet.autocapture.Words;
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
  /** What is on controls that are clicked quickly on purpose, and more of them. */
  private static final String PASSIVE = "next,previous,prev,>,<,→,←,›,‹,»,«,▶,◀,❯,❮";

  private static final String STEPS = ",+,-,−,–";
  private static final int KEYWORDS_MAX = 29;
  private static final String CONTROLS =
      "button,a,input,select,textarea,label,[role=button],[role=link],[role=tab],"
          + "[role=menuitem],[role=option]";

  private Rules() {}

  /** Whether the rules let an event through: its type and then the elements, the target first. */
  static boolean capture(Bag config, Items event) {
    Bag rules = Bag.orEmpty(config.get("autocapture"));
    Items elements = event.from(1);
    Items types = Items.of(rules.get("dom_event_allowlist"));
    return placeAllowed(config, rules)
        && (Js.none(rules.get("dom_event_allowlist"))
            || types.has(event.at(0))
            || event.text(0).fits("^(copy|cut|paste)$"))
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
    Bag rules = impatience(config);
    return Gate.anyMatches(
            given(rules.get("css_selector_ignorelist"), Items.listed(Gate.CALM)), elements)
        || (rules.flag("ignore_text_selection") && isWrittenIn(Node.at(elements, 0)))
        || saysOneOf(keywords(rules.get("content_ignorelist")), elements);
  }

  /** The page's rules over those of the date whose defaults it wants (contract C1.4). */
  private static Bag impatience(Bag config) {
    Bag rules = Bag.create();
    Text date = config.text("defaults");
    if (config.is("rageclick", true)) {
      return rules;
    }
    if (date.isSince("2026-05-30")) {
      rules.set("content_ignorelist", Items.listed(PASSIVE + STEPS));
      rules.set("ignore_text_selection", true);
    } else if (date.isSince("2025-11-30")) {
      rules.set("content_ignorelist", true);
    }
    return rules.merge(config.get("rageclick"));
  }

  /** A double and triple click in a text selects words and lines. */
  private static boolean isWrittenIn(Node element) {
    Text tag = element.tag();
    return tag.is("textarea")
        || (tag.is("input")
            && element
                .attribute(Text.of("type"))
                .fits("^(|text|search|email|password|url|tel|number)$"))
        || element.isEditable();
  }

  private static Items keywords(@Nullable JSObject given) {
    Items own = Items.of(given);
    return Js.is(given, true)
        ? Items.listed(PASSIVE)
        : own.size() > KEYWORDS_MAX ? Items.create() : own;
  }

  private static boolean saysOneOf(Items keywords, Items elements) {
    if (keywords.size() == 0 || elements.size() == 0) {
      return false;
    }
    Node control = control(elements);
    Text words = words(control);
    words = Privacy.mayShow(words) ? words.lower() : Text.of("");
    Text label = control.attribute(Text.of("aria-label"));
    label = (label.isEmpty() && words.isEmpty() ? label(control) : label).trim().lower();
    for (int i = 0; i < keywords.size(); i++) {
      Text keyword = keywords.text(i).lower();
      if (says(words, keyword) || says(label, keyword)) {
        return true;
      }
    }
    return false;
  }

  /** What was meant to be clicked: the control around the first element, or else the innermost hand that says something. */
  private static Node control(Items elements) {
    for (int i = 0; i < elements.size(); i++) {
      if (Node.at(elements, i).matches(Text.of(CONTROLS))) {
        return Node.at(elements, i);
      }
    }
    for (int i = 0; i < elements.size() && Node.at(elements, i).showsHand(); i++) {
      Node element = Node.at(elements, i);
      if (!words(element).plus(element.attribute(Text.of("aria-label"))).isEmpty()) {
        return element;
      }
    }
    return Node.at(elements, 0);
  }

  /** All words in an element that may be shown. */
  private static Text words(Node element) {
    if (!Privacy.mayShow(element)) {
      return Text.of("");
    }
    Text all = Words.direct(element);
    Items children = element.children();
    for (int i = 0; i < children.size(); i++) {
      Node child = Node.at(children, i);
      all = child.tag().isEmpty() ? all : all.plus(" ").plus(words(child));
    }
    return all.replace("\\s+", " ").trim();
  }

  /** The first label in an element. */
  private static Text label(Node element) {
    Text label = element.attribute(Text.of("aria-label"));
    Items children = element.children();
    for (int i = 0; i < children.size() && label.isEmpty(); i++) {
      label = label(Node.at(children, i));
    }
    return label;
  }

  /** A sign must be all that is said, one of the usual words must be there as a word, and any other may be in a word. */
  private static boolean says(Text said, Text keyword) {
    if (!keyword.fits("[a-z0-9]")) {
      return said.is(keyword);
    }
    return Items.listed(PASSIVE).has(keyword)
        ? said.replace("[^a-z0-9_]+", " ").split(" ").has(keyword)
        : said.has(keyword);
  }
}
