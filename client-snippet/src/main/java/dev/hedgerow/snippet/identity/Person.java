package dev.hedgerow.snippet.identity;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The visitor's ids and whether events build a person profile (contract C7). */
public final class Person {
  private final Bag config;
  private final Persistence persistence;

  /** The visitor whose ids are kept there. */
  public Person(Bag config, Persistence persistence) {
    this.config = config;
    this.persistence = persistence;
  }

  /** Gives the visitor an id if there is none. */
  public void ensureId() {
    if (distinctId().isEmpty()) {
      persistence.register(somebodyNew(null));
    }
  }

  /** A fresh id, through the page's own {@code get_device_id} if it has one. */
  private Text newDeviceId() {
    Text id = Uuid.next();
    Text theirs = Text.in(Guard.call(config.get("get_device_id"), Items.with(id)));
    return theirs.or(id);
  }

  /** A new visitor's ids, on this device or else a new one. */
  private Bag somebodyNew(@Nullable JSObject device) {
    Text id = newDeviceId();
    Bag ids = Bag.create();
    ids.set("distinct_id", id);
    ids.set("$device_id", Js.none(device) ? id : device);
    ids.set("$user_state", "anonymous");
    return ids;
  }

  /** The id events carry; empty if there is none yet. */
  public Text distinctId() {
    return Text.in(persistence.values().get("distinct_id"));
  }

  /** Whether the visitor was identified. */
  public boolean isIdentified() {
    return persistence.values().is("$user_state", "identified");
  }

  /** Whether events build a person profile now. */
  public boolean hasProfile() {
    if (config.is("person_profiles", "never")) {
      return false;
    }
    Bag values = persistence.values();
    return config.is("person_profiles", "always")
        || isIdentified()
        || !Bag.orEmpty(values.get("$groups")).isEmpty()
        || values.flag("__alias")
        || values.flag("$epp");
  }

  /** Switches person profiles on for what comes; false, and said in debug, where the page forbids them. */
  public boolean requireProfile(Text by) {
    if (config.is("person_profiles", "never")) {
      Log.note(Note.NO_PROFILES, by);
      return false;
    }
    persistence.set(Text.of("$epp"), true);
    return true;
  }

  /** Makes the visitor anonymous again, with a new id; a new device too if asked. */
  public void reset(boolean newDevice) {
    Bag values = persistence.values();
    Bag ids = somebodyNew(newDevice ? null : values.get("$device_id"));
    if (!newDevice) {
      ids.setIfAny("$device_model", values.get("$device_model"));
    }
    ids.set("$last_posthog_reset", Clock.isoNow());
    persistence.restart(ids);
  }
}
