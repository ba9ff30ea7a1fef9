package dev.hedgerow.snippet.autocapture;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;

/** Notices a visitor who clicks on the same spot again and again, out of patience (contract C4.8). */
public final class Rage {
  private final Bag config;
  private Bag last = Bag.create();
  private int clicks;

  /** Counts as the page's options say. */
  public Rage(Bag config) {
    this.config = config;
  }

  /** How far two clicks are from each other, across and down. */
  public static double distance(Bag first, Bag second) {
    return apart(first, second, Text.of("clientX")) + apart(first, second, Text.of("clientY"));
  }

  private static double apart(Bag first, Bag second, Text along) {
    return Math.abs(Js.number(first.get(along)) - Js.number(second.get(along)));
  }

  /** Takes a click; true for exactly the one that makes it rage. */
  public boolean isReached(Bag click) {
    Bag rules = Bag.orEmpty(config.get("rageclick"));
    boolean again = distance(last, click) < rules.number("threshold_px", 30)
        && click.number("timeStamp", 0) - last.number("timeStamp", Double.NaN)
            < rules.number("timeout_ms", 1000);
    clicks = again ? clicks + 1 : 1;
    last = click;
    return clicks == rules.number("click_count", 3) && !config.is("rageclick", false);
  }
}
