package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What of a project is asked for, as it is kept.
 *
 * @param from only events that happened then or later; of no meaning for other kinds
 * @param to only events that happened before
 * @param after where an earlier page ended, or null to begin
 * @param rowsMax at most this many rows, less where they are large
 */
public record Export(
    Kind kind,
    int projectId,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable String after,
    int rowsMax) {

  private static final List<String> EVENT_COLUMNS = List.of(
      "uuid",
      "event",
      "distinct_id",
      "timestamp",
      "created_at",
      "person_id",
      "person_created_at",
      "person_mode",
      "elements_chain",
      "groups",
      "properties",
      "person_properties");
  private static final List<String> PERSON_COLUMNS = List.of(
      "id",
      "created_at",
      "is_identified",
      "version",
      "properties",
      "distinct_ids",
      "distinct_id_versions");
  private static final List<String> GROUP_COLUMNS =
      List.of("index", "type", "key", "created_at", "updated_at", "version", "properties");

  /** What can be exported. */
  public enum Kind {
    /** Events in the order processed, recordings too. */
    EVENTS,
    /** Persons by id, with their distinct ids; one with very many has several rows. */
    PERSONS,
    /** Each group type, which has no key, and then its groups. */
    GROUPS;

    /** Returns the names of the columns, in order. */
    public List<String> columns() {
      return switch (this) {
        case EVENTS -> EVENT_COLUMNS;
        case PERSONS -> PERSON_COLUMNS;
        case GROUPS -> GROUP_COLUMNS;
      };
    }

    /** Returns what a place in its pages looks like. */
    private String place() {
      return switch (this) {
        case EVENTS -> "created_at_uuid";
        case PERSONS -> "id_distinct_id";
        case GROUPS -> "index_key";
      };
    }

    /** Returns the word in paths and names of files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the refusal of an {@code after} that is no place. */
  public RejectedException noPlace() {
    return new RejectedException(
        400,
        "invalid_input",
        "expected a place of the form " + kind.place() + " under after",
        "after");
  }

  /** Returns the same from another place on. */
  public Export after(@Nullable String place) {
    return new Export(kind, projectId, from, to, place, rowsMax);
  }

  /** Returns the same with at most that many rows. */
  public Export rows(int most) {
    return new Export(kind, projectId, from, to, after, most);
  }
}
