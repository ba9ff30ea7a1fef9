package dev.hedgerow.server.catalog;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A shelf's twin in memory: durable for as long as it is referenced. */
public final class InMemoryShelf<T extends Shelved<T>> implements Shelf<T> {
  private final TreeMap<Integer, T> things = new TreeMap<>();
  private final Shape<T> shape;
  private int last;

  /** Makes an empty one. */
  public InMemoryShelf(Shape<T> shape) {
    this.shape = shape;
  }

  @Override
  public synchronized List<T> all(int projectId) {
    return things.values().stream()
        .filter(thing -> thing.projectId() == projectId)
        .toList();
  }

  @Override
  public synchronized @Nullable T find(int projectId, int id) {
    T found = things.get(id);
    return found != null && found.projectId() == projectId ? found : null;
  }

  @Override
  public synchronized T create(T thing) {
    if (all(thing.projectId()).size() >= shape.perProjectMax()) {
      throw new IllegalStateException("expected room for one more but found none");
    }
    T kept = thing.withId(++last);
    things.put(last, kept);
    return kept;
  }

  @Override
  public synchronized boolean replace(T thing) {
    if (find(thing.projectId(), thing.id()) == null) {
      return false;
    }
    things.put(thing.id(), thing);
    return true;
  }

  @Override
  public synchronized boolean delete(int projectId, int id) {
    if (find(projectId, id) == null) {
      return false;
    }
    things.remove(id);
    return true;
  }
}
