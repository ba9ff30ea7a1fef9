package dev.hedgerow.snippet.lazy.errors;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Network;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** What happened on the way to the next exception; the oldest steps give way to the newest (contract C12.3). */
final class Steps {
  private static final int BYTES_MAX = 32 * 1024;

  private Items steps = Items.create();
  private Items sizes = Items.create();
  private int bytes;

  /** Adds a step; one without words, or larger than all may be together, is none. */
  void add(Text message, @Nullable JSObject more) {
    Bag step = Bag.own(more);
    step.set("$message", message);
    step.set("$timestamp", Clock.isoNow());
    int size = Network.bytes(Json.text(step));
    if (message.trim().isEmpty() || size > BYTES_MAX) {
      return;
    }
    steps.add(step);
    sizes.add(size);
    bytes += size;
    while (bytes > BYTES_MAX) {
      bytes -= (int) sizes.text(0).number();
      steps = steps.from(1);
      sizes = sizes.from(1);
    }
  }

  /** The steps so far, which are forgotten then. */
  Items take() {
    Items taken = steps;
    steps = Items.create();
    sizes = Items.create();
    bytes = 0;
    return taken;
  }
}
