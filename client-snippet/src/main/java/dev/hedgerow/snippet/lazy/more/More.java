package dev.hedgerow.snippet.lazy.more;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** What few pages ask of an instance (contract C2, C7.4). */
public final class More implements Method {
  private static final String REASONS =
      "noSessionId,activityTimeout,sessionPastMaximumLength,crossTabAdoption";

  private final Core core;

  /** Joins an instance. */
  public More(Core core) {
    this.core = core;
  }

  @Override
  public @Nullable JSObject call(Text method, Items a) {
    JSObject first = a.at(0);
    if (method.is("alias")) {
      return alias(first, a.at(1));
    }
    if (method.is("unsetPersonProperties")) {
      unsetPersonProperties(first);
    } else if (method.is("set")) {
      core.identification.setPersonProperties(people(a), null);
      Guard.call(a.at(2), Items.with(Bag.create()));
    } else if (method.is("set_once")) {
      core.identification.setPersonProperties(null, people(a));
      Guard.call(a.at(2), Items.with(Bag.create()));
    } else if (method.is("setInternalOrTestUser")) {
      setInternalOrTestUser();
    } else if (method.is("setIdentity")) {
      core.config.set("identity_distinct_id", first);
      core.config.set("identity_hash", a.at(1));
      alias(first, null);
    } else if (method.is("clearIdentity")) {
      core.config.remove("identity_distinct_id");
      core.config.remove("identity_hash");
    } else if (method.starts("captureTrace")) {
      captureTrace(method, a);
    } else if (method.is("get_session_replay_url")) {
      return replayUrl(Bag.orEmpty(first));
    } else if (method.is("heard")) {
      tell(a.text(0), a.at(1));
    } else if (method.is("reset")) {
      takeGiven(Bag.orEmpty(first));
    } else if (method.has("Survey")) {
      Bag state = Bag.create();
      state.set("isLoaded", false);
      state.set("error", "There are no surveys here");
      Guard.call(first, Items.with(Items.create(), state));
    }
    return null;
  }

  /** Which of the reasons another session has, by name (contract C8.7). */
  private static Bag reasons(int why) {
    Bag reasons = Bag.create();
    Items names = Items.listed(REASONS);
    for (int i = 0; i < names.size(); i++) {
      reasons.set(names.text(i), Js.of((why >> i & 1) > 0));
    }
    return reasons;
  }

  /** Tells all who want to hear of the topic, or of any. */
  private void tell(Text topic, @Nullable JSObject value) {
    Items entries = core.listeners.from(0);
    boolean session = topic.is("session");
    for (int i = 0; i < entries.size(); i++) {
      Items entry = Items.of(entries.at(i));
      Text wanted = entry.text(0);
      if (session && wanted.is(topic)) {
        core.tellSession(entry.at(1), Items.with(reasons((int) Js.number(value))));
      } else if (wanted.is("*") && !session) {
        Guard.call(entry.at(1), Items.with(topic, value));
      } else if (wanted.is(topic)) {
        Guard.call(entry.at(1), Items.with(value));
      }
    }
  }

  /** Where the server shows what happened in this session (contract C2). */
  private Text replayUrl(Bag options) {
    Bag config = core.config;
    if (core.consent.cookieless()) {
      return Text.of("");
    }
    Text id = core.session.id();
    Text host = config
        .text("ui_host")
        .or(config.text("api_host").replace("\\.i\\.posthog\\.com", ".posthog.com"))
        .trim()
        .replace("/$", "");
    Text url =
        host.plus("/project/").plus(config.text("token")).plus("/replay/").plus(id);
    if (!options.flag("withTimestamp")) {
      return url;
    }
    double back = options.number("timestampLookBack", 10);
    double seconds = Math.floor((Clock.now() - core.session.start()) / 1000) - back;
    return url.plus("?t=").plus(Text.ofNumber(Math.max(0, seconds)));
  }

  /** After a reset the visitor is who the page says now, or said when it began (contract C7.8). */
  private void takeGiven(Bag how) {
    core.config.remove("identity_distinct_id");
    core.config.remove("identity_hash");
    Bag own = Bag.of(how.get("bootstrap"));
    Bag given = own == null ? Bag.orEmpty(core.config.get("bootstrap")) : own;
    Text id = Text.in(given.get("distinctID"));
    if (!id.isEmpty()) {
      boolean identified = given.flag("isIdentifiedID");
      Bag ids = Bag.create();
      ids.set("distinct_id", id);
      ids.set("$user_state", identified ? Text.of("identified") : Text.of("anonymous"));
      if (!identified && how.flag("resetDeviceID")) {
        ids.set("$device_id", id);
      }
      core.visitor.register(ids);
    }
  }

  /** Another id for the same person; answers the event, -1 or -2 as the contract has it. */
  private @Nullable JSObject alias(@Nullable JSObject given, @Nullable JSObject original) {
    Text alias = Text.in(given);
    Text of = Text.in(original).or(core.person.distinctId());
    if (alias.isEmpty()) {
      Log.note(Note.NO_ALIAS, given);
      return null;
    }
    if (core.visitor.values().is("$people_distinct_id", alias)) {
      Log.note(Note.OWN_ALIAS, given);
      return Js.of(-2);
    }
    if (!core.person.requireProfile(Text.of("alias"))) {
      return null;
    }
    if (alias.is(of)) {
      core.identification.identify(given, null, null);
      return Js.of(-1);
    }
    core.visitor.set(Text.of("__alias"), alias);
    Bag properties = Bag.create();
    properties.set("alias", alias);
    properties.set("distinct_id", of);
    return core.capture.capture(Text.of("$create_alias"), properties);
  }

  private void unsetPersonProperties(@Nullable JSObject names) {
    Items given = Items.listOf(Js.copy(names));
    Items known = Items.create();
    for (int i = 0; i < given.size(); i++) {
      if (Js.isText(given.at(i))) {
        known.add(given.at(i));
      }
    }
    if (known.size() > 0 && core.person.requireProfile(Text.of("unsetPersonProperties"))) {
      core.identification.lastProperties = Text.of("");
      Bag properties = Bag.create();
      properties.set("$unset", known);
      core.capture.capture(Text.of("$set"), properties);
      core.tellFlags(Text.of("unset"), known);
    }
  }

  private void setInternalOrTestUser() {
    Bag properties = Bag.create();
    properties.set("$internal_or_test_user", true);
    core.identification.setPersonProperties(properties, null);
  }

  private void captureTrace(Text method, Items a) {
    Bag properties = Bag.create();
    properties.set("$ai_trace_id", a.text(0));
    if (method.is("captureTraceFeedback")) {
      properties.set("$ai_feedback_text", a.text(1));
      core.capture.capture(Text.of("$ai_feedback"), properties);
    } else {
      properties.set("$ai_metric_name", a.text(1));
      properties.set("$ai_metric_value", worded(a.at(2)));
      core.capture.capture(Text.of("$ai_metric"), properties);
    }
  }

  private static Text worded(@Nullable JSObject value) {
    return Bag.of(value) == null ? Text.ofAny(value) : Text.of("");
  }

  /** The older spelling of setting person properties: a name and a value, or an object. */
  private static Bag people(Items a) {
    Bag properties = Bag.own(a.at(0));
    if (Bag.of(a.at(0)) == null) {
      properties.set(a.text(0), a.at(1));
    }
    return properties;
  }
}
