package dev.hedgerow.server.catalog;

import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.Settings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The catalog's twin in memory: durable for as long as it is referenced. */
public final class InMemoryCatalog implements Catalog {
  private record OldToken(int id, Instant until) {}

  private final Map<String, OldToken> oldTokens = new HashMap<>();
  private final TreeMap<Integer, Project> projects = new TreeMap<>();
  private final TreeMap<Integer, DeletedProject> deleted = new TreeMap<>();
  private final List<ApiKey> keys = new ArrayList<>();
  private final Map<LocalDate, byte[]> salts = new HashMap<>();

  @Override
  public synchronized List<Project> projects() {
    return List.copyOf(projects.values());
  }

  @Override
  public synchronized @Nullable Project projectByToken(String token) {
    for (Project project : projects.values()) {
      if (project.token().equals(token)) {
        return project;
      }
    }
    return null;
  }

  @Override
  public synchronized @Nullable Project projectByToken(String token, Instant at) {
    OldToken old = oldTokens.get(token);
    return old != null && at.isBefore(old.until()) ? project(old.id()) : projectByToken(token);
  }

  @Override
  public synchronized @Nullable Project rotateToken(int id, String token, Instant oldUntil) {
    Project project = project(id);
    if (project == null) {
      return null;
    }
    requireNew(token);
    oldTokens.replaceAll((same, old) ->
        old.id() == id && oldUntil.isBefore(old.until()) ? new OldToken(id, oldUntil) : old);
    oldTokens.put(project.token(), new OldToken(id, oldUntil));
    Project rotated = project.withToken(token);
    projects.put(id, rotated);
    return rotated;
  }

  private void requireNew(String token) {
    if (projectByToken(token) != null || oldTokens.containsKey(token)) {
      throw new IllegalStateException("expected a token of its own but it is in use");
    }
  }

  @Override
  public synchronized @Nullable Project project(int id) {
    return projects.get(id);
  }

  @Override
  public synchronized Project createProject(String name, String token, Instant at) {
    requireNew(token);
    Project project = new Project(projects.size() + deleted.size() + 1, name, token, at, 1);
    projects.put(project.id(), project);
    return project;
  }

  @Override
  public synchronized boolean deleteProject(DeletedProject project) {
    if (!projects.containsKey(project.id()) || projects.size() == 1) {
      return false;
    }
    projects.remove(project.id());
    deleted.put(project.id(), project);
    oldTokens.values().removeIf(old -> old.id() == project.id());
    keys.replaceAll(key -> key.projectIds().equals(Set.of(project.id())) && key.revokedAt() == null
        ? with(key, project.at(), key.lastUsedAt())
        : key);
    return true;
  }

  @Override
  public synchronized List<DeletedProject> deletedProjects() {
    return List.copyOf(deleted.values());
  }

  @Override
  public synchronized @Nullable Project changeSettings(int id, int version, Settings settings) {
    Project project = project(id);
    if (project == null || project.settingsVersion() != version) {
      return null;
    }
    Project changed = project.withSettings(settings);
    projects.put(id, changed);
    return changed;
  }

  @Override
  public synchronized @Nullable ApiKey keyByHash(String hash) {
    for (ApiKey key : keys) {
      if (key.hash().equals(hash) && key.revokedAt() == null) {
        return key;
      }
    }
    return null;
  }

  @Override
  public synchronized List<ApiKey> keys() {
    return List.copyOf(keys);
  }

  @Override
  public synchronized ApiKey addKey(
      String hash, String label, Scope scope, Set<Integer> projectIds, Instant at) {
    if (keys.stream().anyMatch(key -> key.hash().equals(hash))) {
      throw new IllegalStateException("expected a new key but it is already kept");
    }
    ApiKey key = new ApiKey(keys.size() + 1, hash, label, at, scope, projectIds, null, null);
    keys.add(key);
    return key;
  }

  @Override
  public synchronized void revokeKey(int id, Instant at) {
    keys.replaceAll(
        key -> key.id() == id && key.revokedAt() == null ? with(key, at, key.lastUsedAt()) : key);
  }

  @Override
  public synchronized void keyUsed(int id, Instant at) {
    keys.replaceAll(key -> key.id() == id ? with(key, key.revokedAt(), at) : key);
  }

  private static ApiKey with(ApiKey key, @Nullable Instant revokedAt, @Nullable Instant usedAt) {
    return new ApiKey(
        key.id(),
        key.hash(),
        key.label(),
        key.createdAt(),
        key.scope(),
        key.projectIds(),
        revokedAt,
        usedAt);
  }

  @Override
  public synchronized byte[] cookielessSalt(LocalDate day, LocalDate keptFrom) {
    salts.keySet().removeIf(other -> other.isBefore(keptFrom));
    return salts.computeIfAbsent(day, same -> Secrets.salt()).clone();
  }

  /** Keeps everything: the next to use it finds what was made. */
  @Override
  public void close() {}
}
