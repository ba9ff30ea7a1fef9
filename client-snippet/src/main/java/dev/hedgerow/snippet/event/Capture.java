package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.identity.Consent;
import dev.hedgerow.snippet.identity.Persistence;
import dev.hedgerow.snippet.identity.Person;
import dev.hedgerow.snippet.identity.Uuid;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The way of an event from a call to the outlet: what may stop it, what is put in, who is asked before (contract C6.1). */
public final class Capture {
  private static final int NAME_MAX = 1000;

  /** About how many characters an event that a page had a hand in may have as JSON. */
  private static final double SIZE_MAX = 450_000;

  private final Bag config;
  private final Consent consent;
  private final Person person;
  private final Origin origin;
  private final Envelope envelope;
  private final Limiter limiter;
  private final Outlet outlet;
  private boolean limited;

  /** Captures for this visitor. */
  public Capture(
      Bag config,
      Consent consent,
      Person person,
      Persistence persistence,
      Origin origin,
      Envelope envelope,
      Outlet outlet) {
    this.config = config;
    this.consent = consent;
    this.person = person;
    this.origin = origin;
    this.envelope = envelope;
    this.limiter = new Limiter(config, persistence);
    this.outlet = outlet;
  }

  /** Captures an event of our own, to be sent with others. */
  public @Nullable Bag capture(Text event, Bag properties) {
    return capture(event, properties, null);
  }

  /** Captures an event; null if something stopped it, which is said in debug. Any options make it go at once. */
  public @Nullable Bag capture(
      @Nullable JSObject event, @Nullable JSObject properties, @Nullable JSObject options) {
    if (!Js.isText(event)) {
      Log.dropped(Js.of(false), Note.NAMELESS);
      return null;
    }
    Text name = Text.in(event).part(0, NAME_MAX);
    Bag given = Bag.copy(options);
    int obstacle = obstacle();
    if (obstacle > 0) {
      return dropped(name, obstacle);
    }
    boolean unlimited = given.flag("skip_client_rate_limiting");
    double left = unlimited ? 0 : limiter.take();
    if (left < 0) {
      return overLimit(name);
    }
    limited = limited && unlimited;
    origin.note();
    Bag finished = finish(name, properties, given, left);
    if (finished != null) {
      boolean atOnce = Bag.of(options) != null && !given.flag("_batchKey");
      outlet.accept(finished, atOnce || config.is("request_batching", false));
      Log.note(Note.CAPTURED, finished);
    }
    return finished;
  }

  private static @Nullable Bag dropped(Text name, int why) {
    Log.dropped(name, why);
    return null;
  }

  /** What forbids capturing now; 0 if nothing does. */
  private int obstacle() {
    return !consent.captures()
        ? Note.OPTED_OUT
        : !config.flag("opt_out_useragent_filter") && Bots.drivesPage(config) ? Note.BOT : 0;
  }

  private @Nullable Bag overLimit(Text name) {
    Log.note(Note.TOO_FAST, name);
    if (!limited) {
      limited = true;
      outlet.limited();
    }
    return null;
  }

  private @Nullable Bag finish(Text name, @Nullable JSObject callers, Bag options, double left) {
    double now = Clock.now();
    double time = Clock.timeOf(options.get("timestamp"), now);
    Text uuid = valid(options.text("uuid"));
    double longest = options.flag("_noTruncate")
        ? SIZE_MAX
        : config.number("properties_string_max_length", 65535);
    Bag properties = envelope.properties(name, callers, uuid, time, longest);
    Bag event = Bag.create();
    event.set("event", name);
    event.set("properties", properties);
    stamp(event, uuid, time);
    if (!options.flag("skip_client_rate_limiting")) {
      properties.set("$lib_rate_limit_remaining_tokens", left);
    }
    if (!Js.none(options.get("timestamp"))) {
      properties.set("$event_time_override_provided", true);
      properties.set("$event_time_override_system_time", Clock.iso(now));
    }
    addPersonParts(event, name, options);
    outlet.finished(event);
    return asked(name, event, longest, time);
  }

  private static void stamp(Bag event, Text uuid, double time) {
    event.set("uuid", uuid);
    event.set("timestamp", Clock.date(time));
  }

  private void addPersonParts(Bag event, Text name, Bag options) {
    event.setIfAny("$set", Js.copy(Bag.of(options.get("$set"))));
    event.setIfAny("$unset", Js.copy(Bag.of(options.get("$unset"))));
    Bag once = Bag.own(options.get("$set_once"));
    if (person.hasProfile()) {
      person.requireProfile(name);
      once = origin.setOnce(name, once);
    }
    if (!once.isEmpty()) {
      event.set("$set_once", Envelope.sanitized(config, once, Text.of("$set_once")));
    }
  }

  /** The event as the page's {@code before_send} lets it go; null if it does not. */
  private @Nullable Bag asked(Text name, Bag event, double longest, double time) {
    Items askers = Items.listOf(config.get("before_send"));
    @Nullable Bag current = event;
    for (int i = 0; i < askers.size(); i++) {
      if (current != null && Js.isFunction(askers.at(i))) {
        current = Bag.of(Guard.call(askers.at(i), Items.with(current)));
      }
    }
    return current == null
        ? dropped(name, Note.SAID_NO)
        : askers.size() == 0 ? event : checked(name, current, longest, time);
  }

  private static @Nullable Bag checked(Text name, Bag answer, double longest, double time) {
    Bag event = Bag.orEmpty(Js.copy(answer, longest, SIZE_MAX));
    stamp(event, valid(event.text("uuid")), Clock.timeOf(answer.get("timestamp"), time));
    if (Js.none(Bag.orEmpty(event.get("properties")).get("token"))) {
      return dropped(name, Note.NO_TOKEN);
    }
    return event.text("event").isEmpty() ? dropped(name, Note.NAMELESS) : event;
  }

  private static Text valid(Text uuid) {
    return Uuid.isValid(uuid) ? uuid : Uuid.next();
  }
}
