package dev.hedgerow.snippet.lazy.features;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Sees to what options and server switch on: looks when it joins, and again when either changes. */
public final class Features implements Method {
  private static final String DEAD_CLICKS = "$dead_clicks_enabled_server_side";
  private static final String HEATMAPS = "$heatmaps_enabled_server_side";

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
