package dev.hedgerow.snippet.lazy.heat;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.autocapture.Autocapture;
import dev.hedgerow.snippet.autocapture.Gate;
import dev.hedgerow.snippet.autocapture.Rage;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Scripts;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * Collects where visitors click and where the mouse comes to rest, by address, and captures it every few seconds and when the
 * page is hidden or left (contract C4.10). Points inside {@code ph-no-capture} are not taken.
 */
public final class Heat implements Method, Handler {
  private static final double REST = 500;
  private static final double FLUSH_AFTER = 5000;

  private final Core core;
  private final Rage rage;
  private Bag points = Bag.create();
  private boolean on;
  private boolean flushing;
  private boolean resting;
  private Bag move = Bag.create();
  private Items under = Items.create();
  private double moved;

  /** Joins an instance. */
  public Heat(Core core) {
    this.core = core;
    rage = new Rage(core.config);
    Page.listen(Page.document(), Items.listed("click,mousemove,visibilitychange"), this);
  }

  @Override
  public @Nullable JSObject call(Text what, Items arguments) {
    if (what.is("run")) {
      on = Js.truthy(arguments.at(0));
      points = on ? points : Bag.create();
    } else if (what.is("leave")) {
      flush();
    } else if (what.is("deadclick")) {
      Bag click = arguments.bag(0);
      record(Bag.orEmpty(click.get("event")), Items.of(click.get("elements")), what);
    }
    return null;
  }

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    Bag event = Bag.orEmpty(value);
    if (what.is("click")) {
      click(event, Autocapture.elements(event));
    } else if (what.is("mousemove")) {
      move = event;
      under = Autocapture.elements(event);
      moved = Clock.now();
      awaitRest(REST);
    } else if (what.is("rest")) {
      resting = false;
      rest(moved + REST - Clock.now());
    } else if (what.is("flush")) {
      flushing = false;
      flush();
    } else if (!Page.visible()) {
      flush();
      core.transport.flush();
    }
  }

  private void click(Bag event, Items elements) {
    if (rage.isReached(event) && !core.autocapture.gate.calms(elements)) {
      record(event, elements, Text.of("rageclick"));
    }
    record(event, elements, Text.of("click"));
  }

  private void awaitRest(double millis) {
    if (on && !resting) {
      resting = true;
      Clock.after(millis, this, Text.of("rest"));
    }
  }

  private void rest(double missing) {
    if (missing > 0) {
      awaitRest(missing);
    } else {
      record(move, under, Text.of("mousemove"));
    }
  }

  private void record(Bag event, Items elements, Text type) {
    if (!on
        || !core.consent.stand().flag("captures")
        || Js.none(event.get("clientX"))
        || elements.size() == 0
        || Gate.isBarred(elements)) {
      return;
    }
    Bag root = root();
    Bag window = Page.window();
    boolean fixed = isFixed(elements, root);
    double right = root == null ? window.number("scrollX", 0) : root.number("scrollLeft", 0);
    double down = root == null ? window.number("scrollY", 0) : root.number("scrollTop", 0);
    Bag point = Bag.create();
    point.set("x", event.number("clientX", 0) + (fixed ? 0 : right));
    point.set("y", event.number("clientY", 0) + (fixed ? 0 : down));
    point.set("target_fixed", fixed);
    point.set("type", type);
    add(point);
  }

  private void add(Bag point) {
    Text address = core.envelope.addresses.shown(Page.address("href"));
    if (Js.none(points.get(address))) {
      points.set(address, Items.create());
    }
    Items.of(points.get(address)).add(point);
    if (!flushing) {
      flushing = true;
      Bag rules = Bag.orEmpty(core.config.get("capture_heatmaps"));
      Clock.after(rules.number("flush_interval_milliseconds", FLUSH_AFTER), this, Text.of("flush"));
    }
  }

  private void flush() {
    if (!points.isEmpty()) {
      Bag properties = Bag.create();
      properties.set("$heatmap_data", points);
      points = Bag.create();
      core.capture.capture(Text.of("$$heatmap"), properties, null);
    }
  }

  /** The page's own root of scrolling; null if it is the window. */
  private @Nullable Bag root() {
    return Js.none(core.config.get("scroll_root_selector"))
        ? null
        : Bag.of(Guard.call(
            Scripts.bundled().get("options"),
            Items.with(Items.with(Text.of("root"), core.config))));
  }

  private static boolean isFixed(Items elements, @Nullable Bag root) {
    for (int i = 0; i < elements.size(); i++) {
      Node element = Node.at(elements, i);
      if (Js.same(element, root) || element.tag().is("body")) {
        return false;
      }
      if (element.staysPut()) {
        return true;
      }
    }
    return false;
  }
}
