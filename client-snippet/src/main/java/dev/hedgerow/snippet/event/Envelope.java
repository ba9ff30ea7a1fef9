package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.UserAgent;
import dev.hedgerow.snippet.identity.Consent;
import dev.hedgerow.snippet.identity.Persistence;
import dev.hedgerow.snippet.identity.Person;
import dev.hedgerow.snippet.identity.Session;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Every property an event carries besides the caller's own, and who wins where both name one (contract C6). */
public final class Envelope {
  private static final int AGENT_MAX = 1000;

  /**
   * About how many characters properties may have as JSON, besides the few that are always there. The server takes a million
   * bytes an event, and a character has up to three.
   */
  private static final double SIZE_MAX = 300_000;

  private final Bag config;
  private final Consent consent;
  private final Persistence visitor;
  private final Persistence tab;
  private final Session session;
  private final Person person;
  private final Origin origin;
  private final Extras extras;
  /** Addresses as events show them. */
  public final Addresses addresses;

  private final Text version;

  /** Puts events together from these. */
  public Envelope(
      Bag config,
      Consent consent,
      Persistence visitor,
      Persistence tab,
      Session session,
      Person person,
      Origin origin,
      Extras extras,
      Text version) {
    this.config = config;
    this.consent = consent;
    this.visitor = visitor;
    this.tab = tab;
    this.session = session;
    this.person = person;
    this.origin = origin;
    this.extras = extras;
    this.addresses = new Addresses(config);
    this.version = version;
  }

  /** All properties of an event of this name, id and time, with nothing in them that the page holds, texts cut. */
  public Bag properties(
      Text event, @Nullable JSObject callers, Text uuid, double time, double longest) {
    Bag below = Bag.create();
    extras.addBelow(below);
    boolean nobody = consent.cookieless();
    if (!nobody) {
      session.touch(time);
    }
    Bag all = environment();
    visitor.addVisibleTo(all);
    tab.addVisibleTo(all);
    addVisitorsReferrer(all);
    all.merge(below).merge(callers);
    all = Bag.orEmpty(Js.copy(all, longest, SIZE_MAX));
    if (all.flag("$current_url") && all.text("$current_url").isEmpty()) {
      all.set("$current_url", addresses.current());
    }
    Bag groups = Bag.of(all.get("$groups"));
    if (groups != null) {
      all.set("$groups", Bag.copy(visitor.values().get("$groups")).merge(groups));
    }
    all.set("token", config.get("token"));
    all.set("$config_defaults", config.text("defaults").or("unset"));
    if (nobody) {
      all.set("$cookieless_mode", true);
      all.set("$device_id", (JSObject) null);
    } else {
      all.set("$session_id", session.current());
      all.set("$window_id", session.windowId());
      origin.addSessionTo(all);
    }
    extras.addTo(all, event, uuid, time);
    all.set("$is_identified", person.isIdentified());
    deny(all);
    all = sanitized(config, all, event);
    all.set("$process_person_profile", person.hasProfile());
    return all;
  }

  /** The properties as the page's older function of that kind lets them go. */
  static Bag sanitized(Bag config, Bag all, Text event) {
    Bag own = Bag.of(Js.copy(
        Guard.call(config.get("sanitize_properties"), Items.with(all, event)), SIZE_MAX, SIZE_MAX));
    return own == null ? all : own;
  }

  private void addVisitorsReferrer(Bag all) {
    all.setIfAny("$referrer", visitor.values().get("$referrer"));
    all.setIfAny("$referring_domain", visitor.values().get("$referring_domain"));
  }

  private void deny(Bag all) {
    Items denied = Items.of(config.get("property_denylist"));
    for (int i = 0; i < denied.size(); i++) {
      all.remove(denied.text(i));
    }
  }

  private Bag environment() {
    Text zone = Clock.zone();
    Text agent = shortened(UserAgent.name());
    Bag screen = Page.screen();
    Bag window = Page.window();
    Bag all = Bag.create();
    all.set("$timezone", zone);
    all.set("$timezone_offset", Clock.zoneOffset());
    all.set("$current_url", addresses.current());
    all.set("$host", Page.address("host"));
    all.set("$pathname", Addresses.path());
    all.set("$raw_user_agent", agent);
    all.set("$screen_width", screen.get("width"));
    all.set("$screen_height", screen.get("height"));
    all.set("$viewport_width", window.get("innerWidth"));
    all.set("$viewport_height", window.get("innerHeight"));
    all.set("$lib", "web");
    all.set("$lib_version", version);
    all.set("$sdk_dist_channel", "cdn");
    all.set("$lib_custom_api_host", config.get("api_host"));
    all.set("$insert_id", Js.randomWord().plus(Js.randomWord()));
    all.set("$time", Clock.now() / 1000);
    UserAgent.addTo(all);
    addLanguage(all);
    if (config.flag("opt_out_useragent_filter")) {
      all.set("$browser_type", Bots.drivesPage(config) ? Text.of("bot") : Text.of("browser"));
    }
    return all;
  }

  private static Text shortened(Text name) {
    return name.from(AGENT_MAX).isEmpty() ? name : name.part(0, AGENT_MAX - 3).plus("...");
  }

  private static void addLanguage(Bag all) {
    Text language = Page.navigator().text("language");
    if (!language.isEmpty()) {
      all.set("$browser_language", language);
      all.set("$browser_language_prefix", language.split("-").word(0));
    }
  }
}
