package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.store.Erased;
import dev.hedgerow.server.store.HeldEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** What one turn has to tell once it is committed: rows, warnings, and items for the live page. */
final class Told {

  private final Clock clock;
  private final List<EventRow> rows = new ArrayList<>();
  private final List<Warning> warnings = new ArrayList<>();
  private final List<Erased> erased = new ArrayList<>();
  private final List<FeedItem> items = new ArrayList<>();
  private long weight;
  private int releasedEarly;
  private int releasedOnTime;
  private int personExisted;
  private int duplicates;

  /** Makes an empty one; the clock is for the live page's times only. */
  Told(Clock clock) {
    this.clock = clock;
  }

  void row(EventRow row) {
    rows.add(row);
    weight += Weight.of(row.properties()) + Weight.of(row.personProperties());
    items.add(new FeedItem.Stored(
        row.projectId(), clock.instant(), row.uuid(), row.personId(), row.personMode()));
  }

  /** Takes a row of an import, of which the live page hears nothing. */
  void restored(EventRow row) {
    rows.add(row);
    weight += Weight.of(row.properties()) + Weight.of(row.personProperties());
  }

  /** Erases somebody also from what is told already. */
  void erase(Erased one, Predicate<IdKey> overridden) {
    erased.add(one);
    List<EventRow> kept = rows.stream()
        .map(row -> one.of(row, overridden))
        .filter(Objects::nonNull)
        .toList();
    rows.clear();
    rows.addAll(kept);
    warnings.removeIf(one::takes);
  }

  void refused(Warning warning) {
    warnings.add(warning);
  }

  void warn(Entry.Event event, Instant at, String type, Map<String, String> details) {
    warnings.add(new Warning(
        event.projectId(), type, at, event.event(), event.distinctId(), event.uuid(), details));
    items.add(new FeedItem.Warned(
        event.projectId(), clock.instant(), event.uuid(), type, sentence(type, details)));
  }

  void duplicate() {
    duplicates++;
  }

  /** Tells that an event waits: for its person, or behind earlier ones of its distinct id. */
  void held(HeldEvent held, boolean behind) {
    String id = held.event().distinctId();
    String why = behind
        ? "many events of " + id + " are being released; waiting behind them"
        : "no person is known for " + id + " yet; waiting for an $identify";
    items.add(new FeedItem.Held(
        held.event().projectId(), clock.instant(), held.event().uuid(), held.dueAt(), why));
  }

  void released(HeldEvent held, boolean early, boolean personKnown) {
    releasedEarly += early ? 1 : 0;
    releasedOnTime += early ? 0 : 1;
    personExisted += personKnown ? 1 : 0;
    items.add(new FeedItem.Released(
        held.event().projectId(), clock.instant(), held.event().uuid(), early));
  }

  List<Erased> erased() {
    return erased;
  }

  List<EventRow> rows() {
    return rows;
  }

  List<Warning> warnings() {
    return warnings;
  }

  List<FeedItem> items() {
    return items;
  }

  /** Returns about how many characters the rows have. */
  long weight() {
    return weight;
  }

  int releasedEarly() {
    return releasedEarly;
  }

  int releasedOnTime() {
    return releasedOnTime;
  }

  int personExisted() {
    return personExisted;
  }

  int duplicates() {
    return duplicates;
  }

  private static String sentence(String type, Map<String, String> details) {
    StringBuilder text = new StringBuilder(type.replace('_', ' '));
    details.forEach((name, value) ->
        text.append("; ").append(name.replace('_', ' ')).append(": ").append(value));
    return text.toString();
  }
}
