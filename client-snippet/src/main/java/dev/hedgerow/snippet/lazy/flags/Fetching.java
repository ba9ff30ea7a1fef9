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
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.send.Hosts;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Asks the server for the flags, one request at a time, and tells the page (contract C10.1, C10.2). */
final class Fetching implements Handler {
  private static final double SOON = 5;
  private static final int FAILURES_MAX = 3;
  private static final double REFRESH_AFTER = 300_000;
  private static final double PATIENCE = 3000;

  private final Core core;
  private final Kept kept;
  private final Items handlers = Items.create();
  private boolean armed;
  private boolean asking;
  private boolean again;
  private boolean paused;
  private boolean refreshing;
  private int failures;
  private Text anonymous = Text.of("");

  Fetching(Core core, Kept kept) {
    this.core = core;
    this.kept = kept;
    Page.listen(Page.window(), Items.listed("online"), this);
  }

  /** Asks in a moment, once for all that changes meanwhile. */
  void reload() {
    if (armed
        || paused
        || core.config.flag("advanced_disable_flags")
        || core.config.flag("advanced_disable_feature_flags")) {
      return;
    }
    armed = true;
    core.emit(Text.of("featureFlagsReloading"), Js.of(true));
    Clock.after(SOON, this, Text.of("ask"));
  }

  /** Asks again from time to time, while the page is looked at. */
  void refresh() {
    double every = core.config.number("remote_config_refresh_interval_ms", REFRESH_AFTER);
    if (!refreshing && every > 0) {
      refreshing = true;
      Clock.after(every, this, Text.of("refresh"));
    }
  }

  void stopRefreshing() {
    refreshing = false;
  }

  void pause(boolean still) {
    paused = still;
  }

  /** The visitor got another id; the server is told the anonymous one until it answered. */
  void identified(@Nullable JSObject before) {
    anonymous = Text.in(before);
  }

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    Bag request = Bag.orEmpty(value);
    if (what.is("ask")) {
      armed = false;
      ask();
    } else if (what.is("zipped")) {
      boolean zipped = !Js.none(request.get("body"));
      send(request, zipped ? Text.of("text/plain") : Text.of("application/json"));
    } else if (what.is("xhr")) {
      Network.sendWithoutFetch(request);
    } else if (what.is("answer")) {
      answered(request);
    } else if (what.is("refresh")) {
      if (refreshing) {
        refreshing = false;
        refresh();
        if (Page.visible()) {
          reload();
        }
      }
    } else if (what.is("online") && failures >= FAILURES_MAX) {
      failures = 0;
      reload();
    }
  }

  private void ask() {
    if (asking) {
      again = true;
      return;
    }
    if (failures < FAILURES_MAX) {
      asking = true;
      request(0);
    }
  }

  private void request(double retries) {
    Bag request = Bag.create();
    boolean surveys = core.config.flag("advanced_only_evaluate_survey_feature_flags");
    Hosts.fill(
        core.config,
        request,
        Text.of("flags_api_host"),
        Text.of("/flags/?v=2")
            .plus(surveys ? Text.of("&only_evaluate_survey_feature_flags=true") : Text.of("")));
    request.set("method", "POST");
    request.set("retries", retries);
    request.set("timeout", core.config.number("feature_flag_request_timeout_ms", PATIENCE));
    request.set("plain", Json.text(body()));
    if (core.config.flag("disable_compression")) {
      send(request, Text.of("application/json"));
    } else {
      Network.gzip(request, this);
    }
  }

  private Bag body() {
    Bag values = core.visitor.values();
    Bag body = Bag.create();
    body.set("token", core.config.get("token"));
    body.set("distinct_id", core.person.distinctId());
    body.set("groups", Bag.copy(values.get("$groups")));
    body.setIfAny("$anon_distinct_id", anonymous);
    Bag person = core.origin.initial().merge(kept.personProperties());
    person.set("$lib", "web");
    person.set("$lib_version", core.version);
    body.set("person_properties", person);
    if (!kept.groupProperties().isEmpty()) {
      body.set("group_properties", kept.groupProperties());
    }
    body.setIfAny("timezone", Clock.zone());
    body.setIfAny("$device_id", values.get("$device_id"));
    JSObject contexts = core.config.get("evaluation_contexts");
    body.setIfAny(
        "evaluation_contexts",
        Js.none(contexts) ? core.config.get("evaluation_environments") : contexts);
    body.setIfAny("flag_keys", core.config.get("flag_keys"));
    body.set("sent_at", Clock.isoNow());
    return body;
  }

  private void send(Bag request, Text type) {
    if (Js.none(request.get("body"))) {
      request.set("body", request.get("plain"));
    }
    Bag.orEmpty(request.get("headers")).set("Content-Type", type);
    Network.send(request, this);
  }

  private void answered(Bag request) {
    double status = request.number("status", 0);
    JSObject then = request.get("then");
    Bag answer = Bag.orEmpty(Json.parse(request.text("text")));
    if (Js.isFunction(then)) {
      Guard.call(
          then,
          Items.with(Bag.orEmpty(answer.get("featureFlagPayloads")).get(request.text("key"))));
      return;
    }
    if (status == 200) {
      failures = 0;
      anonymous = Text.of("");
      kept.take(answer);
      finish(false);
    } else if (request.number("retries", 0) < 1 && (status == 0 || status >= 500)) {
      request(1);
    } else {
      failures = status == 0 && Network.online() ? failures + 1 : 0;
      Items errors = Items.create();
      errors.add(
          status == 0
              ? Text.of("connection_error")
              : Text.of("api_error_").plus(Text.ofNumber(status)));
      core.visitor.set(Text.of(Kept.ERRORS), errors);
      finish(true);
    }
  }

  private void finish(boolean failed) {
    asking = false;
    tell(failed);
    core.self.set("flagsEndpointWasHit", true);
    core.self.set("decideEndpointWasHit", true);
    if (again) {
      again = false;
      ask();
    }
  }

  /** Tells the page what the flags are now. */
  void tell(boolean failed) {
    Bag state = Bag.create();
    state.set("errorsLoading", failed);
    Items all = handlers.from(0);
    Items what = Items.with(kept.active().keys(), kept.active()).and(Items.with(state));
    for (int i = 0; i < all.size(); i++) {
      Guard.call(all.at(i), what);
    }
  }

  /** Has a page's function told, at once if there is something to tell; answers one that takes it back. */
  JSObject listen(@Nullable JSObject handler) {
    handlers.add(handler);
    if (kept.known()) {
      Guard.call(handler, Items.with(kept.active().keys(), kept.active()));
    }
    return handlers.remover(handler);
  }

  void forget(@Nullable JSObject handler) {
    handlers.remove(handler);
  }

  /** Asks for the payload of a flag that is remote config. */
  void payload(Text key, @Nullable JSObject then) {
    Bag request = Bag.create();
    Hosts.fill(core.config, request, Text.of("flags_api_host"), Text.of("/flags/?v=2&config=true"));
    request.set("method", "POST");
    request.set("plain", Json.text(body()));
    request.set("key", key);
    request.set("then", then);
    send(request, Text.of("application/json"));
  }
}
