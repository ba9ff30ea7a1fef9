package dev.hedgerow.server.demo;

import dev.hedgerow.server.event.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Thirty days and today in a web shop that does not exist: events in the order they happened, up to now. The same seed, visitors
 * and day give the same events, uuids included; a later moment of the same day gives more of them. Holds the visits that are under
 * way, never all events. For one thread.
 */
public final class DemoShop implements Iterator<Entry.Event> {
  /** Visitors when nobody says how many; some 80,000 events. */
  public static final int VISITORS_DEFAULT = 3_000;

  /** Most visitors; some 550,000 events. */
  public static final int VISITORS_MAX = 20_000;

  private static final double CRAWLERS = 0.05;

  /**
   * What is made.
   *
   * @param visitors people who come at least once, if there is time left today; programs come on top
   * @param now where it ends
   */
  public record Plan(int projectId, int settingsVersion, long seed, int visitors, Instant now) {
    public Plan {
      if (visitors < 1 || visitors > VISITORS_MAX) {
        throw new IllegalArgumentException(
            "expected 1 to " + VISITORS_MAX + " visitors but found " + visitors);
      }
    }
  }

  /** An event on its way, in the order it was made where the time is the same. */
  private record Made(Entry.Event event, long number) {}

  /** Somebody who comes at that time. */
  private record Coming(Instant at, int number, Visitor visitor) {}

  private final Plan plan;
  private final Instant start;
  private final PriorityQueue<Coming> coming =
      new PriorityQueue<>(Comparator.comparing(Coming::at).thenComparingInt(Coming::number));
  private final PriorityQueue<Made> made = new PriorityQueue<>(
      Comparator.comparing((Made one) -> one.event().timestamp()).thenComparingLong(Made::number));
  private long number;
  private Instant reached;

  /** Makes the shop and who will come; no event yet. */
  public DemoShop(Plan plan) {
    this.plan = plan;
    Days days = new Days(plan.now().atZone(ZoneOffset.UTC).toLocalDate());
    this.start = days.start();
    this.reached = start;
    int crawlers = (int) Math.ceil(plan.visitors() * CRAWLERS);
    for (int i = 0; i < plan.visitors() + crawlers; i++) {
      Chance chance = Chance.of(plan.seed(), i);
      expect(i, i < plan.visitors() ? new Shopper(i, days, chance) : new Crawler(days, chance));
    }
  }

  private void expect(int visitorNumber, Visitor visitor) {
    Instant at = visitor.next();
    if (at != null && !at.isAfter(plan.now())) {
      coming.add(new Coming(at, visitorNumber, visitor));
    }
  }

  /** Returns how much of the time is made, from 0 to 1. */
  public double done() {
    double all = Duration.between(start, plan.now()).toMillis();
    return hasNext() ? Math.min(1, Duration.between(start, reached).toMillis() / all) : 1;
  }

  @Override
  public boolean hasNext() {
    Made first = made.peek();
    for (Coming one = coming.peek();
        one != null && (first == null || !one.at().isAfter(first.event().timestamp()));
        one = coming.peek()) {
      coming.remove();
      one.visitor().visit(this::add);
      expect(one.number(), one.visitor());
      first = made.peek();
    }
    return first != null;
  }

  @Override
  public Entry.Event next() {
    if (!hasNext()) {
      throw new NoSuchElementException("expected another event but all were made");
    }
    Entry.Event event = Objects.requireNonNull(made.poll()).event();
    reached = event.timestamp();
    return event;
  }

  private void add(
      UUID uuid, String name, String distinctId, Instant at, Map<String, Object> properties) {
    if (!at.isAfter(plan.now())) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>(properties);
      int settings = plan.settingsVersion();
      made.add(new Made(
          new Entry.Event(
              plan.projectId(), uuid, name, distinctId, at, at, null, true, settings, all),
          number++));
    }
  }
}
