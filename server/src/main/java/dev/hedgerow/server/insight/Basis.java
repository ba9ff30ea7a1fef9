package dev.hedgerow.server.insight;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.Interval;
import dev.hedgerow.server.insight.ask.Mentions;
import dev.hedgerow.server.insight.retention.RetentionAsked;
import dev.hedgerow.server.query.Changes;
import dev.hedgerow.server.query.Changes.Table;
import dev.hedgerow.server.query.Unchanged;
import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a whole answer stands on, to tell later on whether it is still right. Rather too much than too little.
 *
 * @param since the number of the last change before it was asked for
 * @param from the first moment of which it may have looked at events
 * @param to the first moment after its range
 * @param open whether its range ends with the moment of asking
 * @param beyond whether it may have looked at events after its range as well
 * @param intervals where those of its range begin
 * @param tables what it may have looked at beside events
 */
public record Basis(
    long since,
    Instant from,
    Instant to,
    boolean open,
    boolean beyond,
    List<Instant> intervals,
    Set<Table> tables) {
  /** Kinds whose answer depends on the question, on what is stored, and on now only as the end of their range. */
  private static final Set<String> KINDS = Set.of(
      "FunnelsQuery",
      "LifecycleQuery",
      "PathsQuery",
      "RetentionQuery",
      "StickinessQuery",
      "TrendsQuery",
      "WebOverviewQuery",
      "WebStatsTableQuery");

  private static final Set<String> BY_DAYS =
      Set.of("PathsQuery", "WebOverviewQuery", "WebStatsTableQuery");
  private static final Set<String> OF_THEIR_RANGE =
      Set.of("FunnelsQuery", "PathsQuery", "StickinessQuery", "TrendsQuery");

  /** Words of questions that look further back than their range. */
  private static final List<String> LOOK_BACK =
      List.of("weekly_active", "monthly_active", "first_time_for_user", "compare");

  /** Returns that of a question which is about to be asked, or null where nobody could tell later. */
  static @Nullable Basis of(Ask ask) throws RejectedException, IOException {
    Changes changes = ask.sources().sql().changes();
    String kind = String.valueOf(ask.query().string("kind"));
    if (changes == null || !KINDS.contains(kind)) {
      return null;
    }
    long since = changes.now();
    Mentions mentions = Mentions.of(ask);
    boolean open = ask.query().inner("dateRange").string("date_to") == null;
    boolean ends = mentions.has("compare") || mentions.has("24_hour") || kind.startsWith("Web");
    if (mentions.own() || mentions.dates() || (open && ends)) {
      return null;
    }
    DateRange range = range(ask, kind);
    boolean own = OF_THEIR_RANGE.contains(kind) && LOOK_BACK.stream().noneMatch(mentions::has);
    boolean sessions = mentions.has("session");
    return new Basis(
        since,
        own && !sessions ? firstDay(ask, range) : Instant.MIN,
        range.to(),
        open,
        sessions,
        range.starts().stream().map(ZonedDateTime::toInstant).toList(),
        tables(kind, mentions));
  }

  private static DateRange range(Ask ask, String kind) throws RejectedException, IOException {
    if (kind.equals("RetentionQuery")) {
      return RetentionAsked.of(ask).range();
    }
    return DateRange.of(
        ask, BY_DAYS.contains(kind) ? Interval.DAY : Interval.of(ask.query(), "interval"));
  }

  /** Anonymous events that are left out are counted by whole days. */
  private static Instant firstDay(Ask ask, DateRange range) {
    Instant day = Interval.DAY.floor(range.from().atZone(ask.zone())).toInstant();
    return day.isBefore(range.from()) ? day : range.from();
  }

  private static Set<Table> tables(String kind, Mentions mentions) {
    Set<Table> tables = EnumSet.noneOf(Table.class);
    if (kind.equals("LifecycleQuery")) {
      tables.add(Table.PERSONS);
    }
    if (mentions.has("group")) {
      tables.add(Table.GROUPS);
    }
    if (mentions.has("cohort")) {
      tables.add(Table.COHORT_PEOPLE);
    }
    return tables;
  }

  /**
   * Returns whether an answer that stands on this is the one to the question that is asked now.
   *
   * @param now what an answer found now would stand on
   */
  boolean holds(Basis now, Unchanged look) throws RejectedException, IOException {
    boolean same = from.equals(now.from)
        && open == now.open
        && beyond == now.beyond
        && intervals.equals(now.intervals)
        && tables.equals(now.tables)
        && (open ? !now.to.isBefore(to) : to.equals(now.to));
    if (!same || !look.events(from, beyond ? Instant.MAX : to, since)) {
      return false;
    }
    for (Table table : tables) {
      if (!look.table(table, since)) {
        return false;
      }
    }
    return !open || to.equals(now.to) || look.endsBefore(to);
  }
}
