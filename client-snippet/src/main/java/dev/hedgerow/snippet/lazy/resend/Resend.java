package dev.hedgerow.snippet.lazy.resend;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Network;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.WebStorage;
import dev.hedgerow.snippet.send.Hosts;
import dev.hedgerow.snippet.send.Transport;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Brings to the server what did not get there the usual way (contract C9.3, C9.7, C9.8). */
public final class Resend implements Method, Handler {
  private static final double POLL = 3000;
  private static final double DELAY_MAX = 1_800_000;
  private static final double RETRY_AFTER_MAX = 30;
  private static final double QUOTA_PAUSE = 60_000;
  private static final double OUTBOX_AGE_MAX = 3 * 24 * 3600e3;

  /** How many events of the outbox go together. */
  private static final int PORTION = 100;

  private final Core core;
  private boolean polling;

  /** Joins an instance. */
  public Resend(Core core) {
    this.core = core;
    askForOutbox();
  }

  @Override
  public @Nullable JSObject call(Text what, Items arguments) {
    Bag request = arguments.bag(0);
    if (what.is("failed")) {
      failed(request, Bag.orEmpty(request.get("batch")));
    } else if (what.is("xhr")) {
      Network.sendWithoutFetch(request);
    } else if (what.is("base64")) {
      request.set("body", Text.of("data=").plus(Network.base64(request.text("plain"))));
      request.set("parameter", "compression=base64");
      core.transport.post(request, Text.of("application/x-www-form-urlencoded"));
    } else if (what.is("limited")) {
      warn();
    } else if (what.is("online")) {
      retryDue(true);
      askForOutbox();
    }
    return null;
  }

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    if (what.is("poll")) {
      polling = false;
      retryDue(false);
    } else {
      empty(what);
    }
  }

  /** Tells the project that a page captures too much (contract C9.8). */
  private void warn() {
    Bag warning = Bag.create();
    warning.set(
        "$$client_ingestion_warning_message",
        "Events were dropped in the browser: over rate_limiting.");
    Bag options = Bag.create();
    options.set("skip_client_rate_limiting", true);
    options.set("_batchKey", "events");
    core.capture.capture(Text.of("$$client_ingestion_warning"), warning, options);
  }

  private void failed(Bag request, Bag batch) {
    double status = request.number("status", 0);
    Items events = Items.of(batch.get("events"));
    Hosts.tellPage(core.config, request);
    if (status == 413 && events.size() > 1) {
      core.transport.batches.remove(batch);
      int half = events.size() / 2;
      core.transport.send(events.part(0, half));
      core.transport.send(events.from(half));
    } else if (isPassing(status) && batch.number("retries", 0) < (status == 0 ? 3 : 10)) {
      hold(batch, Math.min(RETRY_AFTER_MAX, Text.in(request.get("retryAfter")).number()) * 1000);
      bound();
      poll();
    } else {
      core.transport.batches.remove(batch);
      heed(status, request);
    }
  }

  /** Whether the same request may succeed later. */
  private static boolean isPassing(double status) {
    return status < 200 || (status >= 300 && status < 400) || status >= 500;
  }

  /** What an answer says that ends a batch: refused, or taken and enough for now. */
  private void heed(double status, Bag request) {
    Bag answer = Bag.orEmpty(Json.parse(request.text("text")));
    if (status >= 300) {
      Log.note(Note.REFUSED, request.get("text"));
    } else if (Items.of(answer.get("quota_limited")).has("events")) {
      core.transport.closedUntil = Clock.now() + QUOTA_PAUSE;
    }
  }

  /** Waits longer after each attempt, with some chance in it, and never shorter than the server asked for. */
  private static void hold(Bag batch, double atLeast) {
    double retries = batch.number("retries", 0);
    double base = POLL;
    for (int i = 0; i < retries; i++) {
      base *= 2;
    }
    double capped = Math.min(DELAY_MAX, base);
    double delay = Math.ceil(capped + (Js.chance() - 0.5) * (capped - base / 2));
    batch.set("due", Clock.now() + Math.max(delay, atLeast));
    batch.set("retries", retries + 1);
  }

  /** A server that is away for long must not fill the visitor's memory. */
  private void bound() {
    Items batches = core.transport.batches;
    int waiting = 0;
    for (int i = batches.size() - 1; i >= 0; i--) {
      Bag batch = batches.bag(i);
      waiting += Items.of(batch.get("events")).size();
      if (waiting > Transport.EVENTS_MAX && batch.flag("due")) {
        Log.note(Note.TOO_MANY_WAIT, batch.get("events"));
        batches.remove(batch);
      }
    }
  }

  private void poll() {
    if (!polling) {
      polling = true;
      Clock.after(POLL, this, Text.of("poll"));
    }
  }

  private void retryDue(boolean all) {
    Items waiting = core.transport.batches.from(0);
    boolean more = false;
    for (int i = 0; i < waiting.size(); i++) {
      Bag batch = waiting.bag(i);
      double due = batch.number("due", 0);
      if (due > 0 && Network.online() && (all || due <= Clock.now())) {
        batch.set("due", 0);
        core.transport.attempt(batch);
      } else {
        more = more || due > 0;
      }
    }
    if (more) {
      poll();
    }
  }

  /** Has what earlier visits could not send, once the network is there and no other tab has it. */
  private void askForOutbox() {
    Text name = core.outboxName();
    if (!core.visitor.memoryOnly()
        && Network.online()
        && !WebStorage.local().read(name).isEmpty()) {
      WebStorage.alone(name, this);
    }
  }

  /** Takes everything out, so that it goes once; the server knows events it has by their uuid. */
  private void empty(Text outbox) {
    WebStorage local = WebStorage.local();
    Items names = local.names(outbox);
    Items events = Items.create();
    Bag known = Bag.create();
    for (int i = 0; i < names.size(); i++) {
      Items some = Items.of(Json.parse(local.read(names.text(i))));
      local.remove(names.text(i));
      for (int j = 0; j < some.size(); j++) {
        Text uuid = some.bag(j).text("uuid");
        if (isFresh(some.bag(j)) && !uuid.isEmpty() && !known.flag(uuid)) {
          known.set(uuid, 1);
          events.add(some.at(j));
        }
      }
    }
    for (int i = 0; i < events.size() && !core.consent.optedOut(); i += PORTION) {
      core.transport.send(events.part(i, i + PORTION));
    }
  }

  /** Whether an event, by the time it was made and not by what it claims, is not too old. */
  private static boolean isFresh(Bag event) {
    double made = Bag.orEmpty(event.get("properties")).number("$time", 0) * 1000;
    return Clock.now() - (made > 0 ? made : Clock.parse(event.text("timestamp"))) < OUTBOX_AGE_MAX;
  }
}
