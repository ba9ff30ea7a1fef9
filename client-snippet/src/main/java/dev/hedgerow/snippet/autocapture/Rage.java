package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;

/** Notices a visitor who clicks on the same spot again and again, out of patience (contract C4.8). */
public final class Rage {
  private Rage() {}

  /** Takes a click; true for exactly the one that makes it rage. The bag keeps the last click until the next. */
  public static boolean isReached(Bag config, Bag last, Bag click) {
    Bag rules = Bag.orEmpty(config.get("rageclick"));
    double x = click.number("clientX", 0);
    double y = click.number("clientY", 0);
    double now = click.number("timeStamp", Clock.now());
    boolean again = Math.abs(x - last.number("x", 0)) + Math.abs(y - last.number("y", 0))
            < rules.number("threshold_px", 30)
        && now - last.number("time", 0) < rules.number("timeout_ms", 1000);
    double clicks = again ? last.number("clicks", 0) + 1 : 1;
    last.set("x", x);
    last.set("y", y);
    last.set("time", now);
    last.set("clicks", clicks);
    return clicks == rules.number("click_count", 3) && !config.is("rageclick", false);
  }
}
