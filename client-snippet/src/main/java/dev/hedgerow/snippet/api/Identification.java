package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Says who the visitor is: identify, alias, groups, person properties and reset (contract C7). */
public final class Identification {
  private static final String NOBODY =
      "^\\s*(distinct_?id|undefined|null|\\$posthog_cookieless|)\\s*$";

  /** As long as an id may be; what follows the server would cut anyway. */
  private static final int ID_MAX = 1000;

  /** In options as JSON: who the visitor is, or shall be after a reset. */
  static final String GIVEN = "\"(bootstrap\":{|identity_d)";

  private final Core core;
  /** What the last call about the person's properties said, so that the same again counts once. */
  public Text lastProperties = Text.of("");

  Identification(Core core) {
    this.core = core;
  }

  /** The visitor is this one from now on. */
  public void identify(
      @Nullable JSObject given, @Nullable JSObject theirSet, @Nullable JSObject theirSetOnce) {
    JSObject set = own(theirSet);
    JSObject setOnce = own(theirSetOnce);
    core.addBelow(Bag.create());
    Text id = Text.in(given).part(0, ID_MAX);
    if (id.fits(NOBODY)) {
      Log.note(Note.NO_ONE, id);
      return;
    }
    if (!core.person.requireProfile(Text.of("identify"))) {
      return;
    }
    Text previous = core.person.distinctId();
    boolean known = core.person.isIdentified();
    Text former = known || core.config.flag("reuseAnonymousId") ? null : previous;
    takeId(id, previous);
    if (!id.is(previous)) {
      core.tellFlags(Text.of("identified"), former);
    }
    if (known) {
      setPersonProperties(set, setOnce);
      return;
    }
    core.visitor.set(Text.of("$user_state"), Text.of("identified"));
    if (id.is(previous)) {
      capturePersonProperties(set, setOnce);
    } else {
      captureIdentify(id, former, set, setOnce);
    }
  }

  /** A page's properties as they are now, whatever the page does with them later; null if they are none. */
  private static @Nullable JSObject own(@Nullable JSObject properties) {
    return Bag.of(Js.copy(properties));
  }

  private void takeId(Text id, Text previous) {
    Bag ids = Bag.create();
    ids.set("$user_id", id);
    if (Js.none(core.visitor.values().get("$device_id"))) {
      ids.set("$had_persisted_distinct_id", true);
      ids.set("$device_id", previous);
    }
    if (!id.is(previous) && !core.visitor.values().is("__alias", id)) {
      core.visitor.unregister(Text.of("__alias"));
      ids.set("distinct_id", id);
    }
    core.visitor.register(ids);
  }

  private void captureIdentify(
      Text id, @Nullable Text former, @Nullable JSObject set, @Nullable JSObject setOnce) {
    Bag properties = Bag.create();
    properties.set("distinct_id", id);
    properties.setIfAny("$anon_distinct_id", former);
    remember(
        core.captureAtOnce(Text.of("$identify"), properties, keptForFlags(set, setOnce)),
        set,
        setOnce);
  }

  /** What was dropped on its way may be said again. */
  private void remember(@Nullable Bag event, @Nullable JSObject set, @Nullable JSObject setOnce) {
    if (event != null) {
      lastProperties = hash(set, setOnce);
    }
  }

  /** Both in one object, which the flags were told. */
  private Bag keptForFlags(@Nullable JSObject set, @Nullable JSObject setOnce) {
    Bag both = Bag.create();
    both.set("$set", Bag.orEmpty(set));
    both.set("$set_once", Bag.orEmpty(setOnce));
    core.tellFlags(Text.of("person"), both);
    return both;
  }

  private Text hash(@Nullable JSObject set, @Nullable JSObject setOnce) {
    Bag all = Bag.create();
    all.set("distinct_id", core.person.distinctId());
    all.set("set", set);
    all.set("setOnce", setOnce);
    return Json.text(all);
  }

  /** The person has these properties; the same call twice in a row counts once. */
  public void setPersonProperties(@Nullable JSObject theirSet, @Nullable JSObject theirSetOnce) {
    JSObject set = own(theirSet);
    JSObject setOnce = own(theirSetOnce);
    if ((set == null && setOnce == null)
        || !core.person.requireProfile(Text.of("setPersonProperties"))) {
      return;
    }
    Text hash = hash(set, setOnce);
    if (hash.is(lastProperties)) {
      Log.note(Note.SAME_PROPERTIES, set);
      return;
    }
    capturePersonProperties(set, setOnce);
  }

  private void capturePersonProperties(@Nullable JSObject set, @Nullable JSObject setOnce) {
    remember(core.capture.capture(Text.of("$set"), keptForFlags(set, setOnce)), set, setOnce);
  }

  /** Gives the visitor a profile without saying anything else of them. */
  void createProfile() {
    if (!core.person.hasProfile() && core.person.requireProfile(Text.of("createPersonProfile"))) {
      capturePersonProperties(null, null);
    }
  }

  /** The visitor belongs to this group. */
  void group(@Nullable JSObject type, @Nullable JSObject key, @Nullable JSObject theirs) {
    JSObject properties = own(theirs);
    Text name = Text.in(type).part(0, ID_MAX);
    Text member = Text.in(key).part(0, ID_MAX);
    if (name.isEmpty() || member.isEmpty()) {
      Log.note(Note.NO_GROUP, type);
      return;
    }
    boolean given = properties != null;
    if (given) {
      core.person.requireProfile(Text.of("group with properties"));
    }
    Bag groups = groups();
    boolean other = !member.is(Text.in(groups.get(name)));
    if (other) {
      core.tellFlags(Text.of("newGroup"), name);
    }
    groups.set(name, Js.isText(key) ? member : key);
    core.visitor.set(Text.of("$groups"), groups);
    if (given) {
      Bag byType = Bag.create();
      byType.set(name, properties);
      core.tellFlags(Text.of("group"), byType);
    }
    if (other || given) {
      captureGroup(name, groups.get(name), properties);
    }
  }

  private void captureGroup(Text type, @Nullable JSObject key, @Nullable JSObject properties) {
    if (!core.person.hasProfile()) {
      Log.note(Note.NO_GROUP_EVENT, type);
      return;
    }
    Bag all = Bag.create();
    all.set("$group_type", type);
    all.set("$group_key", key);
    if (properties != null) {
      all.set("$group_set", properties);
    }
    core.capture.capture(Text.of("$groupidentify"), all);
  }

  /** The groups the visitor belongs to, by type; a copy. */
  Bag groups() {
    return Bag.copy(core.visitor.values().get("$groups"));
  }

  /** The visitor belongs to no group. */
  void resetGroups() {
    core.visitor.set(Text.of("$groups"), Bag.create());
    core.tellFlags(Text.of("newGroup"), null);
  }

  /** Forgets who the visitor was; they go on as somebody new. */
  void reset(@Nullable JSObject how) {
    boolean newDevice = Js.is(how, true) || Bag.own(how).flag("resetDeviceID");
    boolean optedIn = !core.consent.optedOut();
    core.consent.forget();
    core.reconsider();
    if (optedIn && core.consent.optedOut()) {
      Log.note(Note.RESET_STOPS, how);
    }
    forget(newDevice);
    if (Defaults.outline(Items.with(core.config, how)).fits(GIVEN)) {
      core.use(Text.of("more"), Text.of("reset"), Items.with(how));
    }
  }

  /** Goes on as somebody new, on a new device or on the same. */
  public void forget(boolean newDevice) {
    core.tab.restart(Bag.create());
    core.person.reset(newDevice);
    core.pageViews.clear();
    core.session.end();
    lastProperties = Text.of("");
    core.tellFlags(Text.of("reset"), null);
  }
}
