package dev.hedgerow.snippet.pageview;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.History;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.event.Capture;

/** Captures page views and page leaves as the visitor goes (contract C5). */
public final class Navigation {
  private final Bag config;
  private final Capture capture;
  private boolean first = true;
  private boolean watching;
  private String seen = "";

  /** Captures through this. */
  public Navigation(Bag config, Capture capture) {
    this.config = config;
    this.capture = capture;
  }

  /** Captures the first page view, once, as soon as the page can be seen. */
  public void begin() {
    Clock.after(1, this::firstView);
    Page.listen(Page.document(), "visibilitychange", event -> firstView());
    watchHistory();
  }

  /** Captures the first page view unless that was done. */
  public void firstView() {
    if (!first || !config.flag("capture_pageview") || !Page.visible()) {
      return;
    }
    Bag atOnce = Bag.create();
    atOnce.set("send_instantly", true);
    Bag title = Bag.create();
    title.set("title", Page.title());
    seen = place();
    first = capture.capture(Js.of("$pageview"), title, atOnce) == null;
  }

  /** Follows the history of a single-page application if the options ask for it. */
  public void watchHistory() {
    if (watching || !followsHistory()) {
      return;
    }
    watching = true;
    seen = place();
    History.onChange("pushState", () -> moved("pushState"));
    History.onChange("replaceState", () -> moved("replaceState"));
    Page.listen(Page.window(), "popstate", event -> moved("popstate"));
    Page.listen(Page.window(), "hashchange", event -> moved("hashchange"));
  }

  private boolean followsHistory() {
    return config.is("capture_pageview", "history_change")
        || config.bag("capture_pageview") != null;
  }

  /** The parts of the address whose change makes a new page view. */
  private String place() {
    Bag parts = config.bag("capture_pageview");
    if (parts == null) {
      return Page.address("pathname");
    }
    return (parts.is("path", false) ? "" : Page.address("pathname"))
        + (parts.flag("search") ? Page.address("search") : "")
        + (parts.flag("hash") ? Page.address("hash") : "");
  }

  /** Waits for the running script to end, so that the new title is read. */
  private void moved(String how) {
    Clock.soon(() -> {
      String now = place();
      if (followsHistory() && !now.equals(seen)) {
        seen = now;
        Bag properties = Bag.create();
        properties.set("navigation_type", how);
        capture.capture("$pageview", properties);
      }
    });
  }

  /** Captures that the page is left, if the options ask for it. */
  public void leave() {
    boolean views = config.flag("capture_pageview");
    boolean wanted = config.is("capture_pageleave", true)
        || (config.is("capture_pageleave", "if_capture_pageview") && views);
    if (wanted) {
      capture.capture("$pageleave", Bag.create());
    } else {
      Log.debug("no $pageleave: capture_pageleave is off");
    }
  }
}
