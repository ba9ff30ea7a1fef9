package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The methods about who the visitor is and which visit this is (contract C2, C7). */
final class PersonMethods {
  static final String NAMES =
      "identify,setPersonProperties,createPersonProfile,group,resetGroups,reset,getGroups,"
          + "get_distinct_id,get_session_id,onSessionId,";

  private PersonMethods() {}

  /** Calls the method of that name; those about other things are asked further on. */
  static @Nullable JSObject call(Core core, Text method, Items a) {
    Identification who = core.identification;
    JSObject first = a.at(0);
    if (method.is("getGroups")) {
      return who.groups();
    }
    if (method.is("get_distinct_id")) {
      return core.visitor.values().get("distinct_id");
    }
    if (method.is("get_session_id")) {
      return core.consent.cookieless() ? Text.of("") : core.session.id();
    }
    if (method.is("onSessionId")) {
      if (!core.session.current().isEmpty()) {
        core.tellSession(first, Items.create());
      }
      return core.listen(Text.of("session"), first);
    }
    if (method.is("identify")) {
      who.identify(first, a.at(1), a.at(2));
    } else if (method.is("setPersonProperties")) {
      who.setPersonProperties(first, a.at(1));
    } else if (method.is("createPersonProfile")) {
      who.createProfile();
    } else if (method.is("group")) {
      who.group(first, a.at(1), a.at(2));
    } else if (method.is("resetGroups")) {
      who.resetGroups();
    } else if (method.is("reset")) {
      who.reset(first);
    } else {
      return OtherMethods.call(core, method, a);
    }
    return null;
  }
}
