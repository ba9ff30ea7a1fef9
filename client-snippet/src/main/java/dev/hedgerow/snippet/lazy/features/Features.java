package dev.hedgerow.snippet.lazy.features;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Hints;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Sees to what options and server switch on: looks when it joins, and again when either changes. */
public final class Features implements Method, Handler {
  private static final String DEAD_CLICKS = "$dead_clicks_enabled_server_side";
  private static final String HEATMAPS = "$heatmaps_enabled_server_side";

  private static final String EXCEPTIONS = "$exception_capture_enabled_server_side";
  private static final String VITALS = "$web_vitals_enabled_server_side";
  private static final String INTERNAL = "setInternalOrTestUser";
  private static final String MODEL = "$device_model";

  private final Core core;
  /** The parts that were switched on, even if they are off now. */
  private final Bag known = Bag.create();

  /** Joins an instance. */
  public Features(Core core) {
    this.core = core;
    look();
  }

  @Override
  public @Nullable JSObject call(Text what, Items arguments) {
    if (what.fits("^(remote|config)$")) {
      look();
    }
    return null;
  }

  private void look() {
    clicks();
    copies();
    exceptions();
    vitals();
    tracing();
    internal();
    device();
  }

  /** Dead clicks and heatmaps (contract C4.9, C4.10); where only heatmaps are wanted, dead clicks are for their eyes. */
  private void clicks() {
    Bag config = core.config;
    boolean dead = isOn(
        config.get("capture_dead_clicks"),
        said(Text.of("captureDeadClicks"), Text.of(DEAD_CLICKS)));
    JSObject heatmaps = config.get("capture_heatmaps");
    boolean heat = isOn(
        Js.none(heatmaps) ? config.get("enable_heatmaps") : heatmaps,
        said(Text.of("heatmaps"), Text.of(HEATMAPS)));
    run(Text.of("dead"), dead || heat, dead);
    run(Text.of("heat"), heat, true);
  }

  /** What is copied (contract C4.7). */
  private void copies() {
    run(
        Text.of("copying"),
        Bag.orEmpty(core.config.get("autocapture")).flag("capture_copied_text"),
        true);
  }

  /** What nobody caught (contract C12.3). */
  private void exceptions() {
    run(
        Text.of("errors"),
        isOn(
            core.config.get("capture_exceptions"),
            said(Text.of("autocaptureExceptions"), Text.of(EXCEPTIONS))),
        true);
  }

  /** How fast the page feels (contract C12.4); it is one of several things that the option and the server speak of. */
  private void vitals() {
    Bag remote = Bag.orEmpty(core.remote);
    JSObject own = core.config.get("capture_performance");
    Bag wishes = Bag.of(own);
    if (!Js.none(remote.get("capturePerformance"))) {
      core.visitor.set(
          Text.of(VITALS), Bag.orEmpty(remote.get("capturePerformance")).flag("web_vitals"));
    }
    run(
        Text.of("felt"),
        Page.address("protocol").starts("http")
            && isOn(
                wishes == null ? own : wishes.get("web_vitals"),
                core.visitor.values().get(VITALS)),
        true);
  }

  /** Headers of the page's own requests (contract C3). */
  private void tracing() {
    Bag config = core.config;
    JSObject hosts = config.get("tracing_headers");
    JSObject older = config.get("addTracingHeaders");
    JSObject wanted =
        Js.none(hosts) ? Js.none(older) ? config.get("__add_tracing_headers") : older : hosts;
    Text part = Text.of("tracing");
    if (Js.truthy(wanted) || !Js.none(known.get(part))) {
      known.set(part, part);
      core.use(part, Text.of("run"), Items.with(wanted));
    }
  }

  /** Visits of a host that nobody but the page's makers visits (contract C3); so are this machine's own since early 2026. */
  private void internal() {
    Bag config = core.config;
    JSObject wanted = config.get("internal_or_test_user_hostname");
    Text host = Page.address("hostname");
    boolean is = Js.isText(wanted)
        ? host.is(Text.in(wanted))
        : Bag.of(wanted) != null
            ? host.fits(wanted)
            : !Js.isNull(wanted)
                && config.text("defaults").isSince("2026-01-30")
                && host.fits("^(localhost|127\\.0\\.0\\.1)$");
    if (is && Js.none(known.get(INTERNAL))) {
      known.set(INTERNAL, true);
      core.use(Text.of("more"), Text.of(INTERNAL), Items.create());
    }
  }

  /** What phone or tablet this is, where the browser tells (contract C1.3). */
  private void device() {
    if (!core.config.flag("disableDeviceModel") && Js.none(known.get(MODEL))) {
      known.set(MODEL, true);
      Hints.model(this);
    }
  }

  @Override
  public void handle(Text what, @Nullable JSObject model) {
    if (!Text.in(model).isEmpty() && core.consent.captures()) {
      core.visitor.set(what, model);
    }
  }

  /** What the server says under this name, or else said on an earlier page; kept under the other name. */
  private @Nullable JSObject said(Text name, Text kept) {
    Bag remote = core.remote;
    if (remote != null && !Js.none(remote.get(name))) {
      core.visitor.set(kept, Js.of(Js.truthy(remote.get(name))));
    }
    return core.visitor.values().get(kept);
  }

  /** The page's own wish, or else the server's. */
  private static boolean isOn(@Nullable JSObject own, @Nullable JSObject said) {
    return Js.truthy(Js.none(own) ? said : own);
  }

  /** Has a part run or rest; it is fetched when it is to run for the first time. */
  private void run(Text part, boolean on, boolean captures) {
    if (on || !Js.none(known.get(part))) {
      known.set(part, part);
      core.use(part, Text.of("run"), Items.with(Js.of(on), Js.of(captures)));
    }
  }
}
