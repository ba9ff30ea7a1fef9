package dev.hedgerow.snippet.send;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Network;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;

/** What the server says about a project: fetched once a page load, as data and never as a script (contract C1.5). */
public final class RemoteConfig {
  private RemoteConfig() {}

  /** Tells the handler when what the server says is there, for {@link #read}; never where the page forbids to ask. */
  public static void load(Bag config, Handler then) {
    Text token = config.text("token");
    Bag all = Bag.orEmpty(Page.window().get("_POSTHOG_REMOTE_CONFIG"));
    Bag baked = Bag.of(Bag.orEmpty(all.get(token)).get("config"));
    if (baked != null) {
      Bag answer = Bag.create();
      answer.set("remote", baked);
      then.handle(Text.of("answer"), answer);
      return;
    }
    if (config.flag("advanced_disable_flags")) {
      return;
    }
    Bag request = Bag.create();
    Hosts.fill(
        config, request, Text.of("asset_host"), Text.of("/array/").plus(token).plus("/config"));
    Network.send(request, then);
  }

  /** What the server said, out of what the handler was told; null if the server could not be asked. */
  public static @Nullable Bag read(Bag answer) {
    Bag remote = Bag.of(answer.get("remote"));
    if (remote == null && answer.number("status", 0) == 200) {
      remote = Bag.of(Json.parse(answer.text("text")));
    }
    if (remote == null) {
      Log.note(Note.NO_REMOTE_CONFIG, null);
    }
    return remote;
  }
}
