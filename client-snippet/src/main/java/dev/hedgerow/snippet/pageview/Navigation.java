package dev.hedgerow.snippet.pageview;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.History;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Scripts;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.event.Capture;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Captures page views and page leaves as the visitor goes (contract C5). */
public final class Navigation {
  private final Bag config;
  private final Capture capture;
  private final Handler hub;
  private boolean first = true;
  private boolean watching;
  private Text seen = Text.of("");

  /** Captures through this. The hub is told {@code view} when it is time for the first, {@code moved} with how, and types of events. */
  public Navigation(Bag config, Capture capture, Handler hub) {
    this.config = config;
    this.capture = capture;
    this.hub = hub;
  }

  /** Captures the first page view, once, as soon as the page can be seen. */
  public void begin() {
    Clock.after(1, hub, Text.of("view"));
    watchHistory();
  }

  /** The address may have changed in this way: looks once the running script is through, so that the new title is read. */
  public void soon(Text how) {
    Clock.soon(hub, Text.of("moved"), how);
  }

  /** Captures the first page view unless that was done. */
  public void firstView() {
    if (!first || !config.flag("capture_pageview") || !Page.visible()) {
      return;
    }
    Bag atOnce = Bag.create();
    atOnce.set("send_instantly", true);
    seen = place();
    first = capture.capture(Text.of("$pageview"), null, atOnce) == null;
  }

  /** Follows the history of a single-page application if the options ask for it. */
  public void watchHistory() {
    if (watching || !followsHistory()) {
      return;
    }
    watching = true;
    seen = place();
    History.onChange(Text.of("pushState"), hub);
    History.onChange(Text.of("replaceState"), hub);
    Page.listen(Page.window(), Items.listed("popstate,hashchange"), hub);
  }

  private boolean followsHistory() {
    return config.is("capture_pageview", "history_change")
        || Bag.of(config.get("capture_pageview")) != null;
  }

  /** The parts of the address whose change makes a new page view. */
  private Text place() {
    return Bag.of(config.get("capture_pageview")) == null
        ? Page.address("pathname")
        : Text.in(Scripts.ask(Text.of("place"), config, null));
  }

  /** Captures a page view if this is another page now. */
  public void moved(@Nullable JSObject how) {
    Text now = place();
    if (followsHistory() && !now.is(seen)) {
      seen = now;
      Bag properties = Bag.create();
      properties.set("navigation_type", how);
      capture.capture(Text.of("$pageview"), properties);
    }
  }

  /** Captures that the page is left, if the options ask for it. */
  public void leave() {
    boolean views = config.flag("capture_pageview");
    boolean wanted = config.is("capture_pageleave", true)
        || (config.is("capture_pageleave", "if_capture_pageview") && views);
    if (wanted) {
      capture.capture(Text.of("$pageleave"), Bag.create());
    } else {
      Log.note(Note.NO_PAGE_LEAVE, null);
    }
  }
}
