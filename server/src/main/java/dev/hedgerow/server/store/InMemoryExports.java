package dev.hedgerow.server.store;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.Export;
import dev.hedgerow.server.query.ExportPage;
import dev.hedgerow.server.query.ExportReads;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The exports' twin in memory. */
public final class InMemoryExports implements ExportReads {
  /** A row and what orders it. */
  private record Line(Comparable<?> first, String second, List<@Nullable Object> cells) {
    private String place() {
      return first + "_" + second;
    }
  }

  private static final Comparator<Line> ORDER = Comparator.<Line, String>comparing(
          line -> line.first() instanceof Instant ? "" : line.first().toString())
      .thenComparing(line -> line.first() instanceof Instant at ? at : Instant.EPOCH)
      .thenComparing(Line::second);

  private final InMemoryEventStore events;
  private final InMemoryState state;
  private final BooleanSupplier settled;

  /**
   * Makes one over a store and a state.
   *
   * @param settled whether all that was accepted is in the store
   */
  public InMemoryExports(InMemoryEventStore events, InMemoryState state, BooleanSupplier settled) {
    this.events = events;
    this.state = state;
    this.settled = settled;
  }

  @Override
  public ExportPage page(Export export) throws RejectedException {
    Line after = export.after() == null ? null : place(export.kind(), export.after());
    List<Line> lines = switch (export.kind()) {
      case EVENTS -> events(export);
      case PERSONS -> persons(export.projectId());
      case GROUPS -> groups(export.projectId());
    };
    List<Line> left = lines.stream()
        .sorted(ORDER)
        .filter(line -> after == null || ORDER.compare(line, after) > 0)
        .toList();
    List<Line> page = left.stream().limit(export.rowsMax()).toList();
    return new ExportPage(
        page.stream().map(Line::cells).toList(),
        page.size() < left.size() ? page.get(page.size() - 1).place() : null);
  }

  private List<Line> events(Export export) {
    EventFilter recordings = new EventFilter(
        export.projectId(), EventFilter.RECORDING, null, null, null, null, Integer.MAX_VALUE);
    List<EventRow> rows = new ArrayList<>();
    events
        .events(EventFilter.newest(export.projectId(), Integer.MAX_VALUE))
        .forEach(one -> rows.add(one.row()));
    events.events(recordings).forEach(one -> rows.add(one.row()));
    Instant newest = settled.getAsBoolean() ? Instant.MAX : events.newest();
    return rows.stream()
        .filter(row -> row.createdAt().isBefore(newest))
        .filter(row -> export.from() == null || !row.timestamp().isBefore(export.from()))
        .filter(row -> export.to() == null || row.timestamp().isBefore(export.to()))
        .map(row -> new Line(row.createdAt(), row.uuid().toString(), cells(row)))
        .toList();
  }

  private static List<@Nullable Object> cells(EventRow row) {
    Map<String, String> groups = new TreeMap<>();
    row.groups().forEach((index, key) -> groups.put(index.toString(), key));
    return Arrays.asList(
        row.uuid(),
        row.event(),
        row.distinctId(),
        row.timestamp(),
        row.createdAt(),
        row.personId(),
        row.personCreatedAt(),
        row.personMode().word(),
        row.elementsChain(),
        groups,
        row.properties(),
        row.personProperties());
  }

  private List<Line> persons(int projectId) {
    List<Line> lines = new ArrayList<>();
    for (Person person : state.allPersons(projectId)) {
      List<Assignment> all = state.assignmentsOf(person.key());
      for (int from = 0; from < all.size(); from += IDS_MAX) {
        List<Assignment> some = all.subList(from, Math.min(all.size(), from + IDS_MAX));
        List<String> ids = some.stream().map(one -> one.key().distinctId()).toList();
        lines.add(new Line(
            person.id().toString(),
            ids.get(ids.size() - 1),
            Arrays.asList(
                person.id(),
                person.createdAt(),
                person.identified(),
                person.version(),
                person.properties(),
                ids,
                some.stream().map(Assignment::version).toList())));
      }
    }
    return lines;
  }

  private List<Line> groups(int projectId) {
    List<Line> lines = state.groupTypes(projectId).stream()
        .map(type -> new Line(
            type.index(),
            "",
            Arrays.<@Nullable Object>asList(
                type.index(), type.type(), null, null, null, null, null)))
        .collect(Collectors.toCollection(ArrayList::new));
    for (Group group : state.allGroups(projectId)) {
      lines.add(new Line(
          group.key().index(),
          group.key().key(),
          Arrays.asList(
              group.key().index(),
              group.type(),
              group.key().key(),
              group.createdAt(),
              group.updatedAt(),
              group.version(),
              group.properties())));
    }
    return lines;
  }

  private static Line place(Export.Kind kind, String text) throws RejectedException {
    int split = text.indexOf('_');
    try {
      String first = text.substring(0, split);
      Comparable<?> parsed = switch (kind) {
        case EVENTS -> Instant.parse(first);
        case PERSONS -> UUID.fromString(first).toString();
        case GROUPS -> Integer.valueOf(first);
      };
      return new Line(parsed, text.substring(split + 1), List.of());
    } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new RejectedException(400, "invalid_input", "expected a place under after", "after");
    }
  }
}
