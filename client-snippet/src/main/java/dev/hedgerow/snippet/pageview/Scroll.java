package dev.hedgerow.snippet.pageview;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Scripts;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;

/** How far a page was scrolled, and how much of it was seen. */
final class Scroll {
  private final Bag config;
  private final Handler hub;
  private double lastY;
  private double maxY;
  private double roomY;
  private double lastSeen;
  private double maxSeen;
  private double height;
  private boolean measured;

  Scroll(Bag config, Handler hub) {
    this.config = config;
    this.hub = hub;
  }

  /** Forgets the page that was left and measures the new one soon. */
  void restart() {
    measured = false;
    maxY = 0;
    maxSeen = 0;
    Clock.after(0, hub, Text.of("scroll"));
  }

  private @Nullable Bag root() {
    return Js.none(config.get("scroll_root_selector"))
        ? Page.root()
        : Bag.of(Scripts.ask(Text.of("root"), config, null));
  }

  /** Looks how far the page is scrolled now. */
  void measure() {
    Bag root = root();
    if (root == null || config.flag("disable_scroll_properties")) {
      return;
    }
    double top = root.number("scrollTop", 0);
    boolean whole = Js.none(config.get("scroll_root_selector"));
    lastY = whole ? Page.window().number("scrollY", top) : top;
    double shown = root.number("clientHeight", 0);
    height = root.number("scrollHeight", 0);
    roomY = Math.max(0, height - shown);
    lastSeen = lastY + shown;
    maxY = Math.max(maxY, lastY);
    maxSeen = Math.max(maxSeen, lastSeen);
    measured = true;
  }

  /** Adds what was measured. */
  void addTo(Bag properties) {
    if (measured) {
      add(properties, Text.of("last_scroll"), lastY, roomY);
      add(properties, Text.of("max_scroll"), maxY, roomY);
      add(properties, Text.of("last_content"), lastSeen, height);
      add(properties, Text.of("max_content"), maxSeen, height);
    }
  }

  private static void add(Bag properties, Text name, double value, double of) {
    Text full = Text.of("$prev_pageview_").plus(name);
    double whole = Math.ceil(of);
    double share = whole <= 1 ? 1 : Math.ceil(value) / whole;
    properties.set(full, Math.ceil(value));
    properties.set(full.plus("_percentage"), Math.min(1, Math.max(0, share)));
  }
}
