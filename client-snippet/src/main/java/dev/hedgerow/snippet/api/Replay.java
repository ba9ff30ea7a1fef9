package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Runs calls that were queued before the script was there: aliases first, captures last (contract C1.2). */
public final class Replay {
  private final Bag target;

  /** Runs calls on this object. */
  public Replay(Bag target) {
    this.target = target;
  }

  /** Runs queued calls; one that fails, or that nobody knows, does not stop the others. */
  public void run(Items queue) {
    Items aliases = Items.create();
    Items others = Items.create();
    Items captures = Items.create();
    for (int i = 0; i < queue.size(); i++) {
      JSObject item = queue.at(i);
      String type = Js.type(item);
      if (type.equals("function")) {
        Guard.callOn(target, item, Items.create());
      } else if (type.equals("array")) {
        JSObject first = Items.of(item).at(0);
        String name = Js.text(first);
        boolean isCapture = Js.type(first).equals("array")
            || (name != null && name.contains("capture") && isMethod(name));
        ("alias".equals(name) ? aliases : isCapture ? captures : others).add(item);
      }
    }
    runAll(aliases);
    runAll(others);
    runAll(captures);
  }

  private boolean isMethod(String name) {
    return Js.type(target.get(name)).equals("function");
  }

  private void runAll(Items calls) {
    for (int i = 0; i < calls.size(); i++) {
      runOne(Items.of(calls.at(i)));
    }
  }

  private void runOne(Items call) {
    if (!Js.type(call.at(0)).equals("array")) {
      apply(target, call);
      return;
    }
    JSObject last = target;
    for (int i = 0; i < call.size() && Bag.of(last) != null; i++) {
      last = apply(Bag.orEmpty(last), Items.of(call.at(i)));
    }
  }

  private static @Nullable JSObject apply(Bag on, Items call) {
    return Guard.callOn(on, on.get(call.text(0)), call.part(1, call.size()));
  }
}
