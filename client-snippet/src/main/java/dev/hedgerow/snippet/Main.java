package dev.hedgerow.snippet;

import dev.hedgerow.snippet.api.Client;
import dev.hedgerow.snippet.api.Replay;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Finds what the page's stub left, runs it, and becomes {@code window.posthog} (contract C1.2). */
final class Main {
  /** Put in by the build. */
  private static final String VERSION = "@version@";

  private Main() {}

  /** Runs when the script is loaded; a second time it leaves the page alone. */
  public static void main(String[] none) {
    Guard.run(Main::load);
  }

  private static void load() {
    JSObject found = Page.window().get("posthog");
    Bag stub = Bag.orEmpty(found);
    if (found != null && !Js.type(stub.get("_i")).equals("array")) {
      return;
    }
    Client client = new Client(Page.scriptOrigin(), VERSION);
    runStub(client, stub);
    client.self().set("__SV", 1);
    Page.window().set("posthog", client.self());
  }

  private static void runStub(Client client, Bag stub) {
    Items inits = Items.of(stub.get("_i"));
    Items drained = Items.create();
    for (int i = 0; i < inits.size(); i++) {
      Items init = Items.of(inits.at(i));
      Bag instance = client.init(init.at(0), init.at(1), init.at(2));
      JSObject queue = queueOf(stub, Js.text(init.at(2)));
      if (instance.flag("__loaded") && !drained.contains(queue)) {
        drained.add(queue);
        new Replay(instance).run(Items.of(queue));
      }
    }
  }

  private static JSObject queueOf(Bag stub, @Nullable String name) {
    Bag named = name == null ? null : stub.bag(name);
    return named == null ? stub : named;
  }
}
