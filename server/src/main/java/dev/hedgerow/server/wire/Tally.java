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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers what becomes of the parts of one request. */
final class Tally {
  private static final int URL_CHARS_MAX = 2048;
  private static final int CHAIN_CHARS_MAX = 4096;

  private final Limits limits;
  private final Instant at;
  private final List<byte[]> entries = new ArrayList<>();
  private final Allowance allowance;
  private final List<FeedItem> feed = new ArrayList<>();
  private final Map<String, Integer> rejected = new HashMap<>();

  private int projectId;
  private int awaited;
  private int accepted;
  private boolean imported;
  private boolean dropped;
  private @Nullable RejectedException worst;

  Tally(Limits limits, Instant at, Allowance allowance) {
    this.limits = limits;
    this.at = at;
    this.allowance = allowance;
  }

  /** Says whose the request is. */
  void of(Project project) {
    projectId = project.id();
  }

  void expect(int events, boolean imported) {
    awaited = events;
    this.imported = imported;
  }

  void removed() {
    awaited--;
  }

  /** Takes a sound event, unless the project's owner does not want it, which is no mistake of the sender's. */
  void take(EventReader.Sound sound, Map<String, @Nullable Object> raw) throws IOException {
    Altered unwanted = sound.unwanted();
    if (unwanted == null) {
      accept(sound);
    } else {
      dropped = true;
      tell(unwanted.code(), unwanted.detail(), raw);
    }
  }

  private void accept(EventReader.Sound sound) throws IOException {
    Entry.Event event = sound.event();
    keep(event);
    accepted++;
    if (isShown()) {
      feed.add(shown(event));
    }
    for (Altered altered : sound.altered()) {
      warn(altered.code(), altered.detail(), event);
    }
  }

  void refuse(RejectedException e, Map<String, @Nullable Object> raw) throws IOException {
    if (worst == null || (worst.status() == 413 && e.status() != 413)) {
      worst = e;
    }
    tell(e.code(), e.detail(), raw);
  }

  private void tell(String code, String detail, Map<String, @Nullable Object> raw)
      throws IOException {
    rejected.merge(code, 1, Integer::sum);
    String name = shortened(raw.get("event"));
    String distinctId = shortened(raw.get("distinct_id"));
    keep(new Entry.Refused(new Warning(
        projectId,
        code,
        at,
        name,
        distinctId,
        EventReader.uuidOf(raw.get("uuid")),
        Map.of("detail", detail))));
    if (isShown()) {
      feed.add(new FeedItem.Rejected(projectId, at, code, detail, name, distinctId));
    }
  }

  /** Returns all that was gathered; a refusal when no event is among it but some were refused. */
  Intake intake() {
    return new Intake(
        entries, feed, accepted, rejected, imported, accepted == 0 && !dropped ? worst : null);
  }

  /** Returns all that was gathered, whatever was refused. */
  Intake whole() {
    return new Intake(entries, feed, accepted, rejected, imported, null);
  }

  /** Returns the refusal of the whole request; where its project is known, with a warning. */
  Intake refused(RejectedException e) {
    FeedItem item = new FeedItem.Rejected(projectId, at, e.code(), e.detail(), null, null);
    List<byte[]> told = projectId == 0
        ? List.of()
        : List.of(EntryCodec.encode(new Entry.Refused(
            new Warning(projectId, e.code(), at, null, null, null, Map.of("detail", e.detail())))));
    return new Intake(told, List.of(item), 0, Map.of(e.code(), 1), false, e);
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
    keep(EntryCodec.encode(entry));
  }

  private void keep(byte[] bytes) throws IOException {
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

  /** Finds the words only when somebody looks: few events are ever seen on the live page. */
  private static Supplier<String> words(Entry.Event event) {
    Map<String, @Nullable Object> properties = event.properties();
    if (!event.event().equals("$autocapture")) {
      return () -> "";
    }
    String chain = Properties.string(properties, "$elements_chain");
    if (chain == null && properties.get("$elements") instanceof List<?> elements) {
      chain = ElementsChain.ofElements(elements);
    }
    String eventType = Properties.string(properties, "$event_type");
    String type = eventType == null ? "" : eventType;
    String start = chain == null ? "" : EventReader.cut(chain, CHAIN_CHARS_MAX);
    return () -> ElementsChain.words(type, start);
  }

  private static String text(Map<String, @Nullable Object> properties, String name, int charsMax) {
    String text = Properties.string(properties, name);
    return text == null ? "" : EventReader.cut(text, charsMax);
  }

  private @Nullable String shortened(@Nullable Object value) {
    return value instanceof String text ? EventReader.cut(text, limits.distinctIdCharsMax()) : null;
  }
}
