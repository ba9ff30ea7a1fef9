package dev.hedgerow.server.query;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Warning;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events joined a person's distinct ids, and which joins were refused and why: told by the events that asked for it
 * and the ingestion warnings about them. Safe from any thread.
 */
public final class Merges {
  /** Most merges that one answer tells. */
  public static final int SHOWN_MAX = 500;

  private static final String REFUSED = "cannot_merge_";
  private static final String ASKED = """
      WITH asked AS (
        SELECT uuid, event, "timestamp", created_at, distinct_id, person_id,
          left(CASE event WHEN '$identify' THEN properties."$anon_distinct_id"
            ELSE properties."alias" END, %d) AS other
        FROM events WHERE event IN ('$identify', '$create_alias', '$merge_dangerously'))
      SELECT a.uuid, a.event, a."timestamp", a.distinct_id, a.person_id, a.other, o.person_id
      FROM asked a LEFT JOIN person_distinct_ids o ON o.distinct_id = a.other
      WHERE (a.person_id = %2$s OR o.person_id = %2$s)
        AND (a.event <> '$identify' OR a.other <> '')
      ORDER BY a.created_at, a."timestamp", a.uuid
      """;

  private final SqlReads sql;
  private final IngestionReads ingestion;
  private final Limits limits;

  /** Makes the question over those reads. */
  public Merges(SqlReads sql, IngestionReads ingestion, Limits limits) {
    this.sql = sql;
    this.ingestion = ingestion;
    this.limits = limits;
  }

  /**
   * Some of the merges of a person.
   *
   * @param hasMore whether there are more than {@link #SHOWN_MAX}
   */
  public record Found(List<Merge> merges, boolean hasMore) {
    public Found {
      merges = List.copyOf(merges);
    }
  }

  /**
   * Returns what joined, or would have joined, any of a person's distinct ids with another, in the order it was processed;
   * warnings whose events are gone come first. For a uuid of nobody, or of an anonymous visitor, nothing.
   *
   * @param distinctIds the person's
   * @throws RejectedException if the events cannot be read within the limits of a question
   * @throws IOException if the store cannot be read
   */
  public Found of(int projectId, UUID personId, Collection<String> distinctIds)
      throws RejectedException, IOException {
    String id = "CAST(" + SqlText.literal(personId.toString()) + " AS UUID)";
    Table asked =
        sql.select(projectId, ASKED.formatted(limits.distinctIdCharsMax(), id), SHOWN_MAX);
    Set<String> ids = new LinkedHashSet<>(distinctIds);
    asked.rows().forEach(row -> ids.add(text(row, 3)));
    Map<UUID, Warning> refused = new HashMap<>();
    List<Merge> merges = new ArrayList<>();
    for (Warning warning : ingestion.warningsOf(projectId, REFUSED, ids, SHOWN_MAX)) {
      if (warning.uuid() != null) {
        refused.put(warning.uuid(), warning);
      }
    }
    Circles circles = new Circles();
    for (List<@Nullable Object> row : asked.rows()) {
      merges.add(merge(row, refused.remove(UUID.fromString(text(row, 0))), circles));
    }
    if (!asked.hasMore()) {
      merges.addAll(0, gone(refused.values(), Set.copyOf(distinctIds)));
    }
    return new Found(merges, asked.hasMore());
  }

  private static Merge merge(
      List<@Nullable Object> row, @Nullable Warning warning, Circles circles) {
    String into = text(row, 3);
    String other = row.get(5) == null ? null : text(row, 5);
    UUID otherPerson = row.get(6) == null ? null : UUID.fromString(text(row, 6));
    return new Merge(
        text(row, 1),
        UUID.fromString(text(row, 0)),
        Instant.parse(text(row, 2)),
        into,
        UUID.fromString(text(row, 4)),
        other,
        otherPerson,
        outcome(into, other, text(row, 4).equals(String.valueOf(row.get(6))), warning, circles),
        warning == null ? null : warning.type());
  }

  private static Merge.Outcome outcome(
      String into,
      @Nullable String other,
      boolean samePerson,
      @Nullable Warning warning,
      Circles circles) {
    if (warning != null) {
      return Merge.Outcome.REFUSED;
    }
    if (other == null || !(samePerson || into.equals(other))) {
      return Merge.Outcome.APART;
    }
    return circles.join(into, other) ? Merge.Outcome.JOINED : Merge.Outcome.ALREADY;
  }

  /** Returns refusals whose events are forgotten, the oldest first. */
  private static List<Merge> gone(Collection<Warning> warnings, Set<String> distinctIds) {
    List<Merge> gone = new ArrayList<>();
    for (Warning warning : warnings) {
      String into = warning.distinctId();
      if (into != null && distinctIds.contains(into)) {
        gone.add(new Merge(
            warning.event(),
            warning.uuid(),
            warning.at(),
            into,
            null,
            warning.details().get("other_distinct_id"),
            uuid(warning.details().get("other_person_id")),
            Merge.Outcome.REFUSED,
            warning.type()));
      }
    }
    gone.sort((one, two) -> one.at().compareTo(two.at()));
    return gone;
  }

  private static @Nullable UUID uuid(@Nullable String text) {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String text(List<@Nullable Object> row, int column) {
    return String.valueOf(row.get(column));
  }

  /** Which ids are one person's by what was seen so far. */
  private static final class Circles {
    private final Map<String, String> towards = new HashMap<>();

    /** Joins two, and tells whether they were apart. */
    boolean join(String one, String two) {
      String a = root(one);
      String b = root(two);
      if (a.equals(b)) {
        return false;
      }
      towards.put(b, a);
      return true;
    }

    private String root(String id) {
      String at = id;
      for (String next = towards.get(at); next != null; next = towards.get(at)) {
        at = next;
      }
      return at;
    }
  }
}
