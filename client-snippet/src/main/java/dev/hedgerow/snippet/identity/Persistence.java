package dev.hedgerow.snippet.identity;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Cookies;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Pattern;
import dev.hedgerow.snippet.browser.WebStorage;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * Named values kept between page loads: ids, switches and a page's super properties (contract C8). What may be written
 * where is the page's choice; what can't be written is kept in memory.
 */
public final class Persistence {
  private static final String HIDDEN =
      "^(\\$people_distinct_id|__alias|__cmpns|__timers|\\$heatmaps_enabled_server_side"
          + "|\\$error_tracking_suppression_rules|\\$product_tours_enabled_server_side"
          + "|\\$session_recording_(remote_config|enabled_server_side)|\\$sesid|\\$sess_rec_flush_size"
          + "|\\$(enabled|active)_feature_flags|\\$early_access_features"
          + "|\\$feature_flag_(details|payloads|request_id|errors|evaluated_at)"
          + "|\\$minimal_flag_called_events|\\$override_feature_flag(s|_payloads)"
          + "|\\$stored_(person|group)_properties|\\$surveys|\\$surveys_(loaded_at|activated.*)"
          + "|ph_product_tours|\\$product_tours_activated(_session)?"
          + "|\\$flag_call_reported(_session_id)?|\\$user_state|\\$client_session_props"
          + "|\\$capture_rate_limit|\\$initial_(campaign_params|referrer_info|person_info)|\\$epp"
          + "|\\$posthog_sr_group_.*)$";
  private static final String IN_COOKIE =
      "$device_id,distinct_id,$sesid,$session_is_sampled,$epp,$initial_person_info,$user_state";

  private final Bag config;
  private final String key;
  private final @Nullable String onlyMode;
  private Bag values = Bag.create();
  private String written = "";
  private String mode = "";
  private double days;
  private @Nullable WebStorage web;
  private boolean blocked;

  private Persistence(Bag config, @Nullable String onlyMode) {
    this.config = config;
    this.onlyMode = onlyMode;
    String name = config.text("persistence_name");
    this.key =
        name != null && !name.isEmpty() ? "ph_" + name : "ph_" + safeToken(config) + "_posthog";
    this.days = config.number("cookie_expiration", 365);
    open();
    load();
  }

  /** The long-lived one, kept as the page's options say. */
  public static Persistence forVisitor(Bag config) {
    return new Persistence(config, null);
  }

  /** The one that lasts as long as the tab. */
  public static Persistence forTab(Bag config) {
    return new Persistence(config, "sessionstorage");
  }

  private static String safeToken(Bag config) {
    String token = String.valueOf(config.text("token"));
    return Pattern.replace(
        "=", Pattern.replace("/", Pattern.replace("\\+", token, "PL"), "SL"), "EQ");
  }

  private String wantedMode() {
    if (config.flag("disable_persistence") || config.flag("cookieless_mode") || blocked) {
      return "memory";
    }
    String wanted = Js.lower(config.text("persistence"));
    if (onlyMode != null) {
      return wanted.equals("memory") ? wanted : onlyMode;
    }
    if (!Pattern.found("^(localstorage(\\+cookie)?|cookie|sessionstorage|memory)$", wanted)) {
      Log.critical("unknown persistence '" + wanted + "': using localStorage+cookie");
      return "localstorage+cookie";
    }
    return wanted;
  }

  private void open() {
    mode = wantedMode();
    web = mode.startsWith("local")
        ? WebStorage.local()
        : mode.startsWith("session") ? WebStorage.session() : null;
    if (web == null && mode.startsWith("local")) {
      mode = "cookie";
    }
  }

  private void load() {
    if (mode.endsWith("cookie")) {
      values.merge(Json.parse(Cookies.read(key)));
    }
    if (web != null) {
      values.merge(Json.parse(web.read(key)));
    }
    save();
  }

  /** What another tab may have stored since; empty where nothing is shared. */
  public Bag stored() {
    WebStorage shared = web;
    return Bag.orEmpty(
        shared != null
            ? Json.parse(shared.read(key))
            : mode.endsWith("cookie") ? Json.parse(Cookies.read(key)) : null);
  }

  private void save() {
    String text = Json.text(values);
    if (mode.equals("memory") || text.equals(written)) {
      return;
    }
    written = text;
    if (web != null && !web.write(key, text)) {
      Log.debug("the browser refused to store");
    }
    if (mode.endsWith("cookie")) {
      Cookies.write(
          key,
          web == null ? text : Json.text(cookiePart()),
          days,
          acrossSites(),
          config.flag("secure_cookie"));
    }
  }

  private boolean acrossSites() {
    return config.flag("cross_subdomain_cookie");
  }

  private Bag cookiePart() {
    Bag part = Bag.create();
    Items names =
        Items.split(IN_COOKIE, ",").and(Items.of(config.get("cookie_persisted_properties")));
    for (int i = 0; i < names.size(); i++) {
      JSObject value = values.get(names.text(i));
      if (value != null && !"".equals(Js.text(value))) {
        part.set(names.text(i), value);
      }
    }
    return part;
  }

  /** Looks at the options again and moves what is kept to where they say now. */
  public void reconsider(boolean block) {
    String before = mode;
    blocked = block;
    if (wantedMode().equals(before)) {
      return;
    }
    forget();
    open();
    written = "";
    save();
  }

  private void forget() {
    if (web != null) {
      web.remove(key);
    }
    if (mode.endsWith("cookie")) {
      Cookies.remove(key);
    }
  }

  /** Whether nothing outlives the page. */
  public boolean memoryOnly() {
    return mode.equals("memory");
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
  public void set(String name, @Nullable JSObject value) {
    values.set(name, value);
    save();
  }

  /** Keeps a text. */
  public void set(String name, String value) {
    set(name, Js.of(value));
  }

  /** Keeps a truth value. */
  public void set(String name, boolean value) {
    set(name, Js.of(value));
  }

  /** Keeps those values whose names have none yet, or only this default. */
  public void registerOnce(Bag more, @Nullable JSObject unset) {
    Items names = more.keys();
    for (int i = 0; i < names.size(); i++) {
      JSObject known = values.get(names.text(i));
      if (known == null || Js.same(known, unset)) {
        values.set(names.text(i), more.get(names.text(i)));
      }
    }
    save();
  }

  /** Forgets a value. */
  public void unregister(String name) {
    values.remove(name);
    save();
  }

  /** Forgets everything. */
  public void clear() {
    values = Bag.create();
    forget();
    written = "";
  }

  /** Adds what every event may carry: all but the names that are ours alone. */
  public void addVisibleTo(Bag properties) {
    Items names = values.keys();
    for (int i = 0; i < names.size(); i++) {
      String name = names.text(i);
      if (!Pattern.found(HIDDEN, name)) {
        properties.set(name, values.get(name));
      }
    }
  }
}
