package dev.hedgerow.server.query;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When that was last changed which questions read: of each project the events of each hour they happened in, and the other
 * tables. Changes are numbered; what was read after {@link #now} told a number is as it was while nothing has a higher one.
 * The store tells of a change once it is done, so whoever takes the number first never misses one.
 *
 * <p>Only in memory, from one opening of the store to the next. Bounded: beyond its limits it tells less apart, and then more
 * counts as changed than was. Safe from any thread.
 */
public final class Changes {
  /** Hours that are told apart, of all projects together; beyond it everything counts as changed. */
  static final int HOURS_MAX = 50_000;

  /**
   * Distinct ids that went to another person and of which it is not known yet when they have events, of all projects together;
   * beyond it all of the project counts as changed.
   */
  static final int MOVED_MAX = 10_000;

  private static final long HOUR_SECONDS = 3_600;
  private static final String RECORDING = "$snapshot";

  /** What questions read beside events. */
  public enum Table {
    PERSONS,
    GROUPS,
    COHORT_PEOPLE
  }

  /**
   * Distinct ids whose events belong to another person than before.
   *
   * @param upTo the number of the last of these changes
   */
  record Moves(long upTo, List<String> distinctIds) {}

  private static final class OfProject {
    private final TreeMap<Long, Long> hours = new TreeMap<>();
    private final Map<Table, Long> tables = new EnumMap<>(Table.class);
    private final Map<String, Long> moved = new HashMap<>();
    private @Nullable Instant newest;
    private long all;
  }

  private final Map<Integer, OfProject> projects = new HashMap<>();
  private long last = 1;
  private long everything = 1;
  private long forgotten;
  private Instant forgottenBefore = Instant.MIN;
  private int hours;
  private int moved;

  /** Returns the number of the last change. */
  public synchronized long now() {
    return last;
  }

  private OfProject of(int projectId) {
    return projects.computeIfAbsent(projectId, id -> new OfProject());
  }

  private static long hour(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), HOUR_SECONDS);
  }

  /** Tells of new events. */
  public synchronized void added(Collection<EventRow> events) {
    last++;
    OfProject project = null;
    int projectId = 0;
    long touched = 0;
    for (EventRow event : events) {
      if (event.event().equals(RECORDING)) {
        continue; // they are in no table that is looked at here
      }
      long hour = hour(event.timestamp());
      if (project == null || projectId != event.projectId() || touched != hour) {
        projectId = event.projectId();
        touched = hour;
        project = of(projectId);
        touch(project, hour, last);
      }
      if (project.newest != null && event.timestamp().isAfter(project.newest)) {
        project.newest = event.timestamp();
      }
    }
    if (hours > HOURS_MAX) {
      everything();
    }
  }

  private void touch(OfProject project, long hour, long number) {
    Long before = project.hours.put(hour, number);
    if (before == null) {
      hours++;
    } else if (before > number) {
      project.hours.put(hour, before);
    }
  }

  /** Tells that all events of distinct ids belong to another person now. */
  public synchronized void moved(Collection<IdKey> ids) {
    last++;
    for (IdKey id : ids) {
      if (of(id.projectId()).moved.put(id.distinctId(), last) == null) {
        moved++;
      }
      if (moved > MOVED_MAX || !isPlain(id.distinctId())) {
        all(id.projectId());
      }
    }
  }

  /** Returns whether a text can be named in SQL as it is. */
  private static boolean isPlain(String text) {
    return text.indexOf(0) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** Tells that a table was changed. */
  public synchronized void changed(int projectId, Table table) {
    of(projectId).tables.put(table, ++last);
  }

  /** Tells that events of any project from before a moment are gone. */
  public synchronized void forgotten(Instant before) {
    forgotten = ++last;
    forgottenBefore = before.isAfter(forgottenBefore) ? before : forgottenBefore;
  }

  /** Tells that anything of a project may have changed. */
  public synchronized void all(int projectId) {
    OfProject project = of(projectId);
    project.all = ++last;
    hours -= project.hours.size();
    project.hours.clear();
    moved -= project.moved.size();
    project.moved.clear();
    project.tables.clear();
  }

  /** Tells that anything may have changed. */
  public synchronized void everything() {
    everything = ++last;
    projects.clear();
    hours = 0;
    moved = 0;
  }

  /**
   * Returns whether events of a time in [from, to) may be other ones, or other people's, than they were at a number. While
   * there are {@link #moves} they may.
   */
  public synchronized boolean changed(int projectId, Instant from, Instant to, long since) {
    if (everything > since || (forgotten > since && from.isBefore(forgottenBefore))) {
      return true;
    }
    OfProject project = projects.get(projectId);
    if (project == null) {
      return false;
    }
    return project.all > since
        || project.moved.values().stream().anyMatch(number -> number > since)
        || project.hours.subMap(hour(from), true, hour(to.minusNanos(1)), true).values().stream()
            .anyMatch(number -> number > since);
  }

  /** Returns whether a table of a project may be another one than it was at a number. */
  public synchronized boolean changed(int projectId, Table table, long since) {
    OfProject project = projects.get(projectId);
    return everything > since
        || (project != null
            && (project.all > since || project.tables.getOrDefault(table, 0L) > since));
  }

  /** Returns the distinct ids that moved since they were last settled, or null for none. */
  synchronized @Nullable Moves moves(int projectId) {
    OfProject project = projects.get(projectId);
    if (project == null || project.moved.isEmpty()) {
      return null;
    }
    long upTo = project.moved.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return new Moves(upTo, List.copyOf(project.moved.keySet()));
  }

  /**
   * Takes note of the hours in which those that moved have events, as read after that.
   *
   * @param found hours since 1970
   */
  synchronized void settle(int projectId, Moves moves, Collection<Long> found) {
    OfProject project = projects.get(projectId);
    if (project == null || project.moved.isEmpty()) {
      return; // all counts as changed since
    }
    found.forEach(hour -> touch(project, hour, moves.upTo()));
    for (String id : moves.distinctIds()) {
      Long number = project.moved.get(id);
      if (number != null && number <= moves.upTo()) {
        project.moved.remove(id);
        moved--;
      }
    }
    if (hours > HOURS_MAX) {
      everything();
    }
  }

  /** Returns when the newest event of a project happens, or null while that is not known. */
  synchronized @Nullable Instant newest(int projectId) {
    OfProject project = projects.get(projectId);
    return project == null ? null : project.newest;
  }

  /** Takes note of when the newest event happens, as read after a number was told. */
  synchronized void newest(int projectId, Instant at, long since) {
    if (everything > since || of(projectId).all > since) {
      return; // what was added meanwhile may not be known any more
    }
    OfProject project = of(projectId);
    Instant newest = at;
    for (Map.Entry<Long, Long> hour : project.hours.entrySet()) {
      if (hour.getValue() > since) {
        Instant end = Instant.ofEpochSecond((hour.getKey() + 1) * HOUR_SECONDS);
        newest = end.isAfter(newest) ? end : newest;
      }
    }
    project.newest = newest;
  }
}
