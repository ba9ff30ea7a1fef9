package dev.hedgerow.server.event;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One accepted thing on its way through the log. The door stamps it with all that processing may
 * not look up later.
 */
public sealed interface Entry {

  /**
   * An event, checked and with its time already corrected for the sender's clock.
   *
   * @param projectId the project its token belongs to
   * @param uuid the sender's, or a UUIDv7 of ours
   * @param event name, 1 to 200 characters
   * @param distinctId 1 to 200 characters, not blank
   * @param timestamp when it happened, after skew correction (contract S 1.9)
   * @param receivedAt when the door took it
   * @param ip the sender's address, or null when it is not to be kept
   * @param imported whether it came by {@code historical_migration}; imports are never held
   * @param settingsVersion the version of the project's settings at that moment
   * @param properties all properties, with {@code $set}, {@code $set_once} and {@code $unset} of
   *     the event's top level already merged in (top level wins), without {@code token}
   */
  record Event(
      int projectId,
      UUID uuid,
      String event,
      String distinctId,
      Instant timestamp,
      Instant receivedAt,
      @Nullable String ip,
      boolean imported,
      int settingsVersion,
      Map<String, @Nullable Object> properties)
      implements Entry {
    public Event {
      if (event.isEmpty() || distinctId.isBlank()) {
        throw new IllegalArgumentException("expected an event name and a distinct id");
      }
      properties = Properties.copyOf(properties);
    }

    /** Returns the distinct id within its project. */
    public IdKey idKey() {
      return new IdKey(projectId, distinctId);
    }

    /** Returns the same event with other properties. */
    public Event withProperties(Map<String, @Nullable Object> other) {
      return new Event(
          projectId,
          uuid,
          event,
          distinctId,
          timestamp,
          receivedAt,
          ip,
          imported,
          settingsVersion,
          other);
    }
  }

  /** A part of a request that could not be used while the rest was; becomes an ingestion warning. */
  record Refused(Warning warning) implements Entry {}

  /**
   * Another try at an entry that was set aside, which stays so until it goes through.
   *
   * @param position where that entry stood
   */
  record Again(long position) implements Entry {}

  /**
   * A chunk of what was exported before, taken in as it was: finished rows, persons and groups.
   *
   * @param chunk what it is known by: a chunk counts once
   * @param types group types by their index in the export
   */
  record Restored(
      int projectId,
      UUID chunk,
      List<EventRow> events,
      List<Owned> persons,
      List<Group> groups,
      Map<Integer, String> types)
      implements Entry {
    public Restored {
      events = List.copyOf(events);
      persons = List.copyOf(persons);
      groups = List.copyOf(groups);
      types = Map.copyOf(types);
    }
  }

  /**
   * A person is to be erased, or all of a project; in the log, so that it has its place among the events.
   *
   * @param id the erasure's own
   * @param personId the person, or what a distinct id without a person has as its own, or {@link #EVERYBODY}
   * @param ownIds what further distinct ids of that person have as their own, where the person is not known as such
   * @param withEvents whether the person's events go too
   * @param askedBy the id of the key that asked for it, 0 for the page
   */
  record Erase(
      UUID id,
      int projectId,
      UUID personId,
      List<UUID> ownIds,
      boolean withEvents,
      int askedBy,
      Instant askedAt)
      implements Entry {
    /** Stands for all persons, events and whatever else a project has; no person is ever erased under it. */
    public static final UUID EVERYBODY = new UUID(0, 0);

    public Erase {
      ownIds = List.copyOf(ownIds);
    }

    /** Returns the erasure of a whole project, of which nothing is taken from then on. */
    public static Erase ofProject(UUID id, int projectId, int askedBy, Instant askedAt) {
      return new Erase(id, projectId, EVERYBODY, List.of(), true, askedBy, askedAt);
    }

    /** Returns whether all of the project goes. */
    public boolean isOfProject() {
      return personId.equals(EVERYBODY);
    }

    /** Returns all uuids that the person may be known by. */
    public Set<UUID> named() {
      Set<UUID> named = new LinkedHashSet<>(ownIds);
      named.add(personId);
      return named;
    }
  }

  /** Nothing but the log's time going on, appended when something held has fallen due. */
  record Tick() implements Entry {}
}
