package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.identity.Uuid;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The methods about events and what they carry (contract C2). */
final class EventMethods {
  static final String NAMES =
      "capture,register,register_once,unregister,register_for_session,unregister_for_session,"
          + "get_property,getSessionProperty,getPageViewId,calculateEventProperties,on,set_config";

  private EventMethods() {}

  /** Calls the method of that name. */
  static @Nullable JSObject call(Core core, String method, Items a) {
    JSObject first = a.at(0);
    switch (method) {
      case "capture" -> {
        return core.capture.capture(first, a.at(1), a.at(2));
      }
      case "get_property" -> {
        return core.visitor.values().get(a.text(0));
      }
      case "getSessionProperty" -> {
        return core.tab.values().get(a.text(0));
      }
      case "getPageViewId" -> {
        return core.pageViews.id() == null ? null : Js.of(core.pageViews.id());
      }
      case "calculateEventProperties" -> {
        return core.envelope.properties(a.text(0), a.at(1), Uuid.next(), Clock.now());
      }
      case "on" -> {
        return core.listeners.add(first, a.at(1));
      }
      default -> {
        change(core, method, first, a.at(1), a.at(2));
        return null;
      }
    }
  }

  private static void change(
      Core core,
      String method,
      @Nullable JSObject first,
      @Nullable JSObject second,
      @Nullable JSObject third) {
    Bag values = Bag.orEmpty(first);
    switch (method) {
      case "register" -> {
        core.visitor.register(values, days(core, second));
      }
      case "register_once" -> {
        core.visitor.registerOnce(values, second == null ? Js.of("None") : second);
        core.visitor.register(null, days(core, third));
      }
      case "unregister" -> {
        core.visitor.unregister(Js.anyText(first));
      }
      case "register_for_session" -> {
        core.registerForSession(values);
      }
      case "unregister_for_session" -> {
        core.tab.unregister(Js.anyText(first));
      }
      default -> {
        setConfig(core, values);
      }
    }
  }

  private static double days(Core core, @Nullable JSObject given) {
    return given == null ? core.config.number("cookie_expiration", 365) : Js.number(given);
  }

  private static void setConfig(Core core, Bag given) {
    core.config.merge(Defaults.renamed(given));
    if (given.get("debug") != null) {
      Log.debug(given.flag("debug"));
    }
    core.reconsider();
    core.autocapture.begin();
    core.navigation.watchHistory();
  }
}
