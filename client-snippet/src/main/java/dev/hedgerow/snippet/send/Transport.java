package dev.hedgerow.snippet.send;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Network;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * Takes events to the server: collects them for a few seconds, compresses, retries, and on leaving hands over as beacons
 * what the network does not have yet (contract C9). Everything that waits is bounded.
 */
public final class Transport implements Handler {
  private static final int EVENTS_MAX = 1000;
  private static final int BEACON_MAX = 60_000;
  private static final int KEEPALIVE_MAX = 52_428;
  private static final double POLL = 3000;
  private static final double RETRY_AFTER_MAX = 30;

  private final Bag config;
  private final Items batches = Items.create();
  private Items queue = Items.create();
  private Text compression = Text.of("gzip-js");
  private Text endpoint = Text.of("/e/");
  private boolean armed;
  private boolean polling;
  private boolean started;
  private double keptAlive;

  /** Sends as the page's options say. */
  public Transport(Bag config) {
    this.config = config;
    Page.listen(Page.window(), Items.listed("online"), this);
  }

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    if (what.is("flush")) {
      flush();
    } else if (what.is("zipped")) {
      zipped(Bag.orEmpty(value));
    } else if (what.is("answer")) {
      answered(Bag.orEmpty(value));
    } else if (what.is("poll")) {
      polling = false;
      retryDue(false);
    } else {
      retryDue(true);
    }
  }

  /** Begins to send what was queued. */
  public void start() {
    started = true;
    arm();
  }

  /** Takes over what the server says: how to compress and where to send. Null means it could not be asked. */
  public void apply(@Nullable Bag remote) {
    if (remote == null) {
      compression = Text.of("none");
      return;
    }
    Items supported = Items.of(remote.get("supportedCompression"));
    compression = supported.has("gzip-js")
        ? Text.of("gzip-js")
        : supported.has("base64") ? Text.of("base64") : Text.of("none");
    endpoint = Bag.orEmpty(remote.get("analytics")).text("endpoint").or(endpoint);
  }

  /** Takes an event to send: with others in a moment, or alone at once. */
  public void accept(Bag event, boolean atOnce) {
    if (atOnce) {
      send(Items.with(event));
      return;
    }
    queue.add(event);
    if (queue.size() > EVENTS_MAX) {
      Log.debug(Text.of("dropped the oldest event: too many wait"));
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
      Bag options = Bag.orEmpty(config.get("request_queue_config"));
      double wait = options.number("flush_interval_ms", 3000);
      Clock.after(Math.min(5000, Math.max(250, wait)), this, Text.of("flush"));
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

  private void send(Items events) {
    Bag batch = Batch.of(events);
    batches.add(batch);
    attempt(batch);
  }

  private boolean compresses() {
    return compression.is("gzip-js")
        && !config.flag("disable_compression")
        && Network.canCompress();
  }

  private void attempt(Bag batch) {
    batch.set("due", 0);
    Bag request = Bag.create();
    request.set("batch", batch);
    request.set("attempt", Batch.retries(batch));
    request.set("plain", Batch.text(batch));
    if (compresses()) {
      Network.gzip(request, this);
    } else {
      sendPlain(request);
    }
  }

  private static Bag batchOf(Bag request) {
    return Bag.orEmpty(request.get("batch"));
  }

  private void zipped(Bag request) {
    Bag batch = batchOf(request);
    if (batch.flag("gone") || Batch.retries(batch) != request.number("attempt", 0)) {
      return;
    }
    if (Js.none(request.get("body"))) {
      sendPlain(request);
    } else {
      post(request, Text.of("text/plain"), Text.of(""));
    }
  }

  private void sendPlain(Bag request) {
    Text plain = request.text("plain");
    if (compression.is("base64") && !config.flag("disable_compression")) {
      request.set("body", Text.of("data=").plus(Network.base64(plain)));
      post(request, Text.of("application/x-www-form-urlencoded"), Text.of("compression=base64"));
    } else {
      request.set("body", plain);
      post(request, Text.of("application/json"), Text.of(""));
    }
  }

  private void post(Bag request, Text type, Text parameters) {
    Bag batch = batchOf(request);
    int size = Network.bytes(request.get("body"));
    boolean xhr = config.is("api_transport", "XHR") || !Network.hasFetch();
    boolean keepalive = !xhr && keptAlive + size < KEEPALIVE_MAX;
    if (keepalive) {
      keptAlive += size;
      batch.set("gone", true);
    }
    Bag headers = Bag.copy(config.get("request_headers"));
    headers.set("Content-Type", type);
    request.set("method", "POST");
    request.set("url", url(parameters, Batch.retries(batch)));
    request.set("headers", headers);
    request.set("keepalive", keepalive);
    request.set("size", size);
    request.set("xhr", xhr);
    Network.send(request, this);
  }

  private Text url(Text parameters, double retries) {
    Items all = Items.create();
    if (!parameters.isEmpty()) {
      all.add(parameters);
    }
    if (retries > 0) {
      all.add(Text.of("retry_count=").plus(Text.ofNumber(retries)));
    }
    Text query = all.join("&");
    Text address = Hosts.api(config).plus(endpoint);
    return query.isEmpty() ? address : address.plus("?").plus(query);
  }

  private void answered(Bag request) {
    Bag batch = batchOf(request);
    double status = request.number("status", 0);
    if (request.flag("keepalive")) {
      keptAlive -= request.number("size", 0);
    }
    if (!batches.has(batch)) {
      return;
    }
    if (status >= 400) {
      tellPage(request);
    }
    Items events = Batch.events(batch);
    if (status == 413 && events.size() > 1) {
      batches.remove(batch);
      int half = events.size() / 2;
      send(events.part(0, half));
      send(events.from(half));
    } else if (isPassing(status) && Batch.mayRetry(batch, status)) {
      double asked =
          Math.min(RETRY_AFTER_MAX, Text.in(request.get("retryAfter")).number());
      Batch.holdForRetry(batch, asked * 1000);
      bound();
      poll();
    } else {
      batches.remove(batch);
      if (status < 200 || status >= 300) {
        Log.debug(Text.of("dropped events: the server refused them"));
      }
    }
  }

  /** Whether the same request may succeed later. */
  private static boolean isPassing(double status) {
    return status < 200 || (status >= 300 && status < 400) || status >= 500;
  }

  private void tellPage(Bag answer) {
    Bag told = Bag.create();
    told.set("statusCode", answer.get("status"));
    told.set("text", answer.get("text"));
    Guard.call(config.get("on_request_error"), Items.with(told));
  }

  /** A server that is away for long must not fill the visitor's memory. */
  private void bound() {
    int waiting = 0;
    for (int i = batches.size() - 1; i >= 0; i--) {
      Bag batch = batches.bag(i);
      waiting += Batch.events(batch).size();
      if (waiting > EVENTS_MAX && Batch.due(batch) > 0) {
        Log.debug(Text.of("dropped events: too many wait"));
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
    boolean more = false;
    Items waiting = batches.from(0);
    for (int i = 0; i < waiting.size(); i++) {
      Bag batch = waiting.bag(i);
      double due = Batch.due(batch);
      if (due > 0 && Network.online() && (all || due <= Clock.now())) {
        attempt(batch);
      } else {
        more = more || due > 0;
      }
    }
    if (more) {
      poll();
    }
  }

  /** Hands over, before the page is gone, all that the network does not have yet. */
  public void leave() {
    Items left = Items.create();
    Items all = batches.from(0);
    for (int i = 0; i < all.size(); i++) {
      Bag batch = all.bag(i);
      if (!batch.flag("gone")) {
        batch.set("gone", true);
        batches.remove(batch);
        left = left.and(batch.get("events"));
      }
    }
    left = left.and(queue);
    queue = Items.create();
    if (left.size() > 0) {
      beacon(left);
    }
  }

  private void beacon(Items events) {
    Bag batch = Batch.of(events);
    Text text = Batch.text(batch);
    int half = events.size() / 2;
    if (Network.bytes(text) > BEACON_MAX && half > 0) {
      beacon(events.part(0, half));
      beacon(events.from(half));
    } else if (config.flag("disable_beacon") || !Network.beacon(url(Text.of(""), 0), text)) {
      batches.add(batch);
      Bag request = Bag.create();
      request.set("batch", batch);
      request.set("body", text);
      post(request, Text.of("text/plain"), Text.of(""));
    }
  }
}
