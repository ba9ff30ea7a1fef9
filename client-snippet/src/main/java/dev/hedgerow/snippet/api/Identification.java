package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Pattern;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Says who the visitor is: identify, alias, groups, person properties and reset (contract C7). */
final class Identification {
  private static final String NOBODY =
      "^\\s*(distinct_?id|undefined|null|\\$posthog_cookieless|)\\s*$";

  private final Core core;
  private String lastProperties = "";

  Identification(Core core) {
    this.core = core;
  }

  /** The visitor is this one from now on. */
  void identify(@Nullable JSObject given, @Nullable JSObject set, @Nullable JSObject setOnce) {
    String id = Js.text(given);
    if (id == null || Pattern.foundIgnoringCase(NOBODY, id)) {
      Log.critical("identify needs an id of its own for each person, not '" + id + "'");
      return;
    }
    if (!core.person.requireProfile("identify")) {
      return;
    }
    String previous = core.person.distinctId();
    boolean known = core.person.isIdentified();
    takeId(id, previous);
    if (known) {
      if (Js.truthy(set) || Js.truthy(setOnce)) {
        setPersonProperties(set, setOnce);
      }
      return;
    }
    core.visitor.set("$user_state", "identified");
    if (id.equals(previous)) {
      capturePersonProperties(set, setOnce);
    } else {
      captureIdentify(id, previous, set, setOnce);
    }
  }

  private void takeId(String id, String previous) {
    Bag ids = Bag.create();
    ids.set("$user_id", id);
    if (core.visitor.values().get("$device_id") == null) {
      ids.set("$had_persisted_distinct_id", true);
      ids.set("$device_id", previous);
    }
    if (!id.equals(previous) && !core.visitor.values().is("__alias", id)) {
      core.visitor.unregister("__alias");
      ids.set("distinct_id", id);
    }
    core.visitor.register(ids);
  }

  private void captureIdentify(
      String id, String previous, @Nullable JSObject set, @Nullable JSObject setOnce) {
    keepForFlags(set, setOnce);
    Bag properties = Bag.create();
    properties.set("distinct_id", id);
    properties.set("$anon_distinct_id", previous);
    Bag options = Bag.create();
    options.set("$set", Bag.orEmpty(set));
    options.set("$set_once", Bag.orEmpty(setOnce));
    core.captureAtOnce("$identify", properties, options);
    lastProperties = hash(set, setOnce);
  }

  private void keepForFlags(@Nullable JSObject set, @Nullable JSObject setOnce) {
    Bag both = Bag.create();
    both.set("$set", Bag.orEmpty(set));
    both.set("$set_once", Bag.orEmpty(setOnce));
    core.flags.addPerson(both);
  }

  private String hash(@Nullable JSObject set, @Nullable JSObject setOnce) {
    Bag all = Bag.create();
    all.set("distinct_id", core.person.distinctId());
    all.set("set", set);
    all.set("setOnce", setOnce);
    return Json.text(all);
  }

  /** The person has these properties; the same call twice in a row counts once. */
  void setPersonProperties(@Nullable JSObject set, @Nullable JSObject setOnce) {
    if ((!Js.truthy(set) && !Js.truthy(setOnce))
        || !core.person.requireProfile("setPersonProperties")) {
      return;
    }
    String hash = hash(set, setOnce);
    if (hash.equals(lastProperties)) {
      Log.debug("setPersonProperties: the same as before, nothing is sent");
      return;
    }
    lastProperties = hash;
    capturePersonProperties(set, setOnce);
  }

  private void capturePersonProperties(@Nullable JSObject set, @Nullable JSObject setOnce) {
    keepForFlags(set, setOnce);
    Bag properties = Bag.create();
    properties.set("$set", Bag.orEmpty(set));
    properties.set("$set_once", Bag.orEmpty(setOnce));
    core.capture.capture("$set", properties);
  }

  /** The person loses these properties. */
  void unsetPersonProperties(@Nullable JSObject names) {
    Items known =
        Items.listOf(names).only(name -> Js.type(name).equals("string") && Js.truthy(name));
    if (known.size() == 0 || !core.person.requireProfile("unsetPersonProperties")) {
      return;
    }
    core.flags.removePerson(known);
    lastProperties = "";
    Bag properties = Bag.create();
    properties.set("$unset", known);
    core.capture.capture("$set", properties);
  }

  /** Gives the visitor a profile without saying anything else of them. */
  void createProfile() {
    if (!core.person.hasProfile() && core.person.requireProfile("createPersonProfile")) {
      capturePersonProperties(null, null);
    }
  }

  /** Another id for the same person; answers the event, -1 or -2 as the contract has it. */
  @Nullable
  JSObject alias(@Nullable JSObject given, @Nullable JSObject original) {
    String alias = Js.text(given);
    String known = Js.text(original);
    String of = known == null ? core.person.distinctId() : known;
    if (alias == null || alias.isEmpty()) {
      Log.critical("alias needs an id");
      return null;
    }
    if (core.visitor.values().is("$people_distinct_id", alias)) {
      Log.critical("alias: this id is the person's own");
      return Js.of(-2);
    }
    if (!core.person.requireProfile("alias")) {
      return null;
    }
    if (alias.equals(of)) {
      identify(given, null, null);
      return Js.of(-1);
    }
    core.visitor.set("__alias", alias);
    Bag properties = Bag.create();
    properties.set("alias", alias);
    properties.set("distinct_id", of);
    return core.capture.capture("$create_alias", properties);
  }

  /** The visitor belongs to this group. */
  void group(@Nullable JSObject type, @Nullable JSObject key, @Nullable JSObject properties) {
    String name = Js.text(type);
    String member = Js.text(key);
    if (name == null || name.isEmpty() || member == null || member.isEmpty()) {
      Log.debug("group needs a type and a key");
      return;
    }
    boolean given = Js.truthy(properties);
    if (given) {
      core.person.requireProfile("group with properties");
    }
    Bag groups = groups();
    boolean other = !member.equals(Js.text(groups.get(name)));
    if (other) {
      core.flags.clearGroups(name);
    }
    groups.set(name, key);
    core.visitor.set("$groups", groups);
    if (given) {
      Bag byType = Bag.create();
      byType.set(name, properties);
      core.flags.addGroups(byType);
    }
    if (other || given) {
      captureGroup(name, key, given ? properties : null);
    }
  }

  private void captureGroup(String type, @Nullable JSObject key, @Nullable JSObject properties) {
    if (!core.person.hasProfile()) {
      Log.debug("no $groupidentify: person_profiles is 'never'");
      return;
    }
    Bag all = Bag.create();
    all.set("$group_type", type);
    all.set("$group_key", key);
    if (properties != null) {
      all.set("$group_set", properties);
    }
    core.capture.capture("$groupidentify", all);
  }

  /** The groups the visitor belongs to, by type; a copy. */
  Bag groups() {
    return Bag.create().merge(core.visitor.values().get("$groups"));
  }

  /** The visitor belongs to no group. */
  void resetGroups() {
    core.visitor.set("$groups", Bag.create());
    core.flags.clearGroups(null);
  }

  /** Forgets who the visitor was; they go on as somebody new. */
  void reset(@Nullable JSObject how) {
    boolean optedIn = !core.consent.optedOut();
    core.consent.forget();
    if (optedIn && core.consent.optedOut()) {
      Log.warn("reset cleared the visitor's consent: capturing is off again");
    }
    boolean newDevice = Js.is(how, true) || Bag.orEmpty(how).flag("resetDeviceID");
    core.tab.clear();
    core.person.reset(newDevice);
    core.pageViews.clear();
    core.session.end();
    lastProperties = "";
  }
}
