package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.identity.Uuid;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The methods about events and what they carry (contract C2). */
final class EventMethods {
  static final String NAMES =
      "capture,register,register_once,unregister,register_for_session,unregister_for_session,"
          + "get_property,getSessionProperty,getPageViewId,calculateEventProperties,on,set_config,";

  private EventMethods() {}

  /** Calls the method of that name; those about other things are asked further on. */
  static @Nullable JSObject call(Core core, Text method, Items a) {
    JSObject first = a.at(0);
    if (method.is("capture")) {
      return core.capture.capture(first, a.at(1), a.at(2));
    }
    if (method.is("get_property")) {
      return core.visitor.values().get(a.text(0));
    }
    if (method.is("getSessionProperty")) {
      return core.tab.values().get(a.text(0));
    }
    if (method.is("getPageViewId")) {
      return core.pageViews.id().isEmpty() ? null : core.pageViews.id();
    }
    if (method.is("calculateEventProperties")) {
      return core.envelope.properties(a.text(0), a.at(1), Uuid.next(), Clock.now(), 65535);
    }
    if (method.is("on")) {
      return core.listen(first, a.at(1));
    }
    if (method.is("register")) {
      core.visitor.register(Bag.own(first), days(core, a.at(1)));
    } else if (method.is("register_once")) {
      core.visitor.registerOnce(Bag.own(first), Js.none(a.at(1)) ? Text.of("None") : a.at(1));
      core.visitor.register(null, days(core, a.at(2)));
    } else if (method.is("unregister")) {
      core.visitor.unregister(a.text(0));
    } else if (method.is("register_for_session")) {
      core.registerForSession(Bag.own(first));
    } else if (method.is("unregister_for_session")) {
      core.tab.unregister(a.text(0));
    } else if (method.is("set_config")) {
      core.setConfig(Bag.copy(first));
    } else {
      return PersonMethods.call(core, method, a);
    }
    return null;
  }

  private static double days(Core core, @Nullable JSObject given) {
    return Js.none(given) ? core.config.number("cookie_expiration", 365) : Js.number(given);
  }
}
