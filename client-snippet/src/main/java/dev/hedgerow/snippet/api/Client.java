package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.WebStorage;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** One instance as the page knows it: an object with methods, harmless before it is initialised (contract C1.3, C2). */
public final class Client {
  private final Bag self = Bag.create();
  private final String scriptOrigin;
  private final String version;
  private @Nullable Core core;

  /** An instance for scripts from this origin, of this version. */
  public Client(String scriptOrigin, String version) {
    this.scriptOrigin = scriptOrigin;
    this.version = version;
    self.set("__loaded", false);
    self.set("version", version);
    self.set("config", Bag.create());
    Guard.define(self, "init,push,toString,debug", this::call);
    Guard.define(self, EventMethods.NAMES, this::callEvents);
    Guard.define(self, PersonMethods.NAMES, this::callPersons);
    Guard.define(self, OtherMethods.NAMES, this::callOthers);
    Bag people = Bag.create();
    Guard.define(people, "set,set_once", this::callPeople);
    self.set("people", people);
  }

  /** The object the page calls. */
  public Bag self() {
    return self;
  }

  private @Nullable JSObject call(String method, Items a) {
    switch (method) {
      case "init" -> {
        return init(a.at(0), a.at(1), a.at(2));
      }
      case "push" -> {
        new Replay(self).run(Items.with(a.at(0)));
        return null;
      }
      case "debug" -> {
        setDebug(!Js.is(a.at(0), false));
        return null;
      }
      default -> {
        return Js.of(name());
      }
    }
  }

  private boolean isReady(String method) {
    if (core == null) {
      Log.debug(method + " does nothing before init");
    }
    return core != null;
  }

  private @Nullable JSObject callEvents(String method, Items a) {
    return core != null && isReady(method) ? EventMethods.call(core, method, a) : null;
  }

  private @Nullable JSObject callPersons(String method, Items a) {
    if (core != null) {
      return PersonMethods.call(core, method, a);
    }
    isReady(method);
    return method.equals("get_session_id") ? Js.of("") : null;
  }

  private @Nullable JSObject callOthers(String method, Items a) {
    return core != null ? OtherMethods.call(core, method, a) : OtherMethods.absent(method, a);
  }

  private @Nullable JSObject callPeople(String method, Items a) {
    return core == null ? null : PersonMethods.people(core, method.equals("set"), a);
  }

  private String name() {
    String name = Bag.orEmpty(self.get("config")).text("name");
    return name == null || name.equals("posthog") ? "posthog" : "posthog." + name;
  }

  /** Initialises this instance, or the named one that hangs off it, and returns it as the page knows it. */
  public Bag init(@Nullable JSObject token, @Nullable JSObject config, @Nullable JSObject name) {
    String called = Js.text(name);
    if (called == null || called.isEmpty() || called.equals("posthog")) {
      start(Js.text(token), config, "posthog");
      return self;
    }
    Bag other = self.bag(called);
    if (other == null) {
      Client client = new Client(scriptOrigin, version);
      other = client.self;
      self.set(called, other);
      client.start(Js.text(token), config, called);
    } else {
      Guard.callOn(other, other.get("init"), Items.with(token).and(Items.with(config)));
    }
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
    Guard.call(config.get("loaded"), Items.with(self));
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

  private void setDebug(boolean on) {
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
  }
}
