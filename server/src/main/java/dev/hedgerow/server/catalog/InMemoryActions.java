package dev.hedgerow.server.catalog;

import dev.hedgerow.server.event.Action;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The actions' twin in memory: durable for as long as it is referenced. */
public final class InMemoryActions implements Actions {
  private final TreeMap<Integer, Action> actions = new TreeMap<>();
  private int last;

  @Override
  public synchronized List<Action> actions(int projectId) {
    return actions.values().stream()
        .filter(action -> action.projectId() == projectId)
        .toList();
  }

  @Override
  public synchronized @Nullable Action action(int projectId, int id) {
    Action found = actions.get(id);
    return found != null && found.projectId() == projectId ? found : null;
  }

  @Override
  public synchronized Action create(Action action) {
    if (actions(action.projectId()).size() >= Action.PER_PROJECT_MAX) {
      throw new IllegalStateException("expected room for one more action but found none");
    }
    Action kept = new Action(
        ++last,
        action.projectId(),
        action.name(),
        action.description(),
        action.tags(),
        action.steps(),
        action.createdAt(),
        action.updatedAt());
    actions.put(last, kept);
    return kept;
  }

  @Override
  public synchronized boolean replace(Action action) {
    return action(action.projectId(), action.id()) != null
        && actions.put(action.id(), action) != null;
  }

  @Override
  public synchronized boolean delete(int projectId, int id) {
    return action(projectId, id) != null && actions.remove(id) != null;
  }
}
