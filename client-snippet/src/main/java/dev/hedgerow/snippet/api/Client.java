package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Scripts;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.UserAgent;
import dev.hedgerow.snippet.browser.WebStorage;
import dev.hedgerow.snippet.identity.Persistence;
import dev.hedgerow.snippet.loading.Parts;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** One instance as the page knows it: an object with methods, harmless before it is initialised (contract C1.3, C2). */
public final class Client implements Method, Handler {
  /** How many calls may wait for what the instance cannot begin without. */
  private static final int QUEUE_MAX = 1000;

  private final Bag self = Bag.create();
  private final Text scriptOrigin;
  private final Text version;

  /** In options, and in what an earlier visit left, as JSON: there are feature flags. */
  private static final String FLAGS = "\"featureFlags\":\\{|\\$enabled_feature_flags\":\\{\"";

  /** Whether there are options that only part {@code options} knows. */
  private boolean seldom;

  private @Nullable Core core;
  /** What this instance cannot begin without, while it is on its way, and the calls made meanwhile. */
  private Items needed = Items.create();

  private Items queue = Items.create();
  private int missing;
  private boolean speaking;
  private @Nullable JSObject given;

  /** An instance for scripts from this origin, of this version. */
  public Client(Text scriptOrigin, Text version) {
    this.scriptOrigin = scriptOrigin;
    this.version = version;
    self.set("__loaded", false);
    self.set("version", version);
    self.set("config", Bag.create());
    Bag people = Bag.create();
    self.set("people", people);
    Guard.define(people, Items.listed("set,set_once"), this);
    Bag flags = Bag.create();
    self.set("featureFlags", flags);
    Guard.define(
        flags, Items.listed("getFlags,getFlagVariants,getFlagPayloads,overrideFeatureFlags"), this);
    Guard.define(
        self,
        Items.listed("init,push,toString,debug," + EventMethods.NAMES + PersonMethods.NAMES
            + OtherMethods.NAMES),
        this);
  }

  /** The object the page calls. */
  public Bag self() {
    return self;
  }

  @Override
  public @Nullable JSObject call(Text method, Items a) {
    Log.called(method, a);
    if (method.is("init")) {
      return init(a.at(0), a.at(1), a.at(2));
    }
    if (method.is("push")) {
      Replay.run(self, Items.with(a.at(0)));
      return null;
    }
    if (method.is("debug")) {
      setDebug(!Js.is(a.at(0), false));
      return null;
    }
    if (method.is("toString")) {
      return name();
    }
    if (core == null) {
      if (missing == 0) {
        Log.note(Note.TOO_EARLY, method);
        speak();
      } else if (queue.size() < QUEUE_MAX) {
        queue.add(Items.with(method, a));
      }
      return method.is("get_session_id") ? Text.of("") : OtherMethods.absent(method, a);
    }
    JSObject answer = EventMethods.call(core, method, a);
    speak();
    return answer;
  }

  /** Has said what waits to be said. */
  private void speak() {
    if (!speaking && (Log.debugs() || Log.waits())) {
      speaking = true;
      Parts.need(
          core == null
              ? Defaults.complete(scriptOrigin, null, Text.of(""), Text.of(""))
              : core.config,
          Text.of("notes"),
          this);
    }
  }

  private Text name() {
    Text name = Bag.orEmpty(self.get("config")).text("name").or("posthog");
    return name.is("posthog") ? name : Text.of("posthog.").plus(name);
  }

  /** Initialises this instance, or the named one that hangs off it, and returns it as the page knows it. */
  public Bag init(@Nullable JSObject token, @Nullable JSObject config, @Nullable JSObject name) {
    Text called = Text.in(name).or("posthog");
    if (called.is("posthog")) {
      start(Text.in(token).trim(), config, called);
      return self;
    }
    Bag other = Bag.orEmpty(self.get(called));
    if (Js.none(other.get("__loaded"))) {
      Client client = new Client(scriptOrigin, version);
      other = client.self;
      if (self.knows(called)) {
        Log.note(Note.NAME_TAKEN, called);
      } else {
        self.set(called, other);
      }
      client.start(Text.in(token).trim(), config, called);
    } else {
      Guard.callOn(other, other.get("init"), Items.with(token, config));
    }
    return other;
  }

  private void start(Text token, @Nullable JSObject options, Text name) {
    Bag given = Bag.copy(options);
    if (token.isEmpty()) {
      Log.note(Note.NO_PROJECT, given);
      speak();
      return;
    }
    if (self.flag("__loaded")) {
      Log.note(Note.INIT_AGAIN, token);
      speak();
      return;
    }
    Bag config = Defaults.complete(scriptOrigin, given, token, name);
    Log.debug(wantsDebug(config));
    self.set("__loaded", true);
    self.set("config", config);
    this.given = given;
    if (!UserAgent.isCommon()) {
      needed.add(Text.of("agents"));
    }
    Text json = Defaults.outline(given);
    Text key = Persistence.key(config);
    Text kept = WebStorage.local().read(key);
    Text flags = WebStorage.local().read(key.plus("__flags"));
    seldom = Defaults.areSeldom(json);
    boolean others = seldom;
    if (flags.isEmpty()) {
      others = others || Persistence.isKeptOtherwise(config, key, kept);
    } else {
      others = true;
    }
    if (others) {
      needed.add(Text.of("options"));
    }
    if (json.fits(Identification.GIVEN)) {
      needed.add(Text.of("bootstrap"));
    }
    if (json.plus(kept).plus(flags).fits(FLAGS)) {
      needed.add(Text.of("flags"));
    }
    missing = needed.size();
    if (missing == 0) {
      open();
    }
    for (int i = 0; i < needed.size(); i++) {
      Parts.need(config, needed.word(i), this);
    }
  }

  @Override
  public void handle(Text part, @Nullable JSObject function) {
    if (part.is("notes")) {
      Guard.call(function, Items.create());
    } else if (seldom && Js.none(function) && part.is("options")) {
      Log.note(Note.NO_OPTIONS, given);
      speak();
    } else if (--missing == 0) {
      open();
    }
  }

  /** All that is needed to begin is here. */
  private void open() {
    Bag config = Bag.orEmpty(self.get("config"));
    Scripts.ask(Text.of("prepare"), config, given);
    Core ready = new Core(self, config, version);
    core = ready;
    for (int i = 0; i < needed.size(); i++) {
      ready.join(needed.word(i));
    }
    ready.person.ensureId();
    ready.listen();
    Guard.call(config.get("loaded"), Items.with(self));
    for (int i = 0; i < queue.size(); i++) {
      Guard.call(Guard.function(this), Items.of(queue.at(i)));
    }
    ready.start();
    if (config.text("defaults").isSince("2025-11-30")) {
      ready.need(Text.of("options"));
    }
    speak();
  }

  private static boolean wantsDebug(Bag config) {
    if (config.is("debug", false)) {
      return false;
    }
    return config.flag("debug")
        || Page.parameter(Page.address("href"), Text.of("__posthog_debug")).is("true")
        || Page.window().flag("POSTHOG_DEBUG")
        || WebStorage.local().read(Text.of("ph_debug")).is("true");
  }

  private void setDebug(boolean on) {
    Log.debug(true);
    Log.note(Note.DEBUGGING, Js.of(on));
    Log.debug(on);
    speak();
    Bag.orEmpty(self.get("config")).set("debug", on);
  }
}
