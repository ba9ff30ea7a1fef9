package dev.hedgerow.snippet.pageview;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.event.Addresses;

/** The page being looked at now, and what events say of it and of the one before (contract C5). */
public final class PageViews {
  private final Bag config;
  private final Scroll scroll;
  private Text id = Text.of("");
  private Text path = Text.of("");
  private double since;

  /** No page view yet. The hub is told {@code scroll} when it is time to {@link #measure}. */
  public PageViews(Bag config, Handler hub) {
    this.config = config;
    this.scroll = new Scroll(config, hub);
  }

  /** The page was scrolled, or may be otherwise from now on. */
  public void measure() {
    scroll.measure();
  }

  /** Adds what events tell of the page view; one of that name begins another. */
  public void addTo(Bag properties, Text event, Text uuid, double time) {
    boolean view = event.is("$pageview");
    if (view || event.is("$pageleave")) {
      addPrevious(properties, time);
    }
    if (view) {
      properties.set("title", Page.title());
      id = uuid;
      path = Addresses.path();
      since = time;
      scroll.restart();
    }
    properties.setIfAny("$pageview_id", id);
  }

  private void addPrevious(Bag properties, double time) {
    if (!id.isEmpty()) {
      properties.set("$prev_pageview_id", id);
      properties.set("$prev_pageview_pathname", path);
      properties.set("$prev_pageview_duration", (time - since) / 1000);
      if (!config.flag("disable_scroll_properties")) {
        scroll.addTo(properties);
      }
    }
  }

  /** The id of the current page view; empty if there is none. */
  public Text id() {
    return id;
  }

  /** Forgets the current page view. */
  public void clear() {
    id = Text.of("");
  }
}
