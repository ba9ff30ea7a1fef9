package dev.hedgerow.server.catalog;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people of all projects keep of one kind. Durable when a call returns; safe from any thread. */
public interface Shelf<T extends Shelved<T>> {

  /** What a kind of things is made of. */
  interface Shape<T> {
    /** Returns the most of them in one project. */
    int perProjectMax();

    /** Returns one as JSON values, without its id, its project and its times. */
    Map<String, @Nullable Object> of(T thing);

    /** Returns the one that those values are of. */
    T read(
        int id,
        int projectId,
        Map<String, @Nullable Object> values,
        Instant createdAt,
        Instant updatedAt);
  }

  /** Returns a project's things, in the order they were made. */
  List<T> all(int projectId) throws IOException;

  /** Returns that one of that project, or null. */
  @Nullable
  T find(int projectId, int id) throws IOException;

  /**
   * Keeps a new one and returns it with its id; the one it is given does not count.
   *
   * @throws IllegalStateException if the project has as many as it may already
   */
  T create(T thing) throws IOException;

  /** Puts that in the place of the one with its id and project; returns whether there was one. */
  boolean replace(T thing) throws IOException;

  /** Deletes one; returns whether there was one. Its id never comes again. */
  boolean delete(int projectId, int id) throws IOException;
}
