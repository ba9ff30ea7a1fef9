package dev.hedgerow.snippet.send;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Text;

/**
 * Events on their way together. They are ours until the network has them. A batch is a bag of {@code events}, {@code gone}
 * (handed to the network), {@code retries} and {@code due} (when the next attempt is, 0 for none).
 */
final class Batch {
  private static final double DELAY = 3000;
  private static final double DELAY_MAX = 1_800_000;

  private Batch() {}

  /** These events, still ours. */
  static Bag of(Items events) {
    Bag batch = Bag.create();
    batch.set("events", events);
    batch.set("retries", 0);
    batch.set("due", 0);
    return batch;
  }

  static Items events(Bag batch) {
    return Items.of(batch.get("events"));
  }

  static double due(Bag batch) {
    return batch.number("due", 0);
  }

  static double retries(Bag batch) {
    return batch.number("retries", 0);
  }

  /** What is sent, with the time of this attempt. */
  static Text text(Bag batch) {
    Bag body = Bag.create();
    body.set("api_key", Bag.orEmpty(events(batch).bag(0).get("properties")).get("token"));
    body.set("batch", events(batch));
    body.set("sent_at", Clock.iso(Clock.now()));
    return Json.text(body);
  }

  /** Whether another attempt makes sense after so many; an unreachable server gets fewer. */
  static boolean mayRetry(Bag batch, double status) {
    return retries(batch) < (status == 0 ? 3 : 10);
  }

  /** Waits longer after each attempt, with some chance in it, and never shorter than the server asked for. */
  static void holdForRetry(Bag batch, double atLeast) {
    double base = DELAY;
    for (int i = 0; i < retries(batch); i++) {
      base *= 2;
    }
    double capped = Math.min(DELAY_MAX, base);
    double delay = Math.ceil(capped + (Js.chance() - 0.5) * (capped - base / 2));
    batch.set("due", Clock.now() + Math.max(delay, atLeast));
    batch.set("retries", retries(batch) + 1);
    batch.set("gone", false);
  }
}
