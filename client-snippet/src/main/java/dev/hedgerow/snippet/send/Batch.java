package dev.hedgerow.snippet.send;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Network;

/** Events on their way together. They are ours until the network has them. */
final class Batch {
  /** Where a batch is. */
  enum State {
    /** Being compressed, or waiting for the next attempt. */
    HELD,
    /** Handed to the network. */
    GONE
  }

  private static final double DELAY = 3000;
  private static final double DELAY_MAX = 1_800_000;

  final Items events;
  State state = State.HELD;
  int retries;
  double due;

  Batch(Items events) {
    this.events = events;
  }

  /** What is sent, with the time of this attempt. */
  String text() {
    Bag body = Bag.create();
    Bag first = Bag.orEmpty(events.at(0));
    body.set("api_key", Bag.orEmpty(first.get("properties")).get("token"));
    body.set("batch", events);
    body.set("sent_at", Clock.iso(Clock.now()));
    return Json.text(body);
  }

  /** Whether another attempt makes sense after so many; an unreachable server gets fewer. */
  boolean mayRetry(int status) {
    return retries < (status == 0 ? 3 : 10);
  }

  /** Waits longer after each attempt, with some chance in it, and never shorter than the server asked for. */
  void holdForRetry(double atLeast) {
    double base = DELAY;
    for (int i = 0; i < retries; i++) {
      base *= 2;
    }
    double capped = Math.min(DELAY_MAX, base);
    double delay = Math.ceil(capped + (Network.chance() - 0.5) * (capped - base / 2));
    due = Clock.now() + Math.max(delay, atLeast);
    retries++;
    state = State.HELD;
  }
}
