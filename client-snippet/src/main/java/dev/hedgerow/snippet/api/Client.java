package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.WebStorage;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** One instance as the page knows it: an object with methods, harmless before it is initialised (contract C1.3, C2). */
public final class Client {
  /** What a method does once the instance is initialised. */
  interface Call {
    @Nullable
    JSObject on(Core core, Items arguments);
  }

  private final Bag self = Bag.create();
  private final Map<String, Client> named = new HashMap<>();
  private final String scriptOrigin;
  private final String version;
  private final Replay replay = new Replay(self);
  private @Nullable Core core;

  /** An instance for scripts from this origin, of this version. */
  public Client(String scriptOrigin, String version) {
    this.scriptOrigin = scriptOrigin;
    this.version = version;
    self.set("__loaded", false);
    self.set("version", version);
    self.set("config", Bag.create());
    self.set(
        "init",
        Js.function(arguments -> init(arguments.at(0), arguments.at(1), arguments.at(2)).self));
    self.set("push", Js.function(this::push));
    self.set("toString", Js.function(none -> Js.of(name())));
    self.set("debug", Js.function(this::debug));
    new EventMethods(this).define();
    new PersonMethods(this).define();
    new FlagMethods(this).define();
    new ConsentMethods(this).define();
  }

  /** The object the page calls. */
  public Bag self() {
    return self;
  }

  private String name() {
    String name = Bag.orEmpty(self.get("config")).text("name");
    return name == null || name.equals("posthog") ? "posthog" : "posthog." + name;
  }

  /** Defines a method that answers nothing before the instance is initialised. */
  void method(String name, Call call) {
    method(name, null, call);
  }

  /** Defines a method with an answer for the time before the instance is initialised. */
  void method(String name, @Nullable JSObject before, Call call) {
    self.set(name, Js.function(arguments -> {
      Core ready = core;
      if (ready == null) {
        Log.debug(name + " does nothing before init");
        return before;
      }
      return call.on(ready, arguments);
    }));
  }

  private @Nullable JSObject push(Items arguments) {
    replay.push(arguments.at(0));
    return null;
  }

  /** Runs what the stub queued for this instance. */
  public void replay(JSObject queue) {
    replay.run(Items.of(queue));
  }

  /** Initialises this instance, or the named one that hangs off it, and returns it. */
  public Client init(@Nullable JSObject token, @Nullable JSObject config, @Nullable JSObject name) {
    String called = Js.text(name);
    if (called == null || called.isEmpty() || called.equals("posthog")) {
      start(Js.text(token), config, "posthog");
      return this;
    }
    Client other = named.get(called);
    if (other == null) {
      other = new Client(scriptOrigin, version);
      named.put(called, other);
    }
    other.start(Js.text(token), config, called);
    self.set(called, other.self);
    return other;
  }

  private void start(@Nullable String token, @Nullable JSObject given, String name) {
    if (token == null || token.trim().isEmpty()) {
      Log.critical("init needs a project token");
      return;
    }
    if (core != null) {
      boolean same = token.trim().equals(core.config.text("token"));
      Log.warn(same ? "initialised already" : "initialised already, with another token");
      return;
    }
    Bag config = Defaults.complete(scriptOrigin, given, token.trim(), name);
    Log.debug(wantsDebug(config));
    self.set("__loaded", true);
    self.set("config", config);
    Core ready = new Core(config, version);
    core = ready;
    bootstrap(ready);
    ready.listen();
    Items arguments = Items.create();
    arguments.add(self);
    Js.callGuarded(config.get("loaded"), null, arguments);
    ready.start();
  }

  private static void bootstrap(Core core) {
    String identify = core.person.bootstrap(Bag.orEmpty(core.config.get("bootstrap")));
    core.person.ensureId();
    if (identify != null) {
      core.identification.identify(Js.of(identify), null, null);
    }
  }

  private static boolean wantsDebug(Bag config) {
    if (config.is("debug", false)) {
      return false;
    }
    WebStorage local = WebStorage.local();
    return config.flag("debug")
        || Page.parameter(Page.address("href"), "__posthog_debug").equals("true")
        || Page.window().flag("POSTHOG_DEBUG")
        || (local != null && "true".equals(local.read("ph_debug")));
  }

  private @Nullable JSObject debug(Items arguments) {
    boolean on = !Js.is(arguments.at(0), false);
    Log.debug(true);
    Log.debug(on ? "debugging is on" : "debugging is off");
    Log.debug(on);
    Bag.orEmpty(self.get("config")).set("debug", on);
    WebStorage local = WebStorage.local();
    if (local != null && on) {
      local.write("ph_debug", "true");
    } else if (local != null) {
      local.remove("ph_debug");
    }
    return null;
  }

  /** Whether the instance is initialised. */
  public boolean isLoaded() {
    return core != null;
  }
}
