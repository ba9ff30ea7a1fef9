package dev.hedgerow.server.insight.funnel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Funnels the slow and obvious way: every way to choose events for the steps is written down, and the
 * one that counts is looked for among them. Knows nothing of what the server does.
 */
public final class InsightsReferenceFunnel {
  /**
   * An event of one actor.
   *
   * @param steps which steps it matches, from 1
   * @param exclusions which exclusions it is, from 0
   * @param value what it tells the breakdown: smaller is more frequent; null for nothing
   */
  public record Event(
      long time,
      Set<Integer> steps,
      Set<Integer> exclusions,
      @Nullable Integer value) {
    Event without(int step) {
      Set<Integer> left = new TreeSet<>(steps);
      left.remove(step);
      return new Event(time, left, exclusions, value);
    }
  }

  /** An exclusion between the events of two steps. */
  public record Exclusion(int from, int to) {}

  /** A funnel; the order is ordered, strict or unordered. */
  public record Rules(String order, int steps, long window, List<Exclusion> exclusions) {}

  private final Rules rules;
  private final List<Event> events;

  private InsightsReferenceFunnel(Rules rules, List<Event> events) {
    this.rules = rules;
    this.events = events.stream().sorted(Comparator.comparingLong(Event::time)).toList();
  }

  /** Returns the times of the attempt that counts among those whose first event may begin; null if thrown out. */
  public static @Nullable List<Long> times(
      Rules rules, List<Event> events, Predicate<Event> mayBegin) {
    InsightsReferenceFunnel reference = new InsightsReferenceFunnel(rules, events);
    List<List<Event>> ways =
        reference.ways().stream().filter(way -> mayBegin.test(way.get(0))).toList();
    int longest = ways.stream().mapToInt(List::size).max().orElse(0);
    if (longest == 0) {
      return List.of();
    }
    TreeMap<Long, List<List<Event>>> byEnd = new TreeMap<>();
    for (List<Event> way : ways) {
      if (way.size() == longest && !reference.isSpoilt(way)) {
        byEnd.computeIfAbsent(end(way), key -> new ArrayList<>()).add(way);
      }
    }
    for (List<List<Event>> atOnce : byEnd.values()) {
      List<Event> best = atOnce.stream().min(reference::compare).orElseThrow();
      if (!reference.isSpoiltLater(best)) {
        return best.stream().map(Event::time).toList();
      }
    }
    return null;
  }

  /** Returns the value, or values, an actor counts under, each with the times of its attempt. */
  public static Map<Integer, @Nullable List<Long>> byValue(
      Rules rules, List<Event> events, String attribution, int step) {
    Map<Integer, @Nullable List<Long>> found = new LinkedHashMap<>();
    Set<Integer> values = new TreeSet<>();
    switch (attribution) {
      case "first_touch", "last_touch" -> {
        boolean first = attribution.equals("first_touch");
        List<Event> telling = events.stream()
            .filter(event -> !event.steps().isEmpty() && event.value() != null)
            .toList();
        long moment = first
            ? telling.stream().mapToLong(Event::time).min().orElse(0)
            : telling.stream().mapToLong(Event::time).max().orElse(0);
        int value = telling.stream()
            .filter(event -> event.time() == moment)
            .mapToInt(InsightsReferenceFunnel::value)
            .min()
            .orElse(-1);
        found.put(value, times(rules, events, event -> true));
      }
      case "all_events" -> {
        events.forEach(event -> values.add(value(event)));
        for (int value : values) {
          List<Event> those =
              events.stream().filter(event -> value(event) == value).toList();
          found.put(value, times(rules, those, event -> true));
        }
      }
      default -> {
        events.stream()
            .filter(event -> event.steps().contains(step))
            .forEach(event -> values.add(value(event)));
        for (int value : values.isEmpty() ? Set.of(-1) : values) {
          List<Event> those = events.stream()
              .map(event -> value(event) == value ? event : event.without(step))
              .toList();
          found.put(value, times(rules, those, event -> true));
        }
      }
    }
    return found;
  }

  private static int value(Event event) {
    return event.value() == null ? -1 : event.value();
  }

  @SuppressWarnings("ReferenceEquality") // two events that are alike are two events
  private static boolean same(Event one, Event other) {
    return one == other;
  }

  private static long end(List<Event> way) {
    return way.stream().mapToLong(Event::time).max().orElseThrow();
  }

  private List<List<Event>> ways() {
    List<List<Event>> ways = new ArrayList<>();
    switch (rules.order()) {
      case "ordered" -> ordered(new ArrayList<>(), ways);
      case "strict" -> {
        Set<List<Integer>> seen = new HashSet<>();
        arranged(new ArrayList<>(), new ArrayList<>(events), ways, seen);
      }
      default -> unordered(1, new ArrayList<>(), ways);
    }
    return ways;
  }

  private void ordered(List<Event> way, List<List<Event>> ways) {
    if (!way.isEmpty()) {
      ways.add(List.copyOf(way));
    }
    if (way.size() == rules.steps()) {
      return;
    }
    for (Event event : events) {
      boolean used = way.stream().anyMatch(other -> same(other, event));
      boolean fits = way.isEmpty()
          || (event.time() >= way.get(way.size() - 1).time()
              && event.time() - way.get(0).time() <= rules.window());
      if (!used && fits && event.steps().contains(way.size() + 1)) {
        way.add(event);
        ordered(way, ways);
        way.remove(way.size() - 1);
      }
    }
  }

  /** Goes through every order of the events that time allows, and looks at what stands side by side. */
  private void arranged(
      List<Event> order, List<Event> left, List<List<Event>> ways, Set<List<Integer>> seen) {
    if (left.isEmpty()) {
      for (int from = 0; from < order.size(); from++) {
        for (int length = 1; length <= rules.steps() && from + length <= order.size(); length++) {
          List<Event> way = List.copyOf(order.subList(from, from + length));
          if (!way.get(length - 1).steps().contains(length)
              || way.get(length - 1).time() - way.get(0).time() > rules.window()) {
            break;
          }
          if (seen.add(way.stream().map(System::identityHashCode).toList())) {
            ways.add(way);
          }
        }
      }
      return;
    }
    long earliest = left.stream().mapToLong(Event::time).min().orElseThrow();
    for (Event event : List.copyOf(left)) {
      if (event.time() == earliest) {
        List<Event> rest = new ArrayList<>(left);
        rest.removeIf(other -> same(other, event));
        order.add(event);
        arranged(order, rest, ways, seen);
        order.remove(order.size() - 1);
      }
    }
  }

  private void unordered(int step, List<Event> chosen, List<List<Event>> ways) {
    if (step > rules.steps()) {
      List<Event> way =
          chosen.stream().sorted(Comparator.comparingLong(Event::time)).toList();
      if (!way.isEmpty() && end(way) - way.get(0).time() <= rules.window()) {
        ways.add(way);
      }
      return;
    }
    unordered(step + 1, chosen, ways);
    for (Event event : events) {
      if (event.steps().contains(step) && chosen.stream().noneMatch(other -> same(other, event))) {
        chosen.add(event);
        unordered(step + 1, chosen, ways);
        chosen.remove(chosen.size() - 1);
      }
    }
  }

  private boolean isSpoilt(List<Event> way) {
    for (int number = 0; number < rules.exclusions().size(); number++) {
      Exclusion one = rules.exclusions().get(number);
      if (way.size() < one.from()) {
        continue;
      }
      long after = way.get(one.from() - 1).time();
      long before = way.size() >= one.to() ? way.get(one.to() - 1).time() : end(way) + 1;
      for (Event event : events) {
        if (event.exclusions().contains(number) && event.time() > after && event.time() < before) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isSpoiltLater(List<Event> way) {
    for (int number = 0; number < rules.exclusions().size(); number++) {
      Exclusion one = rules.exclusions().get(number);
      boolean open = one.from() <= way.size() && way.size() < one.to();
      for (Event event : events) {
        if (open
            && event.exclusions().contains(number)
            && event.time() > end(way)
            && event.time() - way.get(0).time() <= rules.window()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Compares two ways of the same length and end: begun later first, then step by step. */
  private int compare(List<Event> one, List<Event> other) {
    for (int i = 0; i < one.size(); i++) {
      int compared = Long.compare(one.get(i).time(), other.get(i).time());
      if (compared != 0) {
        return i == 0 || rules.order().equals("unordered") ? -compared : compared;
      }
    }
    return 0;
  }
}
