package dev.hedgerow.server.event;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One thing the live page shows; items about the same event share its uuid. */
public sealed interface FeedItem {

  /** Returns the project, or 0 where a rejected request named no known one. */
  int projectId();

  /** Returns when it happened, on the server's clock. */
  Instant at();

  /**
   * The door took an event and it is durable.
   *
   * @param anonymous whether the event asks for no person
   * @param words finds the autocaptured element in words, such as {@code clicked button with text "Buy"},
   *     or empty
   * @param url the page it happened on, or empty
   */
  record Accepted(
      int projectId,
      Instant at,
      UUID uuid,
      String event,
      String distinctId,
      boolean anonymous,
      Supplier<String> words,
      String url,
      String library)
      implements FeedItem {}

  /**
   * A request, or a part of one, was refused.
   *
   * @param code the stable reason
   * @param detail the sentence for people
   */
  record Rejected(
      int projectId,
      Instant at,
      String code,
      String detail,
      @Nullable String event,
      @Nullable String distinctId)
      implements FeedItem {}

  /** An event waits in the buffer until {@code dueAt}, because of {@code why}. */
  record Held(int projectId, Instant at, UUID uuid, Instant dueAt, String why)
      implements FeedItem {}

  /** A held event left the buffer, early or because its time had come. */
  record Released(int projectId, Instant at, UUID uuid, boolean early) implements FeedItem {}

  /** An event has its person and is on its way to the event store. */
  record Stored(int projectId, Instant at, UUID uuid, UUID personId, PersonMode personMode)
      implements FeedItem {}

  /** An event was dropped or changed while processing; {@code type} is the ingestion warning's. */
  record Warned(int projectId, Instant at, @Nullable UUID uuid, String type, String detail)
      implements FeedItem {}
}
