package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The methods about who the visitor is and which visit this is (contract C2, C7). */
final class PersonMethods {
  static final String NAMES =
      "identify,setPersonProperties,unsetPersonProperties,createPersonProfile,group,resetGroups,"
          + "reset,setInternalOrTestUser,alias,getGroups,get_distinct_id,get_session_id,onSessionId";

  private PersonMethods() {}

  /** Calls the method of that name. */
  static @Nullable JSObject call(Core core, String method, Items a) {
    switch (method) {
      case "alias" -> {
        return core.identification.alias(a.at(0), a.at(1));
      }
      case "getGroups" -> {
        return core.identification.groups();
      }
      case "get_distinct_id" -> {
        return core.visitor.values().get("distinct_id");
      }
      case "get_session_id" -> {
        return Js.of(core.session.id());
      }
      case "onSessionId" -> {
        return onSession(core, a.at(0));
      }
      default -> {
        tell(core.identification, method, a.at(0), a.at(1), a.at(2));
        return null;
      }
    }
  }

  private static void tell(
      Identification who,
      String method,
      @Nullable JSObject first,
      @Nullable JSObject second,
      @Nullable JSObject third) {
    switch (method) {
      case "identify" -> {
        who.identify(first, second, third);
      }
      case "setPersonProperties" -> {
        who.setPersonProperties(first, second);
      }
      case "unsetPersonProperties" -> {
        who.unsetPersonProperties(first);
      }
      case "createPersonProfile" -> {
        who.createProfile();
      }
      case "group" -> {
        who.group(first, second, third);
      }
      case "resetGroups" -> {
        who.resetGroups();
      }
      case "reset" -> {
        who.reset(first);
      }
      default -> {
        Bag properties = Bag.create();
        properties.set("$internal_or_test_user", true);
        who.setPersonProperties(properties, null);
      }
    }
  }

  private static @Nullable JSObject onSession(Core core, @Nullable JSObject listener) {
    String key = core.session.listen(listener);
    Bag undo = Bag.create();
    Guard.define(undo, "off", (name, none) -> {
      core.session.unlisten(key);
      return null;
    });
    return undo.get("off");
  }

  /** The older spelling of setting person properties: a name and a value, or an object. */
  static @Nullable JSObject people(Core core, boolean overwrite, Items a) {
    Bag properties = Bag.create().merge(Bag.of(a.at(0)));
    if (Bag.of(a.at(0)) == null) {
      properties.set(a.text(0), a.at(1));
    }
    core.identification.setPersonProperties(
        overwrite ? properties : null, overwrite ? null : properties);
    return null;
  }
}
