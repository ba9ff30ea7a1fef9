package dev.hedgerow.snippet.identity;

import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;

/** Identifiers that sort by the time they were made (UUID version 7). */
public final class Uuid {
  private static final double CLOCK_STEP_BACK_MAX = 10_000;

  private static double time;

  private Uuid() {}

  /**
   * A new one. Those of one page rise, also within a millisecond and when the clock steps back a little: then the next
   * millisecond is said.
   */
  public static Text next() {
    double now = Clock.now();
    time = now > time || time - now > CLOCK_STEP_BACK_MAX ? now : time + 1;
    return Js.uuid(time);
  }

  /** Whether a text has the form of one, of any version. */
  public static boolean isValid(Text text) {
    return text.fits("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");
  }
}
