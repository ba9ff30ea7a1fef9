package dev.hedgerow.snippet;

import dev.hedgerow.snippet.api.Client;
import dev.hedgerow.snippet.api.Replay;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Finds what the page's stub left, runs it, and becomes {@code window.posthog}; the second time it leaves the page alone (contract C1.2). */
final class Start implements Handler {
  /** Put in by the build. */
  private static final String VERSION = "@version@";

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    Log.begin();
    JSObject found = Page.window().get("posthog");
    Bag stub = Bag.orEmpty(found);
    if (!Js.none(found) && !Js.isArray(stub.get("_i"))) {
      return;
    }
    Client client = new Client(Page.scriptOrigin(), Text.of(VERSION));
    runStub(client, stub);
    client.self().set("__SV", 1);
    Page.window().set("posthog", client.self());
  }

  private static void runStub(Client client, Bag stub) {
    Items inits = Items.of(stub.get("_i"));
    Items drained = Items.create();
    for (int i = 0; i < inits.size(); i++) {
      Items init = Items.of(inits.at(i));
      Bag self = client.self();
      Bag instance = Bag.orEmpty(Guard.callOn(self, self.get("init"), init));
      JSObject queue = queueOf(stub, Text.in(init.at(2)));
      if (instance.flag("__loaded") && !drained.has(queue)) {
        drained.add(queue);
        Replay.run(
            Bag.orEmpty(instance.get("people")), Items.of(Bag.orEmpty(queue).get("people")));
        Replay.run(instance, Items.of(queue));
      }
    }
  }

  private static JSObject queueOf(Bag stub, Text name) {
    Bag named = name.isEmpty() ? null : Bag.of(stub.get(name));
    return named == null ? stub : named;
  }
}
