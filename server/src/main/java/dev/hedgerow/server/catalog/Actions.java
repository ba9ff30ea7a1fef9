package dev.hedgerow.server.catalog;

import dev.hedgerow.server.event.Action;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The actions of all projects. Durable when a call returns; safe from any thread. */
public interface Actions {

  /** Returns a project's actions, in the order they were made. */
  List<Action> actions(int projectId) throws IOException;

  /** Returns that action of that project, or null. */
  @Nullable
  Action action(int projectId, int id) throws IOException;

  /**
   * Keeps a new action and returns it with its id; the one it is given does not count.
   *
   * @throws IllegalStateException if the project has {@link Action#PER_PROJECT_MAX} already
   */
  Action create(Action action) throws IOException;

  /** Puts that in the place of the action with its id and project; returns whether there was one. */
  boolean replace(Action action) throws IOException;

  /** Deletes an action; returns whether there was one. Its id never comes again. */
  boolean delete(int projectId, int id) throws IOException;
}
