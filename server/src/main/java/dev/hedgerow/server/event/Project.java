package dev.hedgerow.server.event;

import java.time.Instant;

/**
 * A project: one site or product whose events belong together.
 *
 * @param token the public project token, {@code phc_…}
 * @param settingsVersion rises with every change of the settings
 */
public record Project(
    int id, String name, String token, Instant createdAt, int settingsVersion, Settings settings) {
  public Project {
    if (id < 1) {
      throw new IllegalArgumentException("expected a project id from 1 but found " + id);
    }
  }

  /** Makes a project with the settings that a project begins with. */
  public Project(int id, String name, String token, Instant createdAt, int settingsVersion) {
    this(id, name, token, createdAt, settingsVersion, Settings.STANDARD);
  }

  /** Returns the same project with another token. */
  public Project withToken(String other) {
    return new Project(id, name, other, createdAt, settingsVersion, settings);
  }

  /** Returns the same project with its next settings. */
  public Project withSettings(Settings next) {
    return new Project(id, name, token, createdAt, settingsVersion + 1, next);
  }
}
