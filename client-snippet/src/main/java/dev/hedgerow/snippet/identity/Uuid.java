package dev.hedgerow.snippet.identity;

import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;

/** Identifiers that sort by the time they were made (UUID version 7). */
public final class Uuid {
  private static final double SEED_MAX = 4398046511104.0; // 2^42
  private static final double LOW = 1073741824.0; // 2^30
  private static final double CLOCK_STEP_BACK_MAX = 10_000;

  private static double time;
  private static double counter;

  private Uuid() {}

  /** A new one. Those of one page rise, also within a millisecond and when the clock steps back a little. */
  public static Text next() {
    double now = Clock.now();
    if (now > time || time - now > CLOCK_STEP_BACK_MAX) {
      time = now;
      counter = Math.floor(Js.chance() * SEED_MAX / 2);
    } else {
      counter++;
    }
    Text stamp = Js.hex(time, 12);
    double clipped = counter % SEED_MAX;
    Text low = Js.hex(2147483648.0 + clipped % LOW, 8);
    return stamp
        .part(0, 8)
        .plus("-")
        .plus(stamp.from(8))
        .plus("-7")
        .plus(Js.hex(Math.floor(clipped / LOW), 3))
        .plus("-")
        .plus(low.part(0, 4))
        .plus("-")
        .plus(low.from(4))
        .plus(Js.hex(Js.random32(), 8));
  }

  /** Whether a text has the form of one, of any version. */
  public static boolean isValid(Text text) {
    return text.fits("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");
  }
}
