package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Network;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.send.Hosts;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Features that a visitor may try before others (contract C10.7). */
final class EarlyAccess implements Handler {
  private final Core core;
  private final Store store;
  private final Hearers hearers;

  EarlyAccess(Core core, Store store, Hearers hearers) {
    this.core = core;
    this.store = store;
    this.hearers = hearers;
  }

  /** Takes a call about such features; whether it was one. */
  boolean take(Text name, Items a) {
    if (name.is("getEarlyAccessFeatures")) {
      list(a.at(0), Js.truthy(a.at(1)), Items.of(a.at(2)));
    } else if (name.is("updateEarlyAccessFeatureEnrollment")) {
      enroll(a.text(0), a.at(1), a.at(2));
    } else {
      return false;
    }
    return true;
  }

  private void list(@Nullable JSObject then, boolean anew, Items stages) {
    JSObject known = store.value(Text.of("$early_access_features"));
    if (Js.truthy(known) && !anew) {
      Guard.call(then, Items.with(known));
      return;
    }
    Text path = Text.of("/api/early_access_features/?token=").plus(core.config.text("token"));
    for (int i = 0; i < stages.size(); i++) {
      path = path.plus("&stage=").plus(stages.text(i));
    }
    Bag request = Bag.create();
    request.set("then", then);
    Hosts.fill(
        core.config,
        request,
        Text.of("api_host"),
        path.plus("&_=").plus(Text.ofNumber(Clock.now())));
    Network.send(request, this);
  }

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    Bag request = Bag.orEmpty(value);
    if (what.is("xhr")) {
      Network.sendWithoutFetch(request);
      return;
    }
    Hosts.tellPage(core.config, request);
    Bag said = Bag.of(Request.succeeded(request) ? Json.parse(request.text("text")) : null);
    if (said != null) {
      JSObject features = said.get("earlyAccessFeatures");
      core.visitor.set(Text.of("$early_access_features"), features);
      Guard.call(request.get("then"), Items.with(features));
    }
  }

  /** The visitor joins a feature, or leaves it: counts at once, and the server is told. */
  private void enroll(Text key, @Nullable JSObject joins, @Nullable JSObject stage) {
    Bag set = Bag.create();
    set.set(Text.of("$feature_enrollment/").plus(key), joins);
    Bag properties = Bag.create();
    properties.set("$feature_flag", key);
    properties.set("$feature_enrollment", joins);
    properties.set("$set", set);
    properties.setIfAny("$early_access_feature_name", feature(key).get("name"));
    properties.setIfAny("$feature_enrollment_stage", stage);
    Bag flags = store.variants();
    flags.set(key, joins);
    Bag kept = Bag.create();
    kept.set("$active_feature_flags", Answer.truthy(flags).keys());
    kept.set("$enabled_feature_flags", flags);
    core.visitor.register(kept);
    hearers.tell(null);
    core.capture.capture(Text.of("$feature_enrollment_update"), properties);
  }

  private Bag feature(Text key) {
    Items known = Items.of(store.value(Text.of("$early_access_features")));
    for (int i = 0; i < known.size(); i++) {
      if (known.bag(i).text("flagKey").is(key)) {
        return known.bag(i);
      }
    }
    return Bag.create();
  }
}
