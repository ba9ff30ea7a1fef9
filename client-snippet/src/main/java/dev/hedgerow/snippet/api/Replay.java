package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Runs calls that were queued before the script was there: aliases first, captures last (contract C1.2). */
public final class Replay {
  private Replay() {}

  /** Runs queued calls on an object; one that fails, or that nobody knows, does not stop the others. */
  public static void run(Bag target, Items queue) {
    Items aliases = Items.create();
    Items others = Items.create();
    Items captures = Items.create();
    for (int i = 0; i < queue.size(); i++) {
      JSObject item = queue.at(i);
      if (Js.isFunction(item)) {
        Guard.callOn(target, item, Items.create());
      } else {
        Items call = Items.of(item);
        Text name = Text.in(call.at(0));
        boolean isCapture =
            name.has("capture") ? Js.isFunction(target.get(name)) : Js.isArray(call.at(0));
        (name.is("alias") ? aliases : isCapture ? captures : others).add(call);
      }
    }
    runAll(target, aliases);
    runAll(target, others);
    runAll(target, captures);
  }

  private static void runAll(Bag target, Items calls) {
    for (int i = 0; i < calls.size(); i++) {
      runOne(target, Items.of(calls.at(i)));
    }
  }

  private static void runOne(Bag target, Items call) {
    Items chain = Js.isArray(call.at(0)) ? call : Items.with(call);
    JSObject last = target;
    for (int i = 0; i < chain.size(); i++) {
      last = apply(Bag.orEmpty(last), Items.of(chain.at(i)));
    }
  }

  private static @Nullable JSObject apply(Bag on, Items call) {
    Text name = call.text(0);
    return on.keys().has(name) ? Guard.callOn(on, on.get(name), call.from(1)) : null;
  }
}
