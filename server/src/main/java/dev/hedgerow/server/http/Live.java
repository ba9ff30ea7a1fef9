package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Feed;
import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.wire.Json;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Carries the feed to the open live pages, each message one JSON object:
 *
 * <pre>
 * {"run":"changes with every start", "items":[…], "health":{…, "rejected":n, "now":ms} each second}
 * </pre>
 *
 * {@link #runOnce} belongs to one thread, the rest is safe from any; no I/O thread ever waits here.
 */
final class Live implements Closeable {
  private static final int ITEMS_MAX = 100;
  private static final long STUCK_NANOS = Duration.ofSeconds(20).toNanos();
  private static final long HEALTH_NANOS = Duration.ofSeconds(1).toNanos();

  private final Feed feed;
  private final Supplier<Health> health;
  private final DoubleSupplier rejected;
  private final Clock clock;
  private final LongSupplier nanos;
  private final int readersMax;
  private final String run = UUID.randomUUID().toString();
  private final Set<LiveReader> readers = ConcurrentHashMap.newKeySet();
  private boolean closed;

  Live(
      Feed feed,
      Supplier<Health> health,
      DoubleSupplier rejected,
      Clock clock,
      LongSupplier nanos,
      int readersMax) {
    this.feed = feed;
    this.health = health;
    this.rejected = rejected;
    this.clock = clock;
    this.nanos = nanos;
    this.readersMax = readersMax;
  }

  /** Returns whether no more pages may be opened now. */
  boolean isFull() {
    return readers.size() >= readersMax;
  }

  /** Returns how many pages are open. */
  int readers() {
    return readers.size();
  }

  /** Takes a page on, or closes it when there are too many. */
  synchronized void join(ServerSentEventConnection connection, int projectId) {
    LiveReader reader = new LiveReader(connection, projectId, nanos.getAsLong() - HEALTH_NANOS);
    if (closed || isFull()) {
      reader.close();
      return;
    }
    readers.add(reader);
    connection.addCloseTask(gone -> readers.remove(reader));
    notifyAll();
  }

  /** Waits while no page is open. */
  synchronized void awaitReader() throws InterruptedException {
    while (readers.isEmpty() && !closed) {
      wait();
    }
  }

  /** Gives every page that is ready its next message; returns how many messages that were. */
  int runOnce() {
    long now = nanos.getAsLong();
    Feed.Page page = feed.after(leastSeen());
    Map<Long, String> texts = new HashMap<>();
    int sent = 0;
    for (LiveReader reader : readers) {
      if (reader.isStuck(now, STUCK_NANOS)) {
        reader.close();
      } else if (reader.isReady()) {
        sent += turn(reader, chosen(reader, page, texts), now);
      }
    }
    return sent;
  }

  private long leastSeen() {
    return readers.stream()
        .filter(LiveReader::isReady)
        .mapToLong(LiveReader::seen)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static List<String> chosen(LiveReader reader, Feed.Page page, Map<Long, String> texts) {
    List<String> chosen = new ArrayList<>();
    long number = page.next() - page.items().size();
    for (FeedItem item : page.items()) {
      number++;
      if (number > reader.seen() && chosen.size() < ITEMS_MAX) {
        reader.sawUpTo(number);
        if (item.projectId() == 0 || item.projectId() == reader.projectId()) {
          chosen.add(texts.computeIfAbsent(number, n -> Json.text(LiveItem.of(n, item))));
        }
      }
    }
    return chosen;
  }

  private int turn(LiveReader reader, List<String> items, long now) {
    boolean withHealth = reader.takesHealth(now, HEALTH_NANOS);
    if (items.isEmpty() && !withHealth) {
      return 0;
    }
    String told = withHealth ? ",\"health\":" + Json.text(healthNow()) : "";
    reader.send(
        "{\"run\":\"" + run + "\",\"items\":[" + String.join(",", items) + "]" + told + "}", now);
    return 1;
  }

  private Map<String, Object> healthNow() {
    Map<String, Object> body = HealthRoutes.body(health.get());
    body.put("rejected", Math.round(rejected.getAsDouble()));
    body.put("now", clock.millis());
    return body;
  }

  /** Closes every page and takes no more on. */
  @Override
  public synchronized void close() {
    closed = true;
    readers.forEach(LiveReader::close);
    readers.clear();
    notifyAll();
  }
}
