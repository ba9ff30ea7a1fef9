package dev.hedgerow.server.store;

import static java.util.stream.Collectors.toList;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.query.DayUsage;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.EventReads;
import dev.hedgerow.server.query.IngestionReads;
import dev.hedgerow.server.query.StoredEvent;
import dev.hedgerow.server.query.WarningSummary;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The event store's twin in memory: the same promises, but durability. Safe from any thread. */
public final class InMemoryEventStore implements EventStore, EventReads, IngestionReads {
  private static final Comparator<StoredEvent> NEWEST_FIRST = Comparator.comparing(
          (StoredEvent stored) -> stored.row().timestamp())
      .thenComparing(stored -> stored.row().uuid().toString())
      .reversed();

  private final List<EventRow> events = new ArrayList<>();
  private final Map<IdKey, Assignment> overrides = new HashMap<>();
  private final Map<IdKey, Assignment> assignments = new HashMap<>();
  private final Map<PersonKey, Person> persons = new HashMap<>();
  private final Map<GroupKey, Group> groups = new HashMap<>();
  private final List<Warning> warnings = new ArrayList<>();
  private final Set<Integer> gone = new HashSet<>();
  private long outbox;
  private long checkpointed;

  @Override
  public synchronized long outbox() {
    return outbox;
  }

  @Override
  public synchronized long checkpointed() {
    return checkpointed;
  }

  @Override
  public synchronized void write(List<OutboxBlock> blocks) {
    List<OutboxBlock> fresh = Sequence.after(outbox, blocks);
    for (OutboxBlock block : fresh) {
      take(block.rows());
      outbox = block.number();
    }
  }

  private void take(Rows rows) {
    rows.erased().forEach(this::erase);
    events.addAll(rows.events());
    rows.overrides()
        .forEach(override -> overrides.merge(
            override.key(), override, (a, b) -> b.version() >= a.version() ? b : a));
    rows.persons().forEach(person -> persons.put(person.key(), person));
    rows.deletedPersons().forEach(persons::remove);
    rows.assignments().forEach(assignment -> assignments.put(assignment.key(), assignment));
    rows.groups().forEach(group -> groups.put(group.key(), group));
    warnings.addAll(rows.warnings());
    if (!rows.warnings().isEmpty()) {
      forgetWarnings();
    }
  }

  private void forgetWarnings() {
    List<Warning> newest = newestWarnings();
    Instant oldest = newest.get(0).at().minus(Limits.STANDARD.warningsKeptFor());
    Map<List<Object>, Integer> kept = new HashMap<>();
    Set<Warning> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Warning warning : newest) {
      int before = kept.merge(List.of(warning.projectId(), warning.type()), 1, Integer::sum);
      if (before > Limits.STANDARD.warningsKept() || warning.at().isBefore(oldest)) {
        gone.add(warning);
      }
    }
    warnings.removeIf(gone::contains);
  }

  private List<Warning> newestWarnings() {
    List<Warning> newest = new ArrayList<>(warnings);
    Collections.reverse(newest);
    newest.sort(Comparator.comparing(Warning::at).reversed());
    return newest;
  }

  private void erase(Erased erased) {
    if (erased.isOfProject()) {
      gone.add(erased.projectId());
      return;
    }
    List<EventRow> kept = events.stream()
        .map(row -> erased.of(row, overrides::containsKey))
        .filter(Objects::nonNull)
        .toList();
    events.clear();
    events.addAll(kept);
    overrides.keySet().removeIf(erased::frees);
    assignments.keySet().removeIf(erased::frees);
    warnings.removeIf(erased::takes);
  }

  @Override
  public synchronized int clear(int most) {
    int[] left = {most};
    events.removeIf(row -> goes(row.projectId(), left));
    persons.keySet().removeIf(key -> goes(key.projectId(), left));
    groups.keySet().removeIf(key -> goes(key.projectId(), left));
    overrides.keySet().removeIf(key -> goes(key.projectId(), left));
    assignments.keySet().removeIf(key -> goes(key.projectId(), left));
    warnings.removeIf(warning -> goes(warning.projectId(), left));
    return most - left[0];
  }

  private boolean goes(int projectId, int[] left) {
    if (left[0] == 0 || !gone.contains(projectId)) {
      return false;
    }
    left[0]--;
    return true;
  }

  @Override
  public synchronized long left(int projectId) {
    return !gone.contains(projectId)
        ? 0
        : Stream.of(
                events.stream().map(EventRow::projectId),
                persons.keySet().stream().map(PersonKey::projectId),
                groups.keySet().stream().map(GroupKey::projectId),
                overrides.keySet().stream().map(IdKey::projectId),
                assignments.keySet().stream().map(IdKey::projectId),
                warnings.stream().map(Warning::projectId))
            .flatMap(projects -> projects)
            .filter(project -> project == projectId)
            .count();
  }

  /** Checkpoints: there are no files. */
  @Override
  public void rewrite(Outbox blocks) {
    checkpoint();
  }

  @Override
  public synchronized void beginAfter(long number) {
    overrides.clear();
    assignments.clear();
    persons.clear();
    groups.clear();
    outbox = number;
  }

  @Override
  public synchronized int forget(@Nullable Integer projectId, Instant before, int most) {
    int had = events.size();
    int[] left = {most};
    events.removeIf(row -> (projectId == null || projectId == row.projectId())
        && row.timestamp().isBefore(before)
        && left[0]-- > 0);
    return had - events.size();
  }

  @Override
  public synchronized @Nullable Instant oldest() {
    return events.stream()
        .map(EventRow::timestamp)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  @Override
  public synchronized void checkpoint() {
    checkpointed = outbox;
  }

  @Override
  public EventReads events() {
    return this;
  }

  @Override
  public synchronized List<StoredEvent> events(EventFilter filter) {
    return matching(filter).sorted(NEWEST_FIRST).limit(filter.limit()).toList();
  }

  @Override
  public synchronized long count(EventFilter filter) {
    return matching(filter).count();
  }

  @Override
  public synchronized long uniquePersons(EventFilter filter) {
    return matching(filter).map(StoredEvent::personId).distinct().count();
  }

  @Override
  public IngestionReads ingestion() {
    return this;
  }

  @Override
  public synchronized List<DayUsage> usage(
      int projectId, LocalDate first, LocalDate last, ZoneId zone) {
    Map<LocalDate, List<EventRow>> days = events.stream()
        .filter(row -> isOf(projectId, row.projectId()))
        .filter(row -> !UNCOUNTED.contains(row.event()))
        .filter(row -> !row.event().startsWith(UNCOUNTED_PREFIX))
        .collect(Collectors.groupingBy(
            row -> LocalDate.ofInstant(row.timestamp(), zone), TreeMap::new, toList()));
    List<DayUsage> usage = new ArrayList<>();
    days.forEach((day, rows) -> {
      if (!day.isBefore(first) && !day.isAfter(last)) {
        long anonymous = rows.stream()
            .filter(row -> row.personMode() == PersonMode.PROPERTYLESS)
            .count();
        usage.add(new DayUsage(day, anonymous, rows.size() - anonymous));
      }
    });
    return usage;
  }

  @Override
  public synchronized List<WarningSummary> warnings(int projectId, Instant since, int samples) {
    Map<String, List<Warning>> byType = newestWarnings().stream()
        .filter(warning -> isOf(projectId, warning.projectId()) && !warning.at().isBefore(since))
        .collect(Collectors.groupingBy(Warning::type, TreeMap::new, toList()));
    return byType.entrySet().stream()
        .map(entry -> new WarningSummary(
            entry.getKey(),
            entry.getValue().size(),
            entry.getValue().get(0).at(),
            entry.getValue().stream().limit(samples).toList()))
        .sorted(Comparator.comparing(WarningSummary::lastAt).reversed())
        .toList();
  }

  /** Returns when the newest row was processed, {@link Instant#MIN} for none. */
  synchronized Instant newest() {
    return events.stream()
        .map(EventRow::createdAt)
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  @Override
  public synchronized List<Warning> warnings(
      int projectId, String type, Instant since, int after, int limit) {
    return newestWarnings().stream()
        .filter(
            warning -> isOf(projectId, warning.projectId()) && warning.type().equals(type))
        .filter(warning -> !warning.at().isBefore(since))
        .skip(after)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Warning> warningsOf(
      int projectId, String prefix, Collection<String> distinctIds, int limit) {
    return newestWarnings().stream()
        .filter(
            warning -> isOf(projectId, warning.projectId()) && warning.type().startsWith(prefix))
        .filter(
            warning -> warning.distinctId() != null && distinctIds.contains(warning.distinctId()))
        .limit(limit)
        .toList();
  }

  /** Returns all persons there are now, in no order. */
  public synchronized List<Person> persons() {
    return List.copyOf(persons.values());
  }

  /** Returns which person each distinct id belongs to now, in no order. */
  public synchronized List<Assignment> assignments() {
    return List.copyOf(assignments.values());
  }

  /** Returns all groups there are now, in no order. */
  public synchronized List<Group> groups() {
    return List.copyOf(groups.values());
  }

  /** Returns all ingestion warnings, in the order written. */
  public synchronized List<Warning> warnings() {
    return List.copyOf(warnings);
  }

  private boolean isOf(int asked, int project) {
    return project == asked && !gone.contains(project);
  }

  private Stream<StoredEvent> matching(EventFilter filter) {
    return events.stream()
        .filter(row -> isOf(filter.projectId(), row.projectId()))
        .filter(row -> filter.event() == null
            ? !row.event().equals(EventFilter.RECORDING)
            : filter.event().equals(row.event()))
        .filter(row -> filter.distinctId() == null || filter.distinctId().equals(row.distinctId()))
        .filter(row -> filter.after() == null || row.timestamp().isAfter(filter.after()))
        .filter(row -> filter.before() == null || isBefore(row, filter.before(), filter))
        .map(row -> new StoredEvent(row, effective(row)))
        .filter(stored -> filter.personId() == null || filter.personId().equals(stored.personId()));
  }

  private static boolean isBefore(EventRow row, Instant before, EventFilter filter) {
    return row.timestamp().isBefore(before)
        || (filter.beforeUuid() != null
            && row.timestamp().equals(before)
            && row.uuid().toString().compareTo(filter.beforeUuid().toString()) < 0);
  }

  private UUID effective(EventRow row) {
    Assignment override = overrides.get(new IdKey(row.projectId(), row.distinctId()));
    return override == null ? row.personId() : override.personId();
  }

  @Override
  public void close() {}
}
