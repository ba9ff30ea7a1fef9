package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;

/** Notices a visitor who clicks on the same spot again and again, out of patience (contract C4.8). */
public final class Rage {
  private final Bag config;
  private double x;
  private double y;
  private double time;
  private int clicks;

  Rage(Bag config) {
    this.config = config;
  }

  /** Takes a click; true for exactly the one that makes it rage. */
  public boolean isReached(Bag click) {
    Bag rules = Bag.orEmpty(config.get("rageclick"));
    double nextX = click.number("clientX", 0);
    double nextY = click.number("clientY", 0);
    double now = click.number("timeStamp", Clock.now());
    boolean again = Math.abs(nextX - x) + Math.abs(nextY - y) < rules.number("threshold_px", 30)
        && now - time < rules.number("timeout_ms", 1000);
    clicks = again ? clicks + 1 : 1;
    x = nextX;
    y = nextY;
    time = now;
    return isNow();
  }

  /** Whether the click last taken is the one that makes it rage. */
  public boolean isNow() {
    Bag rules = Bag.orEmpty(config.get("rageclick"));
    return clicks == rules.number("click_count", 3) && !config.is("rageclick", false);
  }
}
