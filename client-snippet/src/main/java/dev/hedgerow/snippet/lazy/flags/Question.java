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

/**
 * Asks the server for the visitor's flags (contract C10.2): a moment after it is told to, so that several reasons make one
 * request; one request at a time, and one more if something changed meanwhile; not at all while the server can't be reached.
 */
final class Question implements Handler {
  private static final double DEBOUNCE = 5;
  private static final double RETRY_AFTER = 500;
  private static final int OUTAGES_MAX = 3;

  private final Core core;
  private final Store store;
  private final Hearers hearers;
  /** The id of the visitor before they were identified, until the server knows. */
  private Text anonymous = Text.of("");

  private @Nullable Bag running;
  private boolean armed;
  private boolean again;
  private boolean paused;
  private boolean renewing;
  private int outages;
  /** Counts visitors: an answer about an earlier one is not taken. */
  private int turn;

  Question(Core core, Store store, Hearers hearers) {
    this.core = core;
    this.store = store;
    this.hearers = hearers;
    Page.listen(Page.window(), Items.listed("online"), this);
  }

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    if (what.is("due")) {
      armed = false;
      start();
    } else if (what.is("retry")) {
      Request.send(core, Bag.orEmpty(running), this);
    } else if (what.is("online")) {
      boolean stopped = cutOff();
      outages = 0;
      if (stopped) {
        ask();
      }
    } else if (what.is("answer")) {
      answered(Bag.orEmpty(value));
    } else {
      Request.handle(core, what, Bag.orEmpty(value), this);
    }
  }

  /** Asks soon, if the page allows it. */
  void ask() {
    if (paused || core.config.flag("advanced_disable_feature_flags") || forbidden() || cutOff()) {
      return;
    }
    again = again || running != null;
    if (!armed) {
      armed = true;
      core.emit(Text.of("featureFlagsReloading"), Js.of(true));
      Clock.after(DEBOUNCE, this, Text.of("due"));
    }
  }

  /** Asks unless flags are there or on their way. */
  void askFirst() {
    if (!store.loaded && running == null && !armed) {
      ask();
    }
  }

  /** Asks once, however often what is known is found too old. */
  void renew() {
    if (!renewing && running == null) {
      renewing = true;
      ask();
    }
  }

  /** Asks for the payload of one flag, and leaves what is known as it is. */
  void askPayload(Text key, @Nullable JSObject then) {
    Bag request = Bag.create();
    request.set("about", About.nobody(core));
    request.set("key", key);
    request.set("then", then);
    Request.send(core, request, this);
  }

  /** Whether the page wants nothing of what the server says. */
  boolean forbidden() {
    return core.config.flag("advanced_disable_flags");
  }

  /** Holds questions back, or no longer. */
  void pause(boolean on) {
    paused = on;
  }

  /** The visitor had this id until now; empty if they had been identified before. */
  void comesFrom(Text id) {
    if (!id.isEmpty()) {
      anonymous = core.config.flag("reuseAnonymousId") ? Text.of("") : id;
    }
  }

  /** Another visitor. */
  void reset() {
    turn++;
    again = false;
    paused = false;
    renewing = false;
    outages = 0;
    anonymous = Text.of("");
  }

  private boolean cutOff() {
    return outages >= OUTAGES_MAX && Network.online();
  }

  private void start() {
    if (running != null) {
      again = true;
    } else if (!cutOff()) {
      Bag request = Bag.create();
      request.set("turn", turn);
      request.set("retries", core.config.number("feature_flag_request_max_retries", 1));
      request.set("some", core.config.flag("advanced_only_evaluate_survey_feature_flags"));
      request.set("about", About.visitor(core, anonymous));
      running = request;
      Request.send(core, request, this);
    }
  }

  private void answered(Bag request) {
    Bag said = Bag.orEmpty(Request.succeeded(request) ? Json.parse(request.text("text")) : null);
    Hosts.tellPage(core.config, request);
    if (!Js.none(request.get("key"))) {
      Text key = Text.in(request.get("key"));
      Guard.call(request.get("then"), Items.with(Answer.payload(said, key)));
      return;
    }
    boolean ofNow = request.number("turn", 0) == turn;
    double retries = request.number("retries", 0);
    if (ofNow && retries > 0 && Request.mayWorkNext(request)) {
      request.set("retries", retries - 1);
      Clock.after(RETRY_AFTER, this, Text.of("retry"));
      return;
    }
    running = null;
    if (ofNow) {
      take(said, request);
    }
    if (again) {
      again = false;
      start();
    }
  }

  private void take(Bag said, Bag request) {
    boolean succeeded = Request.succeeded(request);
    if (request.flag("status")) {
      outages = 0;
    } else if (Network.online()) {
      outages++;
    }
    if (succeeded && !again) {
      anonymous = Text.of("");
    }
    store.fresh = succeeded;
    boolean limited = Items.of(said.get("quotaLimited")).has("feature_flags");
    Items errors = Request.errors(request);
    if (said.flag("errorsWhileComputingFlags")) {
      errors.add(Text.of("errors_while_computing_flags"));
    }
    if (limited) {
      errors.add(Text.of("quota_limited"));
    }
    core.visitor.set(Text.of("$feature_flag_errors"), errors);
    if (limited) {
      return;
    }
    if (succeeded) {
      renewing = false;
    } else {
      store.fallBack();
    }
    store.take(succeeded ? Answer.ofServer(said, store, request.flag("some")) : null);
    hearers.tell(Js.of(!succeeded));
  }
}
