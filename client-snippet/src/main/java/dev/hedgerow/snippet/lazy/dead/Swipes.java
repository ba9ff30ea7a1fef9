package dev.hedgerow.snippet.lazy.dead;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;

/** Tells a swipe of one finger from a tap, and from one that the page followed (contract C4.9). */
final class Swipes {
  /** What may answer without any change of the document. */
  static final String SURFACES = "canvas,video,audio,embed,object";

  private final Bag config;
  private Bag start = Bag.create();
  private double told;

  Swipes(Bag config) {
    this.config = config;
  }

  private Bag rules() {
    return Bag.orEmpty(config.get("capture_dead_clicks"));
  }

  /** Forgets where a finger is. */
  void forget() {
    start = Bag.create();
  }

  /** Whether the page may have another one captured; counts it. */
  boolean mayTellAnother() {
    return told++ < rules().number("max_dead_swipes_per_page_load", 10);
  }

  /** Takes a touch; what it was, if it ended a swipe to which the page, by its last signs of life, gave no answer yet. */
  @Nullable
  Bag take(Text what, Bag event, Bag last) {
    Bag from = start;
    start = Bag.create();
    if (what.is("touchstart")) {
      Bag touches = Bag.orEmpty(event.get("touches"));
      if (touches.number("length", 0) == 1) {
        start.merge(point(touches));
        start.set("time", Clock.now());
      }
      return null;
    }
    return from.isEmpty() || what.is("touchcancel") || rules().is("capture_dead_swipes", false)
        ? null
        : swipe(from, point(Bag.orEmpty(event.get("changedTouches"))), last);
  }

  private static Bag point(Bag touches) {
    Bag touch = Bag.orEmpty(touches.get("0"));
    Bag point = Bag.create();
    point.set("x", touch.number("clientX", 0));
    point.set("y", touch.number("clientY", 0));
    return point;
  }

  private @Nullable Bag swipe(Bag from, Bag to, Bag last) {
    double right = to.number("x", 0) - from.number("x", 0);
    double down = to.number("y", 0) - from.number("y", 0);
    double distance = Math.sqrt(right * right + down * down);
    double begun = from.number("time", 0);
    if (distance < rules().number("swipe_threshold_px", 30)
        || last.number("mutation", 0) >= begun
        || last.number("scroll", 0) >= begun
        || last.number("selection_changed", 0) >= begun
        || Node.liesAt(from.number("x", 0), from.number("y", 0), Text.of(SURFACES))) {
      return null;
    }
    Bag swipe = Bag.create();
    swipe.set("direction", direction(right, down));
    swipe.set("distance", Math.floor(distance + 0.5));
    return swipe;
  }

  private static Text direction(double right, double down) {
    return right * right >= down * down
        ? right < 0 ? Text.of("left") : Text.of("right")
        : down < 0 ? Text.of("up") : Text.of("down");
  }
}
