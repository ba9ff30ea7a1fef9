package dev.hedgerow.snippet.lazy.dead;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.autocapture.Chain;
import dev.hedgerow.snippet.autocapture.Gate;
import dev.hedgerow.snippet.autocapture.Privacy;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Text;

/** Which clicks and swipes should have an answer, which had one, and what is said of those that had none (contract C4.9). */
final class Verdict {
  /** A window comes and goes more slowly than a page answers. */
  static final double NEARBY = 1000;

  private static final String QUIET =
      ".ph-no-deadclick,.ph-no-capture,#__POSTHOG_TOOLBAR__,.toolbar-global-fade-container";

  /** What the browser itself answers, where no page can see it. */
  private static final String ANSWERED_UNSEEN = "option," + Swipes.SURFACES;

  private static final String SIGNS =
      "scroll,mutation,absolute,selection_changed,visibility_changed,focus_changed";
  private static final int CAUSES = 4;

  private final Core core;

  Verdict(Core core) {
    this.core = core;
  }

  private Bag rules() {
    return Bag.orEmpty(core.config.get("capture_dead_clicks"));
  }

  /** Whether the page owes an answer. */
  boolean concerns(Bag one) {
    Items elements = Items.of(one.get("elements"));
    Items quiet = Items.of(rules().get("css_selector_ignorelist"));
    return elements.size() > 0
        && !Node.at(elements, 0).tag().is("html")
        && !Gate.isBarred(elements)
        && !Gate.anyMatches(
            Js.none(rules().get("css_selector_ignorelist")) ? Items.listed(QUIET) : quiet, elements)
        && (!one.is("kind", "click") || isPlain(Bag.orEmpty(one.get("event")), elements));
  }

  private boolean isPlain(Bag click, Items elements) {
    Items target = elements.part(0, 1);
    boolean modified = click.flag("ctrlKey")
        || click.flag("metaKey")
        || click.flag("altKey")
        || click.flag("shiftKey");
    return (!modified || rules().flag("capture_clicks_with_modifier_keys"))
        && !Gate.anyMatches(Items.listed("a"), elements)
        && !Privacy.isTypedInto(Node.at(target, 0))
        && !Gate.anyMatches(Items.listed(ANSWERED_UNSEEN), target);
  }

  /** Adds the signs that come before a click: a window that just came back, and what pressing the mouse selected. */
  void lookBack(Bag one, Bag last, double pressed) {
    double now = one.number("time", 0);
    double selecting = last.number("selection_changed", 0);
    if (now - selecting < limit(Text.of("selection_changed"))
        || (pressed > 0 && selecting >= pressed)) {
      one.set("selection_changed", 0);
    }
    if (now - last.number("visibility_changed", 0) < NEARBY) {
      one.set("visibility_changed", now - last.number("visibility_changed", 0));
    }
    if (now - last.number("focus_changed", 0) < NEARBY) {
      one.set("focus_changed", now - last.number("focus_changed", 0));
    }
  }

  private double limit(Text sign) {
    return sign.starts("s")
        ? sign.is("scroll")
            ? rules().number("scroll_threshold_ms", 100)
            : rules().number("selection_change_threshold_ms", 100)
        : rules().number("mutation_threshold_ms", 2500) * (sign.is("absolute") ? 1.1 : 1);
  }

  /** Whether the page gave a sign in time. */
  boolean isAlive(Bag one) {
    return isSoon(one, Text.of("mutation"))
        || isSoon(one, Text.of("scroll"))
        || isSoon(one, Text.of("selection_changed"))
        || !Js.none(one.get("visibility_changed"))
        || !Js.none(one.get("focus_changed"));
  }

  private boolean isSoon(Bag one, Text sign) {
    return !Js.none(one.get(sign)) && Js.number(one.get(sign)) < limit(sign);
  }

  private boolean isLate(Bag one, Text sign) {
    return !Js.none(one.get(sign)) && Js.number(one.get(sign)) >= limit(sign);
  }

  /** Whether no sign can come in time any more. */
  boolean isDead(Bag one) {
    return isLate(one, Text.of("absolute"));
  }

  /** Captures what got no answer, at the time when it was done. */
  void capture(Bag one, Bag last) {
    Text name = one.is("kind", "click") ? Text.of("$dead_click") : Text.of("$dead_swipe");
    Bag properties = core.autocapture.properties(
        Bag.orEmpty(one.get("event")).text("type"), Items.of(one.get("elements")));
    withoutIgnored(properties);
    properties.set(name.plus("_last_mutation_timestamp"), last.get("mutation"));
    properties.set(name.plus("_event_timestamp"), one.get("time"));
    Items signs = Items.listed(SIGNS);
    for (int i = 0; i < signs.size(); i++) {
      Text sign = name.plus("_").plus(signs.text(i));
      if (i < CAUSES) {
        properties.set(sign.plus("_timeout"), Js.of(isLate(one, signs.text(i))));
      }
      properties.set(sign.plus("_delay_ms"), one.get(signs.text(i)));
    }
    properties.set(name.plus("_visibility_changed_timeout"), Js.of(false));
    properties.set("$dead_swipe_direction", one.get("direction"));
    properties.set("$dead_swipe_distance_px", one.get("distance"));
    Bag options = Bag.create();
    options.set("timestamp", Clock.date(one.number("time", 0)));
    core.capture.capture(name, properties, options);
  }

  /** Leaves out the attributes that the page wants out of these events only. */
  private void withoutIgnored(Bag properties) {
    Items ignored = Items.of(rules().get("element_attribute_ignorelist"));
    Items elements = Items.of(properties.get("$elements"));
    for (int i = 0; i < ignored.size(); i++) {
      for (int j = 0; j < elements.size(); j++) {
        elements.bag(j).remove(Text.of("attr__").plus(ignored.text(i)));
      }
    }
    if (ignored.size() > 0) {
      properties.set("$elements_chain", Chain.of(elements));
    }
  }
}
