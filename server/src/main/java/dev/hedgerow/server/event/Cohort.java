package dev.hedgerow.server.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A named set of persons (contract S 8): found by filters now and then, or listed by hand. Only persons can be members, no
 * anonymous visitors.
 *
 * @param id unique over all projects
 * @param isStatic whether its members are listed
 * @param filters {@code {"properties":{"type","values"}}} of one that is not, or else empty
 * @param last what came of finding its members last
 */
public record Cohort(
    int id,
    int projectId,
    String name,
    String description,
    boolean isStatic,
    Map<String, @Nullable Object> filters,
    Instant createdAt,
    Instant updatedAt,
    Found last) {
  /** Most cohorts of one project. */
  public static final int PER_PROJECT_MAX = 200;

  /** Most persons listed in one. */
  public static final int LISTED_MAX = 100_000;

  /** Most conditions of one. */
  public static final int CONDITIONS_MAX = 100;

  /** Deepest nesting of its groups of conditions. */
  public static final int NESTING_MAX = 10;

  public Cohort {
    filters = Properties.copyOf(filters);
  }

  /**
   * What came of finding the members.
   *
   * @param at when it was tried last, null for never since it was changed
   * @param count how many there were when it went well last
   * @param error why it did not go well the last time, or null
   */
  public record Found(
      @Nullable Instant at, long count, @Nullable String error) {
    /** Not yet tried. */
    public static final Found NOTHING = new Found(null, 0, null);
  }

  /** Returns it with another id. */
  public Cohort withId(int other) {
    return new Cohort(
        other, projectId, name, description, isStatic, filters, createdAt, updatedAt, last);
  }

  /** Returns it as changed then, so that its members are looked for again. */
  public Cohort changedAt(Instant at) {
    return new Cohort(
        id,
        projectId,
        name,
        description,
        isStatic,
        filters,
        createdAt,
        at,
        new Found(null, last.count(), null));
  }

  /** Returns it with what came of finding its members. */
  public Cohort with(Found found) {
    return new Cohort(
        id, projectId, name, description, isStatic, filters, createdAt, updatedAt, found);
  }
}
