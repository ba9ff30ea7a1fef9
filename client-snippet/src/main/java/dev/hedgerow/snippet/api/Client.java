package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.WebStorage;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** One instance as the page knows it: an object with methods, harmless before it is initialised (contract C1.3, C2). */
public final class Client implements Method {
  private final Bag self = Bag.create();
  private final Text scriptOrigin;
  private final Text version;
  private @Nullable Core core;

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
    if (method.is("init")) {
      return init(a.at(0), a.at(1), a.at(2));
    }
    if (method.is("push")) {
      new Replay(self).run(Items.with(a.at(0)));
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
      Log.debug(method.plus(" ignored before init"));
      return method.is("get_session_id") ? Text.of("") : OtherMethods.absent(method, a);
    }
    return EventMethods.call(core, method, a);
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
    Bag other = Bag.of(self.get(called));
    if (other == null) {
      Client client = new Client(scriptOrigin, version);
      other = client.self;
      self.set(called, other);
      client.start(Text.in(token).trim(), config, called);
    } else {
      Guard.callOn(other, other.get("init"), Items.with(token, config));
    }
    return other;
  }

  private void start(Text token, @Nullable JSObject given, Text name) {
    if (token.isEmpty()) {
      Log.critical(Text.of("init needs a project token"));
      return;
    }
    if (core != null) {
      Log.warn(
          core.config.is("token", token)
              ? Text.of("initialised already")
              : Text.of("initialised already, with another token"));
      return;
    }
    Bag config = Defaults.complete(scriptOrigin, given, token, name);
    Log.debug(wantsDebug(config));
    self.set("__loaded", true);
    self.set("config", config);
    Core ready = new Core(config, version);
    core = ready;
    bootstrap(ready);
    ready.listen();
    Guard.call(config.get("loaded"), Items.with(self));
    ready.start();
  }

  private static void bootstrap(Core core) {
    Text identify = core.person.bootstrap(Bag.orEmpty(core.config.get("bootstrap")));
    core.person.ensureId();
    if (!identify.isEmpty()) {
      core.identification.identify(identify, null, null);
    }
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
    Log.debug(on ? Text.of("debugging is on") : Text.of("debugging is off"));
    Log.debug(on);
    Bag.orEmpty(self.get("config")).set("debug", on);
    if (on) {
      WebStorage.local().write(Text.of("ph_debug"), Text.of("true"));
    } else {
      WebStorage.local().remove(Text.of("ph_debug"));
    }
  }
}
