package dev.hedgerow.snippet.send;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Network;
import dev.hedgerow.snippet.browser.Page;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the server says about a project: fetched once a page load, as data and never as a script (contract C1.5). */
public final class RemoteConfig {
  private final Bag config;

  /** Asks for the token in the page's options. */
  public RemoteConfig(Bag config) {
    this.config = config;
  }

  /** Hands over what the server says, or null if it could not be asked; never calls back where the page forbids to ask. */
  public void load(Consumer<@Nullable Bag> then) {
    String token = String.valueOf(config.text("token"));
    Bag all = Bag.orEmpty(Page.window().get("_POSTHOG_REMOTE_CONFIG"));
    Bag baked = Bag.orEmpty(all.get(token)).bag("config");
    if (baked != null) {
      then.accept(baked);
      return;
    }
    if (config.flag("advanced_disable_flags")) {
      return;
    }
    Bag request = Bag.create();
    request.set("method", "GET");
    request.set("url", Hosts.api(config) + "/array/" + token + "/config");
    request.set("headers", Bag.create().merge(config.get("request_headers")));
    request.set("keepalive", false);
    request.set("xhr", config.is("api_transport", "XHR"));
    Network.send(request, answer -> then.accept(answered(Bag.orEmpty(answer))));
  }

  private static @Nullable Bag answered(Bag answer) {
    Bag remote = answer.number("status", 0) == 200 ? Bag.of(Json.parse(answer.text("text"))) : null;
    if (remote == null) {
      Log.debug("no remote config: the client's own options hold");
    }
    return remote;
  }
}
