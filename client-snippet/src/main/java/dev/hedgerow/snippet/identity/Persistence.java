package dev.hedgerow.snippet.identity;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Cookies;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.WebStorage;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * Named values kept between page loads: ids, switches and a page's super properties (contract C8). What may be written
 * where is the page's choice; what can't be written is kept in memory.
 */
public final class Persistence {
  private static final String HIDDEN =
      "^(__(alias|cmpns|timers)|ph_pro|\\$(people_d|heatm|error_t|prod|session_recording_|ses(id|s_r)|(enabled|active)_f"
          + "|early|feature_flag_|minimal|override_f|stored_|surveys|flag_c|user_state|client_s|capture_r"
          + "|initial_(camp|ref|person_i)|epp|posthog_sr))";

  /** The names that are in the cookie as well. */
  public static final String IN_COOKIE =
      "$device_id,distinct_id,$sesid,$session_is_sampled,$epp,$initial_person_info,$user_state";

  private final Bag config;
  private final boolean ofTab;
  /** The name of what is kept. */
  public final Text key;

  private Bag values = Bag.bare();
  private Text written = Text.of("");
  private Text baked = Text.of("");
  private double days;
  private boolean blocked;
  /** Where values are kept, in lower case; what the options ask for, or what the browser allows instead. */
  public Text mode;
  /** What keeps them; a part may put in one that keeps them otherwise. */
  public WebStorage web;

  private Persistence(Bag config, boolean ofTab, boolean blocked) {
    this.config = config;
    this.ofTab = ofTab;
    this.blocked = blocked;
    this.key = key(config);
    this.days = config.number("cookie_expiration", 365);
    open();
    load();
  }

  /** The long-lived one, kept as the page's options say. */
  public static Persistence forVisitor(Bag config, boolean blocked) {
    return new Persistence(config, false, blocked);
  }

  /** The one that lasts as long as the tab. */
  public static Persistence forTab(Bag config, boolean blocked) {
    return new Persistence(config, true, blocked);
  }

  /** The name under which a visitor's values are kept. */
  public static Text key(Bag config) {
    return Text.of("ph_")
        .plus(config.text("persistence_name").or(safeToken(config).plus("_posthog")));
  }

  /** Whether another subdomain left in the cookie what only part {@code options} can make of it. */
  public static boolean isKeptOtherwise(Bag config, Text key, Text kept) {
    return config.text("defaults").isSince("2026-08-29")
        && !Json.text(Bag.copy(Json.parse(kept)).merge(Json.parse(Cookies.read(key))))
            .is(kept.or("{}"));
  }

  private static Text safeToken(Bag config) {
    return config.text("token").replace("\\+", "PL").replace("/", "SL").replace("=", "EQ");
  }

  /** Whether nothing may be kept; what was, part {@code options} deletes. */
  public boolean isOff() {
    return config.flag("disable_persistence") || blocked;
  }

  private Text wantedMode() {
    if (isOff()) {
      return Text.of("memory");
    }
    Text wanted = config.text("persistence").lower();
    if (ofTab && !wanted.is("memory")) {
      return Text.of("sessionstorage");
    }
    if (!wanted.fits("^(localstorage(\\+cookie)?|cookie|sessionstorage|memory)$")) {
      Log.note(Note.NO_PERSISTENCE, wanted);
      return Text.of("localstorage+cookie");
    }
    return wanted;
  }

  private void open() {
    mode = wantedMode();
    web = mode.starts("local")
        ? WebStorage.local().tried()
        : mode.starts("session") ? WebStorage.session() : WebStorage.none();
    if (!web.works() && mode.starts("local")) {
      mode = Text.of("cookie");
    }
  }

  private boolean inCookie() {
    return mode.has("cookie");
  }

  private void load() {
    if (inCookie()) {
      values.merge(Json.parse(Cookies.read(key)));
    }
    values.merge(Json.parse(web.read(key)));
  }

  /** What another tab may have stored since; empty where nothing is shared. */
  public Bag stored() {
    Text text = web.works() ? web.read(key) : inCookie() ? Cookies.read(key) : Text.of("");
    return Bag.orEmpty(Json.parse(text));
  }

  private void save() {
    Text text = Json.text(values);
    if (mode.is("memory") || text.is(written)) {
      return;
    }
    written = text;
    if (web.works() && !web.write(key, text, values)) {
      Log.note(Note.NOT_STORED, key);
    }
    Text part = web.works() ? Json.text(cookiePart()) : text;
    if (inCookie() && !part.is(baked)) {
      baked = part;
      bake(key, part);
    }
  }

  /** Writes a cookie that lives as long as what is kept. */
  public void bake(Text name, Text value) {
    Cookies.write(
        name, value, days, config.flag("cross_subdomain_cookie"), config.flag("secure_cookie"));
  }

  /** What pages of other subdomains may know. */
  public Bag cookiePart() {
    Bag part = Bag.create();
    Items names = Items.listed(IN_COOKIE).and(config.get("cookie_persisted_properties"));
    for (int i = 0; i < names.size(); i++) {
      JSObject value = values.get(names.text(i));
      if (!Js.none(value) && !Text.ofAny(value).isEmpty()) {
        part.set(names.text(i), value);
      }
    }
    return part;
  }

  /** Looks at the options again and moves what is kept to where they say now. */
  public void reconsider(boolean block) {
    blocked = block;
    web.remove(key);
    if (inCookie()) {
      Cookies.remove(key);
    }
    open();
    written = Text.of("");
    baked = written;
    save();
  }

  /** Whether nothing outlives the page. */
  public boolean memoryOnly() {
    return mode.is("memory");
  }

  /** All values by name; to be changed only through this object. */
  public Bag values() {
    return values;
  }

  /** Keeps these values, overwriting; days count for the next writes of the cookie. */
  public void register(@Nullable JSObject more, double cookieDays) {
    days = cookieDays;
    values.merge(more);
    save();
  }

  /** Keeps these values, overwriting. */
  public void register(@Nullable JSObject more) {
    register(more, config.number("cookie_expiration", 365));
  }

  /** Keeps a value. */
  public void set(Text name, @Nullable JSObject value) {
    values.set(name, value);
    save();
  }

  /** Keeps a truth value. */
  public void set(Text name, boolean value) {
    set(name, Js.of(value));
  }

  /** Keeps those values whose names have none yet, or only this default. */
  public void registerOnce(Bag more, @Nullable JSObject unset) {
    Items names = more.keys();
    for (int i = 0; i < names.size(); i++) {
      JSObject known = values.get(names.text(i));
      if (Js.none(known) || Js.same(known, unset)) {
        set(names.text(i), more.get(names.text(i)));
      }
    }
  }

  /** Forgets a value. */
  public void unregister(Text name) {
    values.remove(name);
    save();
  }

  /** Forgets everything but these. */
  public void restart(Bag kept) {
    values = Bag.bare().merge(kept);
    save();
  }

  /** Adds what every event may carry: all but the names that are ours alone. */
  public void addVisibleTo(Bag properties) {
    Items names = values.keys();
    for (int i = 0; i < names.size(); i++) {
      Text name = names.text(i);
      if (!name.fits(HIDDEN)) {
        properties.set(name, values.get(name));
      }
    }
  }
}
