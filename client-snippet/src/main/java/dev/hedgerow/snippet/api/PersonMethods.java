package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The methods about who the visitor is and which visit this is (contract C2, C7). */
final class PersonMethods {
  /** A call on the rooms' own words for persons; it answers nothing. */
  interface Act {
    void on(Identification identification, Items arguments);
  }

  private final Client client;

  PersonMethods(Client client) {
    this.client = client;
  }

  private void method(String name, Act act) {
    client.method(name, (core, a) -> {
      act.on(core.identification, a);
      return null;
    });
  }

  void define() {
    method("identify", (who, a) -> who.identify(a.at(0), a.at(1), a.at(2)));
    method("setPersonProperties", (who, a) -> who.setPersonProperties(a.at(0), a.at(1)));
    method("unsetPersonProperties", (who, a) -> who.unsetPersonProperties(a.at(0)));
    method("createPersonProfile", (who, a) -> who.createProfile());
    method("group", (who, a) -> who.group(a.at(0), a.at(1), a.at(2)));
    method("resetGroups", (who, a) -> who.resetGroups());
    method("reset", (who, a) -> who.reset(a.at(0)));
    method("setInternalOrTestUser", (who, a) -> who.setPersonProperties(testUser(), null));
    client.method("alias", (core, a) -> core.identification.alias(a.at(0), a.at(1)));
    client.method("getGroups", Bag.create(), (core, a) -> core.identification.groups());
    client.method("get_distinct_id", (core, a) -> core.visitor.values().get("distinct_id"));
    client.method("get_session_id", Js.of(""), (core, a) -> Js.of(core.session.id()));
    client.method("onSessionId", (core, a) -> onSession(core, a.at(0)));
    client.self().set("people", people());
  }

  private static Bag testUser() {
    Bag properties = Bag.create();
    properties.set("$internal_or_test_user", true);
    return properties;
  }

  private static JSObject onSession(Core core, @Nullable JSObject listener) {
    String name = core.session.listen(listener);
    return Js.function(none -> {
      core.session.unlisten(name);
      return null;
    });
  }

  private Bag people() {
    Bag people = Bag.create();
    people.set("set", Js.function(a -> setPeople(a, false)));
    people.set("set_once", Js.function(a -> setPeople(a, true)));
    return people;
  }

  private @Nullable JSObject setPeople(Items arguments, boolean once) {
    Bag properties = Bag.orEmpty(arguments.at(0));
    String name = Js.text(arguments.at(0));
    if (name != null) {
      properties.set(name, arguments.at(1));
    }
    Items call = Items.create();
    call.add(once ? null : properties);
    call.add(once ? properties : null);
    return Js.apply(client.self().get("setPersonProperties"), null, call);
  }
}
