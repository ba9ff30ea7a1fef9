package dev.hedgerow.server.query;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that asked for two distinct ids to be one person's, and what came of it (contract S 2.5).
 *
 * @param event its name, or null where it is gone and only a warning of it is left
 * @param uuid the event's, or null where that is not known
 * @param at when it happened, or when the warning was noticed
 * @param into the event's distinct id, whose person stays
 * @param intoPerson whose that id is now, or null where that is not known
 * @param other the id to join with, or null where none was named
 * @param otherPerson whose that id is now, or null for nobody's
 * @param reason the type of the warning that says why not, or null
 */
public record Merge(
    @Nullable String event,
    @Nullable UUID uuid,
    Instant at,
    String into,
    @Nullable UUID intoPerson,
    @Nullable String other,
    @Nullable UUID otherPerson,
    Outcome outcome,
    @Nullable String reason) {

  /** What came of it. */
  public enum Outcome {
    /** The two are one person since. */
    JOINED,
    /** They were one before. */
    ALREADY,
    /** They stay apart, for the reason. */
    REFUSED,
    /** They are not one person's now, and why is not known: the warning, or the person, is gone. */
    APART
  }
}
