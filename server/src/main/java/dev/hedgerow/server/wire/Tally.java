package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.ElementsChain;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Warning;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what becomes of the parts of one request. */
final class Tally {
  private static final int URL_CHARS_MAX = 2048;

  private final Limits limits;
  private final Instant at;
  private final List<byte[]> entries = new ArrayList<>();
  private final Allowance allowance;
  private final List<FeedItem> feed = new ArrayList<>();
  private final Map<String, Integer> rejected = new HashMap<>();

  private int projectId;
  private int awaited;
  private int accepted;
  private @Nullable RejectedException worst;

  Tally(Limits limits, Instant at, Allowance allowance) {
    this.limits = limits;
    this.at = at;
    this.allowance = allowance;
  }

  void expect(Project project, int events) {
    projectId = project.id();
    awaited = events;
  }

  void removed() {
    awaited--;
  }

  void accept(EventReader.Sound sound) throws IOException {
    Entry.Event event = sound.event();
    keep(event);
    accepted++;
    if (isShown()) {
      feed.add(shown(event));
    }
    if (sound.untimed()) {
      warn("ignored_invalid_timestamp", "expected a readable timestamp", event);
    }
  }

  void refuse(RejectedException e, Map<String, @Nullable Object> raw) throws IOException {
    rejected.merge(e.code(), 1, Integer::sum);
    if (worst == null || (worst.status() == 413 && e.status() != 413)) {
      worst = e;
    }
    String name = shortened(raw.get("event"));
    String distinctId = shortened(raw.get("distinct_id"));
    keep(new Entry.Refused(new Warning(
        projectId,
        e.code(),
        at,
        name,
        distinctId,
        EventReader.uuidOf(raw.get("uuid")),
        Map.of("detail", e.detail()))));
    if (isShown()) {
      feed.add(new FeedItem.Rejected(projectId, at, e.code(), e.detail(), name, distinctId));
    }
  }

  /** Returns all that was gathered; a refusal when no event is among it but some were refused. */
  Intake intake() {
    if (accepted == 0 && worst != null) {
      return new Intake(List.of(), feed, 0, rejected, worst);
    }
    return new Intake(entries, feed, accepted, rejected, null);
  }

  /** Returns the refusal of the whole request. */
  Intake refused(RejectedException e) {
    FeedItem item = new FeedItem.Rejected(projectId, at, e.code(), e.detail(), null, null);
    return new Intake(List.of(), List.of(item), 0, Map.of(e.code(), 1), e);
  }

  /** Only the latest of a large batch are made ready to be shown. */
  private boolean isShown() {
    return awaited-- <= limits.feedItemsMax();
  }

  private void warn(String type, String detail, Entry.Event event) throws IOException {
    keep(new Entry.Refused(new Warning(
        projectId,
        type,
        at,
        event.event(),
        event.distinctId(),
        event.uuid(),
        Map.of("detail", detail))));
  }

  private void keep(Entry entry) throws IOException {
    byte[] bytes = EntryCodec.encode(entry);
    allowance.take(bytes.length);
    entries.add(bytes);
  }

  private FeedItem shown(Entry.Event event) {
    Map<String, @Nullable Object> properties = event.properties();
    return new FeedItem.Accepted(
        event.projectId(),
        at,
        event.uuid(),
        event.event(),
        event.distinctId(),
        Boolean.FALSE.equals(properties.get("$process_person_profile")),
        words(event),
        text(properties, "$current_url", URL_CHARS_MAX),
        text(properties, "$lib", limits.eventNameCharsMax()));
  }

  private static String words(Entry.Event event) {
    Map<String, @Nullable Object> properties = event.properties();
    if (!event.event().equals("$autocapture")) {
      return "";
    }
    String chain = Properties.string(properties, "$elements_chain");
    if (chain == null && properties.get("$elements") instanceof List<?> elements) {
      chain = ElementsChain.ofElements(elements);
    }
    String eventType = Properties.string(properties, "$event_type");
    return ElementsChain.words(eventType == null ? "" : eventType, chain == null ? "" : chain);
  }

  private static String text(Map<String, @Nullable Object> properties, String name, int charsMax) {
    String text = Properties.string(properties, name);
    return text == null ? "" : EventReader.cut(text, charsMax);
  }

  private @Nullable String shortened(@Nullable Object value) {
    return value instanceof String text ? EventReader.cut(text, limits.distinctIdCharsMax()) : null;
  }
}
