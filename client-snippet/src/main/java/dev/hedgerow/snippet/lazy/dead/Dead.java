package dev.hedgerow.snippet.lazy.dead;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.autocapture.Autocapture;
import dev.hedgerow.snippet.autocapture.Privacy;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Changes;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Selection;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * Waits for a sign that the page noticed a click or a swipe: a change of the document or of a field, a scroll, a selection,
 * another window or tab. Where none comes the click was dead (contract C4.9).
 */
public final class Dead implements Method, Handler {
  private static final double LOOK = 1000;

  private final Core core;
  private final Verdict verdict;
  private final Swipes swipes;
  private final @Nullable JSObject watcher;
  private Items waiting = Items.create();
  /** When the page last gave each sign. */
  private Bag last = Bag.create();

  private boolean on;
  private boolean captures;
  private boolean looking;
  private boolean selected;
  private double pressed;

  /** Joins an instance. */
  public Dead(Core core) {
    this.core = core;
    this.verdict = new Verdict(core);
    this.swipes = new Swipes(core.config);
    this.watcher = Changes.watcher(this);
    Page.listen(
        Page.window(),
        Items.listed(
            "mousedown,click,touchstart,touchend,touchcancel,scroll,input,change,invalid,blur,focus"),
        this);
    Page.listen(Page.document(), Items.listed("selectionchange,visibilitychange"), this);
  }

  /** Asked to {@code run}: whether to watch at all, and whether what is found is captured or only told. */
  @Override
  public @Nullable JSObject call(Text what, Items arguments) {
    if (what.is("run") && watcher != null) {
      on = Js.truthy(arguments.at(0));
      captures = Js.truthy(arguments.at(1));
      if (on) {
        selected = Selection.isAny();
        Changes.watch(watcher);
      } else {
        waiting = Items.create();
        swipes.forget();
        Changes.rest(watcher);
      }
    }
    return null;
  }

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    if (what.is("look")) {
      looking = false;
      look();
    } else if (on) {
      Bag event = Bag.orEmpty(value);
      if (what.is("mousedown")) {
        pressed = Clock.now();
      } else if (what.is("click")) {
        add(Bag.create(), what, event);
        pressed = 0;
      } else if (what.starts("touch")) {
        touch(what, event);
      } else {
        notice(what, event);
      }
    }
  }

  private void touch(Text what, Bag event) {
    if (what.is("touchstart")) {
      Changes.watchPath(watcher, event);
    }
    Bag swipe = swipes.take(what, event, last);
    if (swipe != null && captures) {
      add(swipe, Text.of("swipe"), event);
    }
  }

  private void notice(Text what, Bag event) {
    Text sign = sign(what, event);
    double now = Clock.now();
    if (sign.isEmpty()) {
      return;
    }
    last.set(sign, now);
    for (int i = 0; i < waiting.size(); i++) {
      Bag one = waiting.bag(i);
      double delay = now - one.number("time", 0);
      if (Js.none(one.get(sign)) && (delay < Verdict.NEARBY || !sign.fits("^[fv]"))) {
        one.set(sign, delay);
      }
    }
  }

  /** What the event is a sign of; empty if of nothing. */
  private Text sign(Text what, Bag event) {
    if (what.is("selectionchange")) {
      return isSeenSelecting() ? Text.of("selection_changed") : Text.of("");
    }
    if (what.is("visibilitychange")) {
      return Text.of("visibility_changed");
    }
    if (what.fits("^(blur|focus)$")) {
      return Js.same(event.get("target"), Page.window()) ? Text.of("focus_changed") : Text.of("");
    }
    return what.is("scroll") ? what : Text.of("mutation");
  }

  /** A caret that moves through plain text is nothing that a visitor sees. */
  private boolean isSeenSelecting() {
    boolean before = selected;
    selected = Selection.isAny();
    Node writing = Selection.focused();
    return before || selected || (writing != null && Privacy.isTypedInto(writing));
  }

  private void add(Bag one, Text kind, Bag event) {
    Items elements = Autocapture.elements(event);
    one.set("kind", kind);
    one.set("event", event);
    one.set("elements", elements);
    one.set("time", Clock.now());
    if (watcher == null
        || !core.consent.stand().flag("captures")
        || isKnown(one)
        || !verdict.concerns(one)) {
      return;
    }
    verdict.lookBack(one, last, pressed);
    waiting.add(one);
    Changes.watch(watcher);
    lookLater();
  }

  /** Whether the same was done to the same element a moment ago. */
  private boolean isKnown(Bag one) {
    for (int i = 0; i < waiting.size(); i++) {
      Bag other = waiting.bag(i);
      if (other.is("kind", one.text("kind"))
          && Js.same(
              Items.of(other.get("elements")).at(0),
              Items.of(one.get("elements")).at(0))
          && one.number("time", 0) - other.number("time", 0) < LOOK) {
        return true;
      }
    }
    return false;
  }

  private void lookLater() {
    if (!looking && waiting.size() > 0) {
      looking = true;
      Clock.after(LOOK, this, Text.of("look"));
    }
  }

  private void look() {
    Items all = waiting;
    waiting = Items.create();
    for (int i = 0; i < all.size(); i++) {
      Bag one = all.bag(i);
      one.set("absolute", Clock.now() - one.number("time", 0));
      if (!verdict.isAlive(one)) {
        if (verdict.isDead(one)) {
          report(one);
        } else {
          waiting.add(one);
        }
      }
    }
    lookLater();
  }

  private void report(Bag one) {
    if (one.is("kind", "click")) {
      core.tell(Text.of("deadclick"), one);
    }
    if (captures && (one.is("kind", "click") || swipes.mayTellAnother())) {
      verdict.capture(one, last);
    }
  }
}
