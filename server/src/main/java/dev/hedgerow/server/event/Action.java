package dev.hedgerow.server.event;

import java.time.Instant;
import java.util.List;

/**
 * A named set of events, found when asked for: a change of it changes history (contract S 5.3).
 *
 * @param id unique over all projects
 * @param steps any of them makes the action; without one, every event does
 */
public record Action(
    int id,
    int projectId,
    String name,
    String description,
    List<String> tags,
    List<ActionStep> steps,
    Instant createdAt,
    Instant updatedAt) {
  /** Most actions of one project. */
  public static final int PER_PROJECT_MAX = 1_000;

  /** Most steps of one action. */
  public static final int STEPS_MAX = 50;

  /** Most property filters of one step. */
  public static final int FILTERS_MAX = 50;

  /** Most tags of one action. */
  public static final int TAGS_MAX = 50;

  /** Longest name, tag and event name, in characters. */
  public static final int NAME_CHARS_MAX = 400;

  /** Longest other text, in characters. */
  public static final int TEXT_CHARS_MAX = 2_048;

  public Action {
    tags = List.copyOf(tags);
    steps = List.copyOf(steps);
  }
}
