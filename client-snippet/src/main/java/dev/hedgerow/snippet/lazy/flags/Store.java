package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * What is known of the flags: kept with the visitor, so that the next visit can read it before the server answers, overlaid by
 * the page's bootstrap until the server answered, and by the page's overrides (contract C10.2, C10.3, C10.6).
 */
final class Store {
  private final Core core;
  /** What the page was given to begin with, in the form in which answers are kept. */
  private @Nullable Bag given;

  /** Whether any answer was taken in since the page was loaded. */
  boolean loaded;

  /** Whether the last request to the server succeeded. */
  boolean fresh;

  Store(Core core) {
    this.core = core;
  }

  /** A kept value by its name. */
  @Nullable
  JSObject value(Text name) {
    return given != null && given.keys().has(name)
        ? given.get(name)
        : core.visitor.values().get(name);
  }

  /** A kept object by its name; empty if there is none. */
  Bag bag(Text name) {
    return Bag.orEmpty(value(name));
  }

  /** Flags by key, as the server gave them. */
  Bag answered() {
    return bag(Text.of("$enabled_feature_flags"));
  }

  /** Flags by key: true, false or a variant. */
  Bag variants() {
    return Bag.copy(answered()).merge(value(Text.of("$override_feature_flags")));
  }

  /** Payloads by key, as the server sent them. */
  Bag payloads() {
    return Bag.copy(value(Text.of("$feature_flag_payloads")))
        .merge(value(Text.of("$override_feature_flag_payloads")));
  }

  /** Whether there is anything to read, of this page or of an earlier visit. */
  boolean knows() {
    return loaded || !variants().isEmpty();
  }

  /** Whether what is known is older than the page wants to trust. */
  boolean stale() {
    double most = core.config.number("feature_flag_cache_ttl_ms", 0);
    double evaluated = Js.number(value(Text.of("$feature_flag_evaluated_at")));
    return most > 0 && Clock.now() - evaluated > most;
  }

  /** Takes in an answer, and so does without what the page was given; null only counts as one. */
  void take(@Nullable Bag answer) {
    if (answer != null) {
      given = null;
      core.visitor.register(answer);
    }
    mark(true);
  }

  /** Takes in what the page was given; it is kept only where nothing else is. */
  void shadow(Bag bootstrap) {
    boolean first = Js.none(core.visitor.values().get("$enabled_feature_flags"));
    take(first ? bootstrap : null);
    given = bootstrap;
  }

  /** The server can't be asked: what it said in an earlier visit is better than what the page was given. */
  void fallBack() {
    if (!Js.none(core.visitor.values().get("$enabled_feature_flags"))) {
      given = null;
    }
  }

  /** Another visitor: nothing is known of them. */
  void reset() {
    given = null;
    fresh = false;
    mark(false);
  }

  /** Shows on the instance whether flags are there. */
  private void mark(boolean there) {
    loaded = there;
    core.self.set("flagsEndpointWasHit", there);
    core.self.set("decideEndpointWasHit", there);
    Bag.orEmpty(core.self.get("featureFlags")).set("hasLoadedFlags", there);
  }

  /** Adds what every event says of the flags (contract C10.5). */
  void addTo(Bag properties) {
    Items names = Items.listed(
        "$active_feature_flags,$feature_flag_payloads,$feature_flag_request_id,$override_feature_flags");
    for (int i = 0; i < names.size(); i++) {
      JSObject value = value(names.text(i));
      if (!Js.none(value)) {
        properties.set(names.text(i), value);
      }
    }
    Bag flags = stale() ? Bag.create() : answered();
    Items keys = flags.keys();
    for (int i = 0; i < keys.size(); i++) {
      properties.set(Text.of("$feature/").plus(keys.text(i)), flags.get(keys.text(i)));
    }
  }
}
