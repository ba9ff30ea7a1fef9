package dev.hedgerow.snippet.lazy.options;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Shares the visitor's ids with the page's Segment, and gives its events what ours carry (contract C3). */
final class Segment implements Method {
  private final Bag config;
  private final Bag analytics;
  private final @Nullable JSObject loaded;
  private Bag user = Bag.create();
  private Bag instance = Bag.create();

  private Segment(Bag config, Bag analytics) {
    this.config = config;
    this.analytics = analytics;
    this.loaded = config.get("loaded");
  }

  /** Joins the Segment that the options name, if they do. */
  static void join(Bag config) {
    Bag given = Bag.of(config.get("segment"));
    if (given != null && !config.flag("__segment")) {
      Bag inner = Bag.of(given.get("analytics"));
      new Segment(config, inner == null || Js.isFunction(given.get("register")) ? given : inner)
          .begin();
    }
  }

  private void begin() {
    Bag own = Bag.create();
    Guard.define(own, Items.listed("device,loaded,user"), this);
    config.set("__segment", own);
    Bag found = Bag.orEmpty(Guard.callOn(analytics, analytics.get("user"), Items.create()));
    if (Js.isFunction(found.get("then"))) {
      Guard.callOn(found, found.get("then"), Items.with(own.get("user")));
    } else {
      user = found;
    }
    if (Js.none(config.get("get_device_id"))) {
      config.set("get_device_id", own.get("device"));
    }
    config.set("loaded", own.get("loaded"));
  }

  @Override
  public @Nullable JSObject call(Text what, Items a) {
    if (what.is("device")) {
      Text id = ask(Text.of("anonymousId"));
      return id.isEmpty() ? a.at(0) : id;
    }
    if (what.is("loaded")) {
      instance = a.bag(0);
      takeId();
      Guard.call(loaded, a);
      register();
    } else if (what.is("user")) {
      user = a.bag(0);
      takeId();
    } else if (what.is("isLoaded")) {
      return Js.of(true);
    } else if (what.is("load")) {
      return Js.done();
    } else {
      enrich(what, Bag.orEmpty(a.bag(0).get("event")));
      return a.at(0);
    }
    return null;
  }

  private Text ask(Text name) {
    return Text.in(Guard.callOn(user, user.get(name), Items.create()));
  }

  private void takeId() {
    Text id = ask(Text.of("id"));
    if (!id.isEmpty()) {
      Bag ids = Bag.create();
      ids.set("distinct_id", id);
      ids.set("$user_state", "identified");
      Text device = ask(Text.of("anonymousId"));
      if (!device.isEmpty()) {
        ids.set("$device_id", device);
      }
      tell(Text.of("register"), Items.with(ids));
    }
  }

  private void register() {
    Bag plugin = Bag.create();
    plugin.set("name", "PostHog JS");
    plugin.set("type", "enrichment");
    plugin.set("version", "1.0.0");
    Guard.define(plugin, Items.listed("isLoaded,load,track,page,identify,screen"), this);
    Guard.callOn(analytics, analytics.get("register"), Items.with(plugin));
  }

  /** An event of Segment's says who the visitor is now, and takes our properties below its own. */
  private void enrich(Text type, Bag event) {
    Text id = Text.in(event.get("userId"));
    Text ours = Text.in(tell(Text.of("get_distinct_id"), Items.create()));
    if (id.isEmpty() && !ours.is(Text.in(event.get("anonymousId")))) {
      tell(Text.of("reset"), Items.create());
    } else if (!id.isEmpty() && !id.is(ours)) {
      tell(Text.of("identify"), Items.with(id));
    }
    Text name = type.is("track")
        ? event.text("event")
        : type.is("page")
            ? Text.of("$pageview")
            : type.is("identify") ? Text.of("$identify") : Text.of("$screen");
    JSObject own = event.get("properties");
    JSObject more = tell(Text.of("calculateEventProperties"), Items.with(name, own));
    event.set("properties", Bag.copy(more).merge(own));
  }

  private @Nullable JSObject tell(Text method, Items arguments) {
    return Guard.callOn(instance, instance.get(method), arguments);
  }
}
