package dev.hedgerow.snippet.send;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Network;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;

/**
 * Takes events to the server: collects them for a few seconds, compresses, and on leaving hands over as beacons what the
 * network does not have yet (contract C9). The hub is told what a request comes to, {@code zipped} and {@code answer}, and
 * {@code flush} when it is time; and what does not go its usual way: {@code failed}, {@code xhr} and {@code base64} with a
 * request, {@code outbox} with events that may be lost. Everything that waits is bounded.
 *
 * <p>A batch is an object of {@code events}, {@code retries}, {@code failed} if it did once and, while the network has it,
 * {@code gone}.
 */
public final class Transport {
  /** How many events may wait, for the network or for another attempt. */
  public static final int EVENTS_MAX = 1000;

  private static final int BATCHES_MAX = 100;
  private static final int BEACON_MAX = 60_000;
  private static final int KEEPALIVE_MAX = 52_428;

  private final Bag config;
  private final Handler hub;
  /** What the server has not acknowledged yet. */
  public final Items batches = Items.create();

  private Items queue = Items.create();
  /** How bodies are made smaller: {@code gzip-js}, {@code base64} or {@code none}. */
  public Text compression = Text.of("gzip-js");

  private Text endpoint = Text.of("/e/");
  private boolean armed;
  private boolean started;
  private double keptAlive = 0;
  /** Until when the server wants no events. */
  public double closedUntil;

  /** Sends as the page's options say. */
  public Transport(Bag config, Handler hub) {
    this.config = config;
    this.hub = hub;
  }

  /** Begins to send what was queued. */
  public void start() {
    started = true;
    arm();
  }

  /** Takes over what the server says: how to compress and where to send. Null means it could not be asked. */
  public void apply(@Nullable Bag remote) {
    Bag said = Bag.orEmpty(remote);
    Items supported = Items.of(said.get("supportedCompression"));
    compression = supported.has("gzip-js")
        ? Text.of("gzip-js")
        : supported.has("base64") ? Text.of("base64") : Text.of("none");
    Text other = Bag.orEmpty(said.get("analytics")).text("endpoint");
    endpoint = other.starts("/") ? other : endpoint;
  }

  /** Takes an event to send: with others in a moment, or alone at once. */
  public void accept(Bag event, boolean atOnce) {
    if (atOnce) {
      send(Items.with(event));
      return;
    }
    queue.add(event);
    if (queue.size() > EVENTS_MAX) {
      Log.note(Note.TOO_MANY_WAIT, queue.at(0));
      queue = queue.from(1);
    }
    arm();
  }

  /** Takes events of this name back that still wait. */
  public void withdraw(Text event) {
    Items all = queue;
    queue = Items.create();
    for (int i = 0; i < all.size(); i++) {
      if (!all.bag(i).is("event", event)) {
        queue.add(all.at(i));
      }
    }
  }

  private void arm() {
    if (started && !armed && queue.size() > 0) {
      armed = true;
      double wait =
          Bag.orEmpty(config.get("request_queue_config")).number("flush_interval_ms", 3000);
      Clock.after(Math.min(5000, Math.max(250, wait)), hub, Text.of("flush"));
    }
  }

  /** Sends what is queued now. */
  public void flush() {
    armed = false;
    if (queue.size() > 0) {
      Items events = queue;
      queue = Items.create();
      send(events);
    }
  }

  /** Sends events in a batch of their own. */
  public void send(Items events) {
    if (Clock.now() < closedUntil) {
      Log.note(Note.OVER_QUOTA, events);
      return;
    }
    Bag batch = Bag.create();
    batch.set("events", events);
    batch.set("retries", 0);
    batches.add(batch);
    if (batches.size() > BATCHES_MAX) {
      batches.remove(batches.at(0));
    }
    attempt(batch);
  }

  /** Sends a batch, for the first time or again. */
  public void attempt(Bag batch) {
    Bag request = Bag.create();
    batch.set("request", request);
    request.set("batch", batch);
    request.set("plain", text(batch.list("events")));
    if (config.flag("disable_compression") || compression.is("none")) {
      post(request, Text.of("application/json"));
    } else if (compression.is("base64")) {
      hub.handle(compression, request);
    } else {
      Network.gzip(request, hub);
    }
  }

  /** What is sent, with the time of this attempt. */
  private static Text text(Items events) {
    Bag body = Bag.create();
    body.set("api_key", events.bag(0).child("properties").get("token"));
    body.set("batch", events);
    body.set("sent_at", Clock.isoNow());
    return Json.text(body);
  }

  private static Bag batchOf(Bag request) {
    return request.child("batch");
  }

  /** Posts a request that was compressed, or could not be, unless its events went another way meanwhile. */
  public void zipped(Bag request) {
    Bag batch = batchOf(request);
    if (!batch.flag("gone") && batch.is("request", request)) {
      post(
          request,
          Js.none(request.get("body")) ? Text.of("application/json") : Text.of("text/plain"));
    }
  }

  /** Sends a request, its {@code body} or else its plain text, as this type. */
  public void post(Bag request, Text type) {
    Bag batch = batchOf(request);
    if (Js.none(request.get("body"))) {
      request.set("body", request.get("plain"));
    }
    int size = Network.bytes(request.get("body"));
    if (keptAlive + size < KEEPALIVE_MAX) {
      keptAlive += size;
      batch.set("gone", true);
      request.set("keepalive", true);
      request.set("size", size);
    }
    Hosts.fill(config, request, Text.of("api_host"), address(request, batch));
    Bag.orEmpty(request.get("headers")).set("Content-Type", type);
    request.set("method", "POST");
    Network.send(request, hub);
  }

  private Text address(Bag request, Bag batch) {
    Items query = Items.create();
    if (request.flag("parameter")) {
      query.add(request.get("parameter"));
    }
    if (batch.flag("retries")) {
      query.add(Text.of("retry_count=").plus(Text.ofAny(batch.get("retries"))));
    }
    return query.size() == 0 ? endpoint : endpoint.plus("?").plus(query.join("&"));
  }

  /** Takes the answer to a request. */
  public void answered(Bag request) {
    Bag batch = batchOf(request);
    keptAlive -= request.number("size", 0);
    if (batches.has(batch)) {
      if (request.number("status", 0) == 200 && !request.text("text").has("quota_limited")) {
        batches.remove(batch);
      } else {
        batch.set("failed", true);
        batch.set("gone", false);
        hub.handle(Text.of("failed"), request);
      }
    }
  }

  /** Hands over, before the page is gone, all that the network does not have yet. */
  public void leave() {
    Items left = Items.create();
    Items risky = Items.create();
    boolean online = Network.online();
    for (int i = 0; i < batches.size(); i++) {
      Bag batch = batches.bag(i);
      if (!online || batch.flag("failed")) {
        risky = risky.and(batch.list("events"));
      }
      if (!batch.flag("gone")) {
        batch.set("gone", true);
        left = left.and(batch.list("events"));
      }
    }
    hub.handle(Text.of("outbox"), online ? risky : risky.and(queue));
    left = left.and(queue);
    queue = Items.create();
    if (left.size() > 0) {
      beacon(left);
    }
  }

  private void beacon(Items events) {
    Text text = text(events);
    int half = events.size() / 2;
    if (Network.bytes(text) > BEACON_MAX && half > 0) {
      beacon(events.part(0, half));
      beacon(events.from(half));
    } else {
      Network.leave(
          Hosts.address(config, Text.of("api_host"), endpoint),
          text,
          !config.flag("disable_beacon"));
    }
  }
}
