package dev.hedgerow.snippet.lazy.felt;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.Timings;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Makes the four measures of what the browser tells, as their definitions have it. */
final class Measures {
  private static final double UNKNOWN = -1;
  private static final double GAP_MAX = 1000;
  private static final double WINDOW_MAX = 5000;
  private static final int SLOWEST = 10;
  private static final int ONE_IN = 50;

  private final Bag known = Bag.create();
  private final double hidden = Timings.firstHidden();
  private final double begun = Timings.navigation().number("activationStart", 0);

  private double first = UNKNOWN;
  private double largest = UNKNOWN;
  private @Nullable JSObject largestElement;
  private boolean settled;

  private double shift;
  private @Nullable JSObject shifted;
  private double windowShift;
  private double windowStart;
  private double windowEnd;

  /** The slowest interactions, the slowest first, each with its {@code id}, {@code time} and {@code target}. */
  private Items slowest = Items.create();

  private double lowestId = UNKNOWN;
  private double highestId;

  /** The browser measures this. */
  void knows(Text type) {
    known.set(type, type);
  }

  /** Takes what the browser measured. */
  void take(Text type, Items entries) {
    for (int i = 0; i < entries.size(); i++) {
      Bag entry = entries.bag(i);
      double time = Math.max(0, entry.number("startTime", 0) - begun);
      if (type.is("paint")) {
        if (entry.is("name", "first-contentful-paint") && entry.number("startTime", 0) < hidden) {
          first = time;
        }
      } else if (type.starts("largest")) {
        if (!settled && entry.number("startTime", 0) < hidden) {
          largest = time;
          largestElement = entry.get("element");
        }
      } else if (type.starts("layout")) {
        takeShift(entry);
      } else {
        takeInteraction(entry);
      }
    }
  }

  /** Shifts add up as long as they follow each other closely; what counts is the worst such window. */
  private void takeShift(Bag entry) {
    if (entry.flag("hadRecentInput")) {
      return;
    }
    double time = entry.number("startTime", 0);
    double value = entry.number("value", 0);
    boolean follows =
        windowShift > 0 && time - windowEnd < GAP_MAX && time - windowStart < WINDOW_MAX;
    if (!follows) {
      windowStart = time;
      windowShift = 0;
    }
    windowEnd = time;
    windowShift += value;
    if (windowShift > shift) {
      shift = windowShift;
      shifted = Items.of(entry.get("sources")).bag(0).get("node");
    }
  }

  private void takeInteraction(Bag entry) {
    double id = entry.number("interactionId", 0);
    if (id == 0) {
      return;
    }
    lowestId = lowestId < 0 ? id : Math.min(lowestId, id);
    highestId = Math.max(highestId, id);
    double time = entry.number("duration", 0);
    Items others = Items.create();
    for (int i = 0; i < slowest.size(); i++) {
      if (slowest.bag(i).number("id", 0) == id) {
        time = Math.max(time, slowest.bag(i).number("time", 0));
      } else {
        others.add(slowest.at(i));
      }
    }
    Bag one = Bag.create();
    one.set("id", id);
    one.set("time", time);
    one.set("target", entry.get("target"));
    slowest = sorted(others, one).part(0, SLOWEST);
  }

  private static Items sorted(Items others, Bag one) {
    int place = 0;
    while (place < others.size() && others.bag(place).number("time", 0) >= one.number("time", 0)) {
      place++;
    }
    return others.part(0, place).and(Items.with(one)).and(others.from(place));
  }

  /** When something was first painted; null while unknown. */
  @Nullable
  Bag firstPaint() {
    return first < 0 ? null : measure(Text.of("FCP"), first, 1800, 3000);
  }

  /** When the largest was painted, which later paints no longer change; null if unknown. */
  @Nullable
  Bag largestPaint() {
    if (largest < 0) {
      return null;
    }
    settled = true;
    return aimed(measure(Text.of("LCP"), largest, 2500, 4000), Text.of("target"), largestElement);
  }

  /** How much jumped; null if the browser does not say, or nothing was to be seen. */
  @Nullable
  Bag shift() {
    return first < 0 || !known.flag("layout-shift")
        ? null
        : aimed(measure(Text.of("CLS"), shift, 0.1, 0.25), Text.of("largestShiftTarget"), shifted);
  }

  /** How long the visitor waited, but for the slowest in fifty; null if they did nothing. */
  @Nullable
  Bag interaction() {
    if (slowest.size() == 0) {
      return null;
    }
    double count = Timings.interactions();
    double counted = count > 0 ? count : (highestId - lowestId) / 7 + 1;
    int place = Math.min(slowest.size() - 1, (int) (counted / ONE_IN));
    Bag one = slowest.bag(place);
    return aimed(
        measure(Text.of("INP"), one.number("time", 0), 200, 500),
        Text.of("interactionTarget"),
        one.get("target"));
  }

  private static Bag measure(Text name, double value, double good, double poor) {
    Bag measure = Bag.create();
    measure.set("name", name);
    measure.set("value", value);
    measure.set(
        "rating",
        value > poor
            ? Text.of("poor")
            : value > good ? Text.of("needs-improvement") : Text.of("good"));
    return measure;
  }

  private static Bag aimed(Bag measure, Text name, @Nullable JSObject element) {
    Text way = Timings.way(element);
    if (!way.isEmpty()) {
      Bag attribution = Bag.create();
      attribution.set(name, way);
      measure.set("attribution", attribution);
    }
    return measure;
  }
}
