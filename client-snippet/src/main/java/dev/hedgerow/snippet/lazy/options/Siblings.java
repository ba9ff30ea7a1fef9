package dev.hedgerow.snippet.lazy.options;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Cookies;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.identity.Persistence;
import org.teavm.jso.JSObject;

/**
 * What pages of other subdomains say in the cookie they share with this one (contract C8.5). The last to say who the visitor
 * is, is right. A second cookie, {@code _cpm}, says which names the writer of the first knew, so that a missing one is known
 * to be gone, and which text it speaks of.
 */
final class Siblings {
  private static final String NOTE = "_cpm";

  /** What belongs to one person and is not in the cookie. */
  private static final String BOUND =
      "$stored_person_properties,$active_feature_flags,$enabled_feature_flags,$feature_flag_details,"
          + "$feature_flag_payloads,$feature_flag_request_id,$feature_flag_evaluated_at,"
          + "$feature_flag_errors,$flag_call_reported,__alias,$user_id";

  private static final String STRANGE = "^(__proto__|constructor|prototype)$";

  private final Core core;
  private Text found = Text.of("");
  private Text ours = Text.of("");
  private Text known = Text.of("");

  Siblings(Core core) {
    this.core = core;
  }

  static void forget(Text key) {
    if (!Cookies.read(key.plus(NOTE)).isEmpty()) {
      Cookies.remove(key.plus(NOTE));
    }
  }

  private boolean areHeard() {
    return core.visitor.mode.has("cookie") && core.config.flag("cookieWinsOnConflict");
  }

  /** What is kept here, with what the others say over it. */
  Bag over(Bag kept) {
    return areHeard() ? kept.merge(said(Cookies.read(core.visitor.key))) : kept;
  }

  private static Bag said(Text cookie) {
    Bag all = Bag.orEmpty(Json.parse(cookie));
    Bag said = Bag.create();
    Items names = all.keys();
    for (int i = 0; i < names.size(); i++) {
      Text name = names.text(i);
      JSObject value = all.get(name);
      if (!name.fits(STRANGE) && !Js.none(value) && !Text.ofAny(value).isEmpty()) {
        said.set(name, value);
      }
    }
    if (!said.text("$user_state").fits("^(anonymous|identified)$")) {
      said.remove("$user_state");
    }
    return said;
  }

  /**
   * Takes over what another subdomain has said since, unless this page has just said itself who the visitor is; to be called
   * with the values before they are written, cookie included.
   */
  void meet(Bag values) {
    if (!areHeard()) {
      return;
    }
    Text cookie = Cookies.read(core.visitor.key);
    boolean theirs = !cookie.isEmpty() && !cookie.is(found) && !cookie.is(ours);
    if (theirs && (known.isEmpty() || known.is(who(values)))) {
      take(values, cookie);
    }
    found = cookie;
    known = who(values);
    ours = Json.text(core.visitor.cookiePart());
    if (!ours.is(cookie)) {
      note();
    }
  }

  private static Text who(Bag values) {
    return values.text("distinct_id").plus(" ").plus(values.text("$user_state"));
  }

  /** Before the cookie itself, so that nobody believes an old note of a new cookie. */
  private void note() {
    Bag note = Bag.create();
    note.set("p", Items.of(core.config.get("cookie_persisted_properties")));
    note.set("f", Js.fingerprint(ours));
    core.visitor.bake(core.visitor.key.plus(NOTE), Json.text(note));
  }

  private void take(Bag values, Text cookie) {
    Bag said = said(cookie);
    if (said.isEmpty()) {
      return;
    }
    Text before = who(values);
    dropMissing(values, said, cookie);
    values.merge(said);
    if (Js.none(values.get("$user_state"))) {
      values.set("$user_state", "anonymous");
    }
    if (!before.is(who(values))) {
      change(values, said);
    }
    Text session = Items.of(values.get("$sesid")).text(1);
    if (session.isEmpty()) {
      core.session.end();
    } else if (!session.is(core.session.current())) {
      core.session.follow(values);
    }
  }

  private void dropMissing(Bag values, Bag said, Text cookie) {
    Bag note = Bag.orEmpty(Json.parse(Cookies.read(core.visitor.key.plus(NOTE))));
    Items shared = Items.listed(Persistence.IN_COOKIE);
    boolean fits = note.is("f", Js.fingerprint(cookie));
    Items theirs = fits ? shared.and(note.get("p")) : shared;
    Items names = shared.and(core.config.get("cookie_persisted_properties"));
    boolean nobody = said.text("distinct_id").plus(said.text("$user_state")).isEmpty();
    for (int i = 0; i < names.size(); i++) {
      Text name = names.text(i);
      boolean says = !Js.none(said.get(name)) || !theirs.has(names.at(i));
      if (!says && !(nobody && name.fits("^(distinct_id|\\$user_state)$"))) {
        values.remove(name);
      }
    }
  }

  /** The visitor is somebody else now, or was made anonymous elsewhere. */
  private void change(Bag values, Bag said) {
    Bag gone = Bag.create();
    Items bound = Items.listed(BOUND);
    for (int i = 0; i < bound.size(); i++) {
      gone.set(bound.text(i), 1);
    }
    boolean identified = values.is("$user_state", "identified");
    if (!identified) {
      gone.set("$stored_group_properties", 1);
      core.visitor.addVisibleTo(gone);
      core.tab.restart(Bag.create());
    }
    Items names = gone.keys();
    for (int i = 0; i < names.size(); i++) {
      if (Js.none(said.get(names.text(i)))) {
        values.remove(names.text(i));
      }
    }
    if (identified) {
      values.set("$user_id", values.get("distinct_id"));
    }
    core.identification.lastProperties = Text.of("");
    core.tellFlags(Text.of("reset"), null);
  }
}
