package dev.hedgerow.snippet.send;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Network;
import dev.hedgerow.snippet.browser.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * Takes events to the server: collects them for a few seconds, compresses, retries, and on leaving hands over as beacons
 * what the network does not have yet (contract C9). Everything that waits is bounded.
 */
public final class Transport {
  private static final int EVENTS_MAX = 1000;
  private static final int BEACON_MAX = 60_000;
  private static final int KEEPALIVE_MAX = 52_428;
  private static final double POLL = 3000;
  private static final double RETRY_AFTER_MAX = 30;

  private final Bag config;
  private final List<Batch> batches = new ArrayList<>();
  private Items queue = Items.create();
  private String compression = "gzip-js";
  private String endpoint = "/e/";
  private boolean armed;
  private boolean polling;
  private boolean started;
  private int keptAlive;

  /** Sends as the page's options say. */
  public Transport(Bag config) {
    this.config = config;
    Page.listen(Page.window(), "online", event -> retryDue(true));
  }

  /** Begins to send what was queued. */
  public void start() {
    started = true;
    arm();
  }

  /** Takes over what the server says: how to compress and where to send. Null means it could not be asked. */
  public void apply(@Nullable Bag remote) {
    if (remote == null) {
      compression = "none";
      return;
    }
    Items supported = Items.of(remote.get("supportedCompression"));
    compression = supported.contains("gzip-js")
        ? "gzip-js"
        : supported.contains("base64") ? "base64" : "none";
    String path = Bag.orEmpty(remote.get("analytics")).text("endpoint");
    endpoint = path == null || path.isEmpty() ? endpoint : path;
  }

  /** Takes an event to send: with others in a moment, or alone at once. */
  public void accept(Bag event, boolean atOnce) {
    if (atOnce) {
      send(Items.with(event));
      return;
    }
    queue.add(event);
    if (queue.size() > EVENTS_MAX) {
      Log.debug("dropped the oldest event: too many are waiting");
      queue = queue.part(1, queue.size());
    }
    arm();
  }

  /** Takes events of this name back that still wait. */
  public void withdraw(String event) {
    queue = queue.only(waiting -> !Bag.orEmpty(waiting).is("event", event));
  }

  private void arm() {
    if (started && !armed && queue.size() > 0) {
      armed = true;
      Bag options = Bag.orEmpty(config.get("request_queue_config"));
      double wait = options.number("flush_interval_ms", 3000);
      Clock.after(Math.min(5000, Math.max(250, wait)), this::flush);
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
    Batch batch = new Batch(events);
    batches.add(batch);
    attempt(batch);
  }

  private boolean compresses() {
    return compression.equals("gzip-js")
        && !config.flag("disable_compression")
        && Network.canCompress();
  }

  private void attempt(Batch batch) {
    batch.due = 0;
    String text = batch.text();
    if (!compresses()) {
      sendPlain(batch, text);
      return;
    }
    int attempt = batch.retries;
    Network.gzip(text, bytes -> {
      if (batch.state == Batch.State.GONE || batch.retries != attempt) {
        return;
      }
      if (bytes == null) {
        sendPlain(batch, text);
      } else {
        post(batch, bytes, "text/plain", "");
      }
    });
  }

  private void sendPlain(Batch batch, String text) {
    if (compression.equals("base64") && !config.flag("disable_compression")) {
      post(
          batch,
          Js.of("data=" + Network.base64(text)),
          "application/x-www-form-urlencoded",
          "compression=base64");
    } else {
      post(batch, Js.of(text), "application/json", "");
    }
  }

  private void post(Batch batch, @Nullable JSObject body, String type, String parameters) {
    int size = Network.bytes(body);
    boolean xhr = config.is("api_transport", "XHR") || !Network.hasFetch();
    boolean keepalive = !xhr && keptAlive + size < KEEPALIVE_MAX;
    if (keepalive) {
      keptAlive += size;
      batch.state = Batch.State.GONE;
    }
    Bag headers = Bag.create().merge(config.get("request_headers"));
    headers.set("Content-Type", type);
    Bag request = Bag.create();
    request.set("method", "POST");
    request.set("url", url(parameters, batch.retries));
    request.set("body", body);
    request.set("headers", headers);
    request.set("keepalive", keepalive);
    request.set("xhr", xhr);
    Network.send(request, answer -> {
      if (keepalive) {
        keptAlive -= size;
      }
      answered(batch, Bag.orEmpty(answer));
    });
  }

  private String url(String parameters, int retries) {
    String tries = retries > 0 ? "retry_count=" + retries : "";
    String all = parameters + (parameters.isEmpty() || tries.isEmpty() ? "" : "&") + tries;
    return Hosts.api(config) + endpoint + (all.isEmpty() ? "" : "?" + all);
  }

  private void answered(Batch batch, Bag answer) {
    int status = (int) answer.number("status", 0);
    if (!batches.contains(batch)) {
      return;
    }
    if (status >= 400) {
      tellPage(answer);
    }
    if (status == 413 && batch.events.size() > 1) {
      batches.remove(batch);
      int half = batch.events.size() / 2;
      send(batch.events.part(0, half));
      send(batch.events.part(half, batch.events.size()));
    } else if (isPassing(status) && batch.mayRetry(status)) {
      double asked = Math.min(RETRY_AFTER_MAX, Js.parse(answer.text("retryAfter")));
      batch.holdForRetry(asked * 1000);
      bound();
      poll();
    } else {
      batches.remove(batch);
      if (status < 200 || status >= 300) {
        Log.debug("dropped events: the server refused them");
      }
    }
  }

  /** Whether the same request may succeed later. */
  private static boolean isPassing(int status) {
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
      waiting += batches.get(i).events.size();
      if (waiting > EVENTS_MAX && batches.get(i).due > 0) {
        Log.debug("dropped events: too many wait for another attempt");
        batches.remove(i);
      }
    }
  }

  private void poll() {
    if (!polling) {
      polling = true;
      Clock.after(POLL, () -> {
        polling = false;
        retryDue(false);
      });
    }
  }

  private void retryDue(boolean all) {
    boolean more = false;
    for (Batch batch : new ArrayList<>(batches)) {
      if (batch.due > 0 && Network.online() && (all || batch.due <= Clock.now())) {
        attempt(batch);
      } else {
        more = more || batch.due > 0;
      }
    }
    if (more) {
      poll();
    }
  }

  /** Hands over, before the page is gone, all that the network does not have yet. */
  public void leave() {
    Items left = Items.create();
    for (Batch batch : new ArrayList<>(batches)) {
      if (batch.state == Batch.State.HELD) {
        batch.state = Batch.State.GONE;
        batches.remove(batch);
        left = left.and(batch.events);
      }
    }
    left = left.and(queue);
    queue = Items.create();
    if (left.size() > 0) {
      beacon(new Batch(left));
    }
  }

  private void beacon(Batch batch) {
    String text = batch.text();
    int size = batch.events.size();
    if (Network.bytes(Js.of(text)) > BEACON_MAX && size > 1) {
      beacon(new Batch(batch.events.part(0, size / 2)));
      beacon(new Batch(batch.events.part(size / 2, size)));
    } else if (config.flag("disable_beacon") || !Network.beacon(url("", 0), text)) {
      batches.add(batch);
      post(batch, Js.of(text), "text/plain", "");
    }
  }
}
