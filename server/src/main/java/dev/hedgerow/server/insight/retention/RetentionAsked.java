package dev.hedgerow.server.insight.retention;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.Entity;
import dev.hedgerow.server.insight.ask.Interval;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.RelativeDate;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code RetentionQuery} asks, read and checked (contract S 6.2).
 *
 * @param range the intervals of the grid; the last is the one around {@code date_to}, or now
 * @param type when a cohort begins
 * @param target SQL of the event that begins a cohort
 * @param ever the same without the entity's own properties
 * @param returning SQL of the event that counts as coming back
 * @param occurrences how many of those it takes in an interval
 * @param cumulative whether coming back later counts for the intervals before as well
 * @param previous whether percentages are of the interval before, not of the whole cohort
 * @param window how long an interval is when it begins with the actor's own event, or null where
 *     intervals are the calendar's
 */
public record RetentionAsked(
    DateRange range,
    Type type,
    String target,
    String ever,
    String returning,
    int occurrences,
    boolean cumulative,
    boolean previous,
    @Nullable Duration window) {
  /** Most intervals of a grid. */
  static final int INTERVALS_MAX = 60;

  private static final int INTERVALS = 8;
  private static final int OCCURRENCES_MAX = 1_000;
  private static final String WINDOWS = "24_hour_windows";
  private static final List<String> PERIODS = List.of("Hour", "Day", "Week", "Month");
  private static final String PAGEVIEW = "$pageview";

  /** When a cohort begins. */
  enum Type {
    /** With the first event that is the target and has its properties. */
    RETENTION_FIRST_TIME,
    /** In every interval with such an event. */
    RETENTION_RECURRING,
    /** With the first event that is the target, if it has its properties. */
    RETENTION_FIRST_EVER_OCCURRENCE;

    private static final List<String> WORDS =
        List.of("retention_first_time", "retention_recurring", "retention_first_ever_occurrence");

    static Type of(Asked filter) throws RejectedException {
      return valueOf(filter.oneOf("retentionType", WORDS.get(0), WORDS).toUpperCase(Locale.ROOT));
    }
  }

  /** Reads the question. */
  public static RetentionAsked of(Ask ask) throws RejectedException, IOException {
    Asked filter = ask.query().inner("retentionFilter");
    String period = filter.oneOf("period", "Day", PERIODS);
    int intervals = filter.integer("totalIntervals", INTERVALS, 1, INTERVALS_MAX);
    Asked target = node(filter, "targetEntity");
    boolean windows = WINDOWS.equals(filter.oneOf(
        "timeWindowMode", "strict_calendar_dates", List.of("strict_calendar_dates", WINDOWS)));
    return new RetentionAsked(
        range(ask, Interval.valueOf(period.toUpperCase(Locale.ROOT)), intervals),
        Type.of(filter),
        Entity.of(ask, target, 0).condition(),
        Entity.of(ask, target.with("properties", null), 0).condition(),
        Entity.of(ask, node(filter, "returningEntity"), 1).condition(),
        filter.integer("minimumOccurrences", 1, 1, OCCURRENCES_MAX),
        filter.flag("cumulative", false),
        "previous"
            .equals(filter.oneOf("retentionReference", "total", List.of("total", "previous"))),
        windows ? window(period) : null);
  }

  /** Returns whether every interval with a target event begins a cohort. */
  boolean recurring() {
    return type == Type.RETENTION_RECURRING;
  }

  /** Returns what a row or a value is called: {@code Day 0}. */
  String label(int number) {
    String word = range.interval().word();
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) + " " + number;
  }

  private static Duration window(String period) {
    return switch (period) {
      case "Hour" -> Duration.ofHours(1);
      case "Day" -> Duration.ofHours(24);
      case "Week" -> Duration.ofDays(7);
      default -> Duration.ofDays(30);
    };
  }

  private static DateRange range(Ask ask, Interval interval, int intervals)
      throws RejectedException, IOException {
    Asked asked = ask.query().inner("dateRange");
    String until = asked.string("date_to");
    if (until != null) {
      RelativeDate.of("dateRange.date_to", until, ask.now(), ask.zone());
    }
    Asked ends = asked.with("date_from", until == null ? "-0h" : until);
    DateRange last =
        DateRange.of(ask.about(ask.query().with("dateRange", ends.fields())), interval);
    return last.extended(intervals - last.size(), 0);
  }

  /** Returns an entity of the filter as the node it stands for; page views where there is none. */
  private static Asked node(Asked filter, String name) throws RejectedException {
    Asked entity = filter.inner(name);
    Map<String, @Nullable Object> node = new LinkedHashMap<>();
    if (entity.fields().isEmpty()) {
      node.put("event", PAGEVIEW);
      return new Asked(node, entity.at());
    }
    node.put("properties", entity.fields().get("properties"));
    node.put("custom_name", entity.fields().get("custom_name"));
    if (entity.oneOf("type", "events", List.of("events", "actions")).equals("events")) {
      node.put("event", entity.string("id"));
    } else {
      node.put("kind", "ActionsNode");
      node.put("id", number(entity));
    }
    return new Asked(node, entity.at());
  }

  private static Object number(Asked entity) throws RejectedException {
    Object id = entity.fields().get("id");
    if (id instanceof String text && text.matches("[0-9]{1,9}")) {
      return Integer.valueOf(text);
    }
    if (id instanceof Number) {
      return id;
    }
    throw entity.refuse("id", "the id of an action", id);
  }
}
