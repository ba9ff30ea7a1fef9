package dev.hedgerow.server.catalog;

import java.time.Instant;

/** Something people keep in a project. */
public interface Shelved<T extends Shelved<T>> {
  /** Returns its id, unique among its kind over all projects. */
  int id();

  int projectId();

  Instant createdAt();

  Instant updatedAt();

  /** Returns the same with another id. */
  T withId(int id);
}
