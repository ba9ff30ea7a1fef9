package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The methods about who the visitor is and which visit this is (contract C2, C7). */
final class PersonMethods {
  static final String NAMES =
      "identify,setPersonProperties,unsetPersonProperties,createPersonProfile,group,resetGroups,"
          + "reset,setInternalOrTestUser,alias,getGroups,get_distinct_id,get_session_id,onSessionId,";

  private PersonMethods() {}

  /** Calls the method of that name; those about other things are asked further on. */
  static @Nullable JSObject call(Core core, Text method, Items a) {
    Identification who = core.identification;
    JSObject first = a.at(0);
    if (method.is("alias")) {
      return who.alias(first, a.at(1));
    }
    if (method.is("getGroups")) {
      return who.groups();
    }
    if (method.is("get_distinct_id")) {
      return core.visitor.values().get("distinct_id");
    }
    if (method.is("get_session_id")) {
      return core.session.id();
    }
    if (method.is("onSessionId")) {
      return core.session.listen(first);
    }
    if (method.is("identify")) {
      who.identify(first, a.at(1), a.at(2));
    } else if (method.is("setPersonProperties")) {
      who.setPersonProperties(first, a.at(1));
    } else if (method.is("unsetPersonProperties")) {
      who.unsetPersonProperties(first);
    } else if (method.is("createPersonProfile")) {
      who.createProfile();
    } else if (method.is("group")) {
      who.group(first, a.at(1), a.at(2));
    } else if (method.is("resetGroups")) {
      who.resetGroups();
    } else if (method.is("reset")) {
      who.reset(first);
    } else if (method.is("setInternalOrTestUser")) {
      Bag properties = Bag.create();
      properties.set("$internal_or_test_user", true);
      who.setPersonProperties(properties, null);
    } else if (method.is("set")) {
      who.setPersonProperties(people(a), null);
    } else if (method.is("set_once")) {
      who.setPersonProperties(null, people(a));
    } else {
      return OtherMethods.call(core, method, a);
    }
    return null;
  }

  /** The older spelling of setting person properties: a name and a value, or an object. */
  private static Bag people(Items a) {
    Bag properties = Bag.copy(a.at(0));
    if (Bag.of(a.at(0)) == null) {
      properties.set(a.text(0), a.at(1));
    }
    return properties;
  }
}
