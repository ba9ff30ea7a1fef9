package dev.hedgerow.server.catalog;

import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.Settings;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people define: projects with their tokens, and personal API keys. Safe from any thread;
 * every change is on disk when its method returns, and seen by the next read.
 */
public interface Catalog extends Closeable {

  /** Returns all projects, oldest first. */
  List<Project> projects() throws IOException;

  /** Returns the project whose token that is now, or null. */
  @Nullable
  Project projectByToken(String token) throws IOException;

  /** Returns the project whose token that is, or was and is still good at that moment, or null. */
  @Nullable
  Project projectByToken(String token, Instant at) throws IOException;

  /** Returns the project of a token as it is now, without any I/O; null where that takes some. */
  default @Nullable Project atHand(String token) {
    return null;
  }

  /**
   * Gives a project another token. Those it had are good until that moment at most, and never become another project's.
   *
   * @return the project as it is now, or null if there is none with that id
   * @throws IllegalStateException if the token is or was in use
   */
  @Nullable
  Project rotateToken(int id, String token, Instant oldUntil) throws IOException;

  /** Returns the project with that id, or null. */
  @Nullable
  Project project(int id) throws IOException;

  /**
   * Makes a project with the next free id, from 1, and settings version 1.
   *
   * @throws IllegalStateException if the token is or was in use
   */
  Project createProject(String name, String token, Instant at) throws IOException;

  /**
   * Takes a project away with all that is defined in it: from now on its tokens are nobody's and keys that opened nothing else
   * are revoked. Its id is never given again.
   *
   * @return false if there is none with that id, or no other one
   */
  boolean deleteProject(DeletedProject project) throws IOException;

  /** Returns the projects that were deleted, by id. */
  List<DeletedProject> deletedProjects() throws IOException;

  /**
   * Gives a project other settings and raises their version, unless somebody was faster.
   *
   * @param version the version of the settings that the change was made from
   * @return the project as it is now, or null if there is none with that id at that version
   */
  @Nullable
  Project changeSettings(int id, int version, Settings settings) throws IOException;

  /** Returns the key with that SHA-256 in lower-case hex, or null if there is none or it is revoked. */
  @Nullable
  ApiKey keyByHash(String hash) throws IOException;

  /** Returns all keys, revoked ones too, oldest first. */
  List<ApiKey> keys() throws IOException;

  /**
   * Keeps a key that opens everything by its SHA-256 in lower-case hex.
   *
   * @throws IllegalStateException if the key is already kept
   */
  default ApiKey addKey(String hash, String label, Instant at) throws IOException {
    return addKey(hash, label, Scope.ADMIN, Set.of(), at);
  }

  /**
   * Keeps a key by its SHA-256 in lower-case hex.
   *
   * @param projectIds the projects it opens, empty for all
   * @throws IllegalStateException if the key is already kept, revoked or not
   */
  ApiKey addKey(String hash, String label, Scope scope, Set<Integer> projectIds, Instant at)
      throws IOException;

  /** Has a key open nothing from now on; does nothing when it is revoked already or not there. */
  void revokeKey(int id, Instant at) throws IOException;

  /** Keeps when a key was last seen. */
  void keyUsed(int id, Instant at) throws IOException;

  /**
   * Returns the 32 random bytes of that day, made when first asked for, and forgets those of days before another for good
   * (contract S 1.10).
   */
  byte[] cookielessSalt(LocalDate day, LocalDate keptFrom) throws IOException;
}
