package dev.hedgerow.snippet.loading;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Scripts;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.send.Hosts;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** One part asked for: fetched from the address of this build, once more if that fails, and then given up (contract C1.5). */
public final class Parts implements Handler {
  private final Bag config;
  private final Text name;
  private final Handler then;
  private int tries;

  private Parts(Bag config, Text name, Handler then) {
    this.config = config;
    this.name = name;
    this.then = then;
  }

  /** Tells the handler the part's name with its function, at once if it is here; with null if it cannot be had. */
  public static void need(Bag config, Text name, Handler then) {
    new Parts(config, name, then).handle(name, null);
  }

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    Bag ready = Scripts.bundled();
    JSObject part = ready.get(name);
    if (Js.truthy(part) || ++tries > 2 || config.flag("disable_external_dependency_loading")) {
      then.handle(name, part);
      return;
    }
    Scripts.expect(ready);
    Text path = Scripts.build().plus("/").plus(name).plus(".js");
    Scripts.load(
        Hosts.address(config, Text.of("asset_host"), Text.of("/static/").plus(path)),
        config.get("prepare_external_dependency_script"),
        this);
  }
}
