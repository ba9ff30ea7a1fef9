package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.identity.Uuid;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The methods about events and what they carry (contract C2). */
final class EventMethods {
  private final Client client;

  EventMethods(Client client) {
    this.client = client;
  }

  void define() {
    client.method("capture", (core, a) -> core.capture.capture(a.at(0), a.at(1), a.at(2)));
    client.method("register", (core, a) -> register(core, a.at(0), a.at(1)));
    client.method("register_once", (core, a) -> {
      JSObject unset = a.at(1);
      core.visitor.registerOnce(Bag.orEmpty(a.at(0)), unset == null ? Js.of("None") : unset);
      return null;
    });
    client.method("unregister", (core, a) -> {
      core.visitor.unregister(a.text(0));
      return null;
    });
    client.method("register_for_session", (core, a) -> {
      core.registerForSession(Bag.orEmpty(a.at(0)));
      return null;
    });
    client.method("unregister_for_session", (core, a) -> {
      core.tab.unregister(a.text(0));
      return null;
    });
    client.method("get_property", (core, a) -> core.visitor.values().get(a.text(0)));
    client.method("getSessionProperty", (core, a) -> core.tab.values().get(a.text(0)));
    client.method("getPageViewId", (core, a) -> orNothing(core.pageViews.id()));
    client.method("calculateEventProperties", (core, a) -> calculate(core, a.text(0), a.at(1)));
    client.method("on", (core, a) -> core.listeners.add(a.at(0), a.at(1)));
    client.method("set_config", (core, a) -> setConfig(core, Bag.orEmpty(a.at(0))));
  }

  static @Nullable JSObject orNothing(@Nullable String text) {
    return text == null ? null : Js.of(text);
  }

  private static @Nullable JSObject register(
      Core core, @Nullable JSObject values, @Nullable JSObject days) {
    if (days == null) {
      core.visitor.register(Bag.of(values));
    } else {
      core.visitor.register(Bag.of(values), Js.number(days));
    }
    return null;
  }

  private static JSObject calculate(Core core, String name, @Nullable JSObject properties) {
    return core.envelope.properties(name, properties, Uuid.next(), Clock.now());
  }

  private static @Nullable JSObject setConfig(Core core, Bag given) {
    core.config.merge(Defaults.renamed(given));
    if (given.get("debug") != null) {
      Log.debug(given.flag("debug"));
    }
    core.visitor.reconsider(core.consent.blocksStorage());
    core.tab.reconsider(core.consent.blocksStorage());
    core.autocapture.begin();
    core.navigation.watchHistory();
    return null;
  }
}
