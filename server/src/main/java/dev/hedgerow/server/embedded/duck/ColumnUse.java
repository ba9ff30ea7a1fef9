package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.ColumnRules;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What questions read: which properties from JSON, which {@link ColumnWishes} keeps from one start to the next, and when since the
 * start which from a column. Safe from any thread.
 */
final class ColumnUse {
  /** Properties whose askings are counted at one time; of more, those asked for longest ago are forgotten. */
  private static final int COUNTED_MAX = 1_000;

  /** Somebody's wish for a column. */
  record Wish(Property property, int projectId, int asked) {}

  private final ColumnRules rules;
  private final LongSupplier nanos;
  private final long begun;
  private final Map<Property, Wish> wishes = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Property, Long> declined = new LinkedHashMap<>();
  private final Map<Property, Long> read = new HashMap<>();
  private long heard;

  ColumnUse(ColumnRules rules, LongSupplier nanos) {
    this.rules = rules;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /**
   * Notes a question.
   *
   * @param fromJson what it read from JSON although a column would have done
   * @param fromColumns what it read from columns
   */
  synchronized void asked(
      int projectId,
      Collection<Property> fromJson,
      Collection<Property> fromColumns,
      Duration took) {
    long now = nanos.getAsLong();
    fromColumns.forEach(property -> read.put(property, now));
    if (took.compareTo(rules.slow()) < 0) {
      return;
    }
    for (Property property : fromJson) {
      if (property.isPlain() && !isDeclined(property, now)) {
        Wish before = wishes.get(property);
        wishes.put(
            property, new Wish(property, projectId, before == null ? 1 : before.asked() + 1));
        heard++;
      }
    }
    shorten(wishes);
  }

  private boolean isDeclined(Property property, long now) {
    Long at = declined.get(property);
    if (at == null) {
      return false;
    }
    if (now - at < rules.unusedFor().toNanos()) {
      return true;
    }
    declined.remove(property);
    return false;
  }

  /** Returns all wishes there are, those asked for last at the end. */
  synchronized List<Wish> wishes() {
    return List.copyOf(wishes.values());
  }

  /** Returns how many wishes were heard or forgotten since the start. */
  synchronized long heard() {
    return heard;
  }

  /** Takes wishes of before the start. */
  synchronized void remember(List<Wish> before) {
    before.forEach(wish -> wishes.putIfAbsent(wish.property(), wish));
    shorten(wishes);
  }

  /** Returns what is asked for most, if that is often enough, or null. */
  synchronized @Nullable Wish wanted() {
    Optional<Wish> most = wishes.values().stream()
        .filter(wish -> wish.asked() >= rules.asked())
        .reduce((one, other) -> other.asked() > one.asked() ? other : one);
    return most.orElse(null);
  }

  /** Forgets a wish that came true. */
  synchronized void fulfilled(Property property) {
    wishes.remove(property);
    heard++;
    read.put(property, nanos.getAsLong());
  }

  /** Forgets a wish, and does not hear it again for some time. */
  synchronized void decline(Property property) {
    wishes.remove(property);
    heard++;
    declined.put(property, nanos.getAsLong());
    shorten(declined);
  }

  /** Returns the one that was read longest ago, if that is so long ago that it may go, or null. */
  synchronized @Nullable Property leastRead(Collection<Property> columns) {
    long now = nanos.getAsLong();
    Property least = null;
    long longest = rules.unusedFor().toNanos();
    for (Property property : columns) {
      long since = now - read.getOrDefault(property, begun);
      if (since > longest) {
        longest = since;
        least = property;
      }
    }
    return least;
  }

  private static void shorten(Map<Property, ?> map) {
    while (map.size() > COUNTED_MAX) {
      map.remove(map.keySet().iterator().next());
    }
  }
}
