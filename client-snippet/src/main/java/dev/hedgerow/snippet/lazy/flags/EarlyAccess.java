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

/** Features that visitors may try early (contract C10.7). */
final class EarlyAccess implements Handler {
  private static final String KEPT = "$early_access_features";

  private final Core core;
  private final Kept kept;

  EarlyAccess(Core core, Kept kept) {
    this.core = core;
    this.kept = kept;
  }

  /** Tells a page's function the features there are, as kept or, if it insists, as the server says now. */
  void ask(@Nullable JSObject then, boolean anew, Items stages) {
    JSObject known = core.visitor.values().get(KEPT);
    if (!anew && Js.truthy(known)) {
      Guard.call(then, Items.with(known));
      return;
    }
    Text path = Text.of("/api/early_access_features/?token=").plus(core.config.text("token"));
    for (int i = 0; i < stages.size(); i++) {
      path = path.plus("&stage=").plus(stages.text(i));
    }
    Bag request = Bag.create();
    Hosts.fill(
        core.config,
        request,
        Text.of("api_host"),
        path.plus("&_=").plus(Text.ofNumber(Clock.now())));
    request.set("then", then);
    Network.send(request, this);
  }

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    Bag request = Bag.orEmpty(value);
    if (what.is("xhr")) {
      Network.sendWithoutFetch(request);
      return;
    }
    Items features =
        Items.of(Bag.orEmpty(Json.parse(request.text("text"))).get("earlyAccessFeatures"));
    core.visitor.set(Text.of(KEPT), features);
    Guard.call(request.get("then"), Items.with(features));
  }

  /** The visitor wants a feature, or no longer. */
  void enrol(Text key, boolean wanted, @Nullable JSObject stage) {
    Bag set = Bag.create();
    set.set(Text.of("$feature_enrollment/").plus(key), Js.of(wanted));
    Bag properties = Bag.create();
    properties.set("$feature_flag", key);
    properties.set("$feature_enrollment", wanted);
    properties.set("$set", set);
    properties.setIfAny("$feature_enrollment_stage", stage);
    properties.setIfAny("$early_access_feature_name", name(key));
    core.capture.capture(Text.of("$feature_enrollment_update"), properties);
    Bag value = Bag.create();
    value.set(key, Js.of(wanted));
    kept.update(value, Bag.create(), true);
  }

  private @Nullable JSObject name(Text key) {
    Items features = Items.of(core.visitor.values().get(KEPT));
    for (int i = 0; i < features.size(); i++) {
      if (features.bag(i).is("flagKey", key)) {
        return features.bag(i).get("name");
      }
    }
    return null;
  }
}
