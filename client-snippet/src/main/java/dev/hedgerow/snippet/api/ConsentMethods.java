package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.identity.Consent.Status;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The methods about the visitor's yes or no (contract C11.3). */
final class ConsentMethods {
  private final Client client;

  ConsentMethods(Client client) {
    this.client = client;
  }

  void define() {
    JSObject no = Js.of(false);
    client.method("opt_in_capturing", (core, a) -> optIn(core, Bag.orEmpty(a.at(0))));
    client.method("opt_out_capturing", (core, a) -> optOut(core));
    client.method("has_opted_in_capturing", no, (core, a) -> Js.of(!core.consent.optedOut()));
    client.method("has_opted_out_capturing", no, (core, a) -> Js.of(core.consent.optedOut()));
    client.method("is_capturing", no, (core, a) -> Js.of(!core.consent.optedOut()));
    client.method("get_explicit_consent_status", (core, a) -> Js.of(word(core.consent.status())));
    client.method("clear_opt_in_out_capturing", (core, a) -> {
      core.consent.forget();
      reconsider(core);
      return null;
    });
  }

  private static String word(Status status) {
    return switch (status) {
      case GRANTED -> "granted";
      case DENIED -> "denied";
      case PENDING -> "pending";
    };
  }

  private static void reconsider(Core core) {
    core.visitor.reconsider(core.consent.blocksStorage());
    core.tab.reconsider(core.consent.blocksStorage());
  }

  /** Says yes. The event about it goes out only when that changed something. */
  private static @Nullable JSObject optIn(Core core, Bag options) {
    boolean changed = core.consent.status() != Status.GRANTED;
    core.consent.say(true);
    reconsider(core);
    JSObject name = options.get("captureEventName");
    boolean silent = Js.is(name, false) || Js.isNull(options, "captureEventName");
    if (changed && !silent) {
      String event = Js.text(name);
      core.captureAtOnce(
          event == null ? "$opt_in" : event,
          Bag.orEmpty(options.get("captureProperties")),
          Bag.create());
    }
    core.navigation.firstView();
    return null;
  }

  private static @Nullable JSObject optOut(Core core) {
    core.consent.say(false);
    reconsider(core);
    return null;
  }
}
