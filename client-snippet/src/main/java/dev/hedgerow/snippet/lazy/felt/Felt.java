package dev.hedgerow.snippet.lazy.felt;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.Timings;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * How fast the page felt: when something was first painted (FCP), when the largest (LCP), how much jumped (CLS), and how long
 * the visitor waited for an answer (INP). Each is known at a time of its own; they are collected and captured when all are
 * there, when the address changes, when the page is left, or after a while (contract C12.4).
 */
public final class Felt implements Method, Handler {
  private static final double FLUSH_AFTER = 5000;
  private static final double TOO_LONG = 15 * 60_000;

  private final Core core;
  private final Measures measures = new Measures();
  /** Functions that hand over what the browser has not told yet. */
  private final Items drains = Items.create();
  /** By name: what was reported last. */
  private final Bag reported = Bag.create();
  /** What waits to be captured, and the address it is about. */
  private Bag waiting = Bag.create();

  private Text address = Text.of("");
  private boolean on;
  private boolean listens;
  private boolean flushing;

  /** Joins an instance. */
  public Felt(Core core) {
    this.core = core;
  }

  @Override
  public @Nullable JSObject call(Text what, Items arguments) {
    if (what.is("run")) {
      on = Js.truthy(arguments.at(0));
      if (on && !listens) {
        listens = true;
        listen();
      }
    } else if (what.is("leave")) {
      finish();
    }
    return null;
  }

  private void listen() {
    Page.listen(Page.window(), Items.listed("keydown,click"), this);
    Page.listen(Page.document(), Items.listed("visibilitychange"), this);
    Items types = Items.listed("paint,largest-contentful-paint,layout-shift,first-input,event");
    for (int i = 0; i < types.size(); i++) {
      JSObject drain = Timings.observe(types.text(i), this);
      if (!Js.none(drain)) {
        measures.knows(types.text(i));
        drains.add(drain);
      }
    }
  }

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    if (what.is("flush")) {
      flushing = false;
      flush();
    } else if (what.fits("^(keydown|click)$")) {
      drain();
      report(measures.largestPaint());
    } else if (!what.is("visibilitychange")) {
      measures.take(what, Items.of(value));
      report(measures.firstPaint());
    } else if (!Page.visible()) {
      finish();
      core.transport.flush();
    }
  }

  private void drain() {
    for (int i = 0; i < drains.size(); i++) {
      Guard.call(drains.at(i), Items.create());
    }
  }

  /** The page is out of sight: what is known now is what there is. */
  private void finish() {
    if (on) {
      drain();
      report(measures.firstPaint());
      report(measures.largestPaint());
      report(measures.shift());
      report(measures.interaction());
      flush();
    }
  }

  private Items allowed() {
    Bag own = Bag.orEmpty(core.config.get("capture_performance"));
    Bag said = Bag.orEmpty(Bag.orEmpty(core.remote).get("capturePerformance"));
    JSObject names = own.get("web_vitals_allowed_metrics");
    names = Js.none(names) ? said.get("web_vitals_allowed_metrics") : names;
    return Js.isArray(names) ? Items.of(names) : Items.listed("LCP,CLS,FCP,INP");
  }

  /** Adds a measure to those that wait, if it is known and other than before. */
  private void report(@Nullable Bag measure) {
    if (!on || measure == null) {
      return;
    }
    Text name = measure.text("name");
    double value = measure.number("value", 0);
    Bag before = Bag.orEmpty(reported.get(name));
    if (!allowed().has(name) || value >= TOO_LONG || before.number("value", -1) == value) {
      return;
    }
    if (!waiting.isEmpty() && !address.is(Page.address("href"))) {
      flush();
    }
    address = Page.address("href");
    measure.set("delta", value - before.number("value", 0));
    measure.set("id", Js.none(before.get("id")) ? id() : before.get("id"));
    reported.set(name, measure);
    add(name, Bag.copy(measure));
  }

  private static Text id() {
    return Text.of("v6-")
        .plus(Text.ofNumber(Clock.now()))
        .plus("-")
        .plus(Text.ofNumber(Math.floor(1e12 + Js.chance() * 9e12)));
  }

  private void add(Text name, Bag measure) {
    Bag visit = Timings.navigation();
    measure.set(
        "navigationType",
        visit.number("activationStart", 0) > 0
            ? Text.of("prerender")
            : visit.text("type").or("navigate").replace("_", "-"));
    measure.set("$current_url", core.envelope.addresses.current());
    measure.set("timestamp", Clock.now());
    if (!core.consent.cookieless()) {
      measure.set("$session_id", core.session.id());
      measure.set("$window_id", core.session.windowId());
    }
    waiting.set(Text.of("$web_vitals_").plus(name).plus("_event"), measure);
    waiting.set(Text.of("$web_vitals_").plus(name).plus("_value"), measure.get("value"));
    if (waiting.keys().size() >= allowed().size() * 2) {
      flush();
    } else if (!flushing) {
      flushing = true;
      Bag wishes = Bag.orEmpty(core.config.get("capture_performance"));
      Clock.after(
          wishes.number("web_vitals_delayed_flush_ms", FLUSH_AFTER), this, Text.of("flush"));
    }
  }

  private void flush() {
    if (!waiting.isEmpty()) {
      Bag properties = waiting;
      waiting = Bag.create();
      core.capture.capture(Text.of("$web_vitals"), properties);
    }
  }
}
