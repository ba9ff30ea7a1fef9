package dev.hedgerow.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Export;
import dev.hedgerow.server.query.Export.Kind;
import dev.hedgerow.server.query.ExportPage;
import dev.hedgerow.server.query.ExportReads;
import dev.hedgerow.server.wire.ExportLines;
import dev.hedgerow.server.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link ExportReads} promise. Every backend's test extends this. */
public abstract class ExportReadsContract {
  private static final Instant NOON = Samples.NOON;

  /** A store, a state, and the exports of both. */
  public record Backend(EventStore events, StateStore state, ExportReads exports) {}

  protected volatile boolean settled = true;
  private Backend backend;
  private long outbox;

  /** Opens everything empty; {@link #settled} says whether all is stored. */
  protected abstract Backend open() throws Exception;

  @BeforeEach
  final void openBackend() throws Exception {
    backend = open();
  }

  @AfterEach
  final void closeBackend() throws Exception {
    backend.events().close();
    backend.state().close();
  }

  private void store(EventRow... rows) throws Exception {
    Rows block =
        new Rows(List.of(rows), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    backend.events().write(List.of(new OutboxBlock(++outbox, block)));
  }

  private static EventRow row(long number, Instant createdAt) {
    return new EventRow(
        1,
        Samples.uuid(number),
        "event " + number,
        "id",
        NOON.plusSeconds(number),
        createdAt,
        Samples.uuid(7),
        NOON,
        PersonMode.FULL,
        Map.of(),
        Map.of("number", number),
        "",
        Map.of());
  }

  private List<Map<String, @Nullable Object>> all(Export export) throws Exception {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    String place = export.after();
    do {
      ExportPage page = backend.exports().page(export.after(place));
      assertThat(page.rows()).hasSizeLessThanOrEqualTo(export.rowsMax());
      byte[] lines = ExportLines.NDJSON.lines(export.kind().columns(), page.rows());
      for (String line : new String(lines, UTF_8).lines().toList()) {
        found.add(Json.object(line));
      }
      place = page.next();
    } while (place != null);
    return found;
  }

  private static Export export(Kind kind, int rows) {
    return new Export(kind, 1, null, null, null, rows);
  }

  private List<Object> numbers(Export export) throws Exception {
    return all(export).stream()
        .map(one -> Objects.requireNonNull(
            ((Map<?, ?>) Objects.requireNonNull(one.get("properties"))).get("number")))
        .map(Object.class::cast)
        .toList();
  }

  @Test
  final void anEmptyProjectGivesNothing() throws Exception {
    for (Kind kind : Kind.values()) {
      assertThat(all(export(kind, 10))).isEmpty();
    }
  }

  @Test
  final void anEventComesWithAllThatIsKept() throws Exception {
    EventRow row = Samples.row(3, PersonMode.FULL);
    store(row);
    Map<String, @Nullable Object> found = all(export(Kind.EVENTS, 10)).get(0);
    assertThat(List.copyOf(found.keySet())).isEqualTo(Kind.EVENTS.columns());
    assertThat(found)
        .containsEntry("uuid", row.uuid().toString())
        .containsEntry("event", row.event())
        .containsEntry("distinct_id", row.distinctId())
        .containsEntry("timestamp", "9999-12-31T23:59:59.999999Z")
        .containsEntry("created_at", "2026-11-22T12:00:00.123456Z")
        .containsEntry("person_id", row.personId().toString())
        .containsEntry("person_created_at", "0000-01-01T00:00:00.000001Z")
        .containsEntry("person_mode", "full")
        .containsEntry("elements_chain", row.elementsChain())
        .containsEntry("groups", Map.of("0", "acme", "4", "ä"))
        .containsEntry("properties", row.properties())
        .containsEntry("person_properties", row.personProperties());
  }

  @Test
  final void eventsComeInTheOrderProcessedWhateverThePages() throws Exception {
    store(row(9, NOON), row(2, NOON), row(5, NOON));
    store(row(1, NOON.plusSeconds(1)), row(8, NOON.plusSeconds(1)));
    for (int rows = 1; rows < 7; rows++) {
      assertThat(numbers(export(Kind.EVENTS, rows))).containsExactly(2L, 5L, 9L, 1L, 8L);
    }
  }

  @Test
  final void anExportGoesOnAfterAnyOfItsRows() throws Exception {
    store(row(1, NOON), row(2, NOON));
    String place = NOON + "_" + Samples.uuid(1);
    assertThat(numbers(export(Kind.EVENTS, 10).after(place))).containsExactly(2L);
    store(row(3, NOON.plusSeconds(1)));
    assertThat(numbers(export(Kind.EVENTS, 10).after(NOON + "_" + Samples.uuid(2))))
        .containsExactly(3L);
  }

  @Test
  final void theMomentThatIsNotOverWaits() throws Exception {
    store(row(1, NOON), row(2, NOON.plusSeconds(1)));
    settled = false;
    assertThat(numbers(export(Kind.EVENTS, 10))).containsExactly(1L);
    settled = true;
    assertThat(numbers(export(Kind.EVENTS, 10))).containsExactly(1L, 2L);
  }

  @Test
  final void onlyEventsOfATimeAndOfTheProject() throws Exception {
    store(row(1, NOON), row(2, NOON), row(3, NOON), Samples.rows(1).events().get(0));
    Export some = new Export(Kind.EVENTS, 1, NOON.plusSeconds(2), NOON.plusSeconds(3), null, 10);
    assertThat(numbers(some)).containsExactly(2L);
    assertThat(all(new Export(Kind.EVENTS, 2, null, null, null, 10))).isEmpty();
  }

  @Test
  final void largeRowsMakeSmallPages() throws Exception {
    String large = "x".repeat(ExportReads.PAGE_CHARS / 3);
    for (long number = 0; number < 5; number++) {
      EventRow row = row(number, NOON);
      store(new EventRow(
          1,
          row.uuid(),
          "large",
          "id",
          NOON,
          NOON,
          row.personId(),
          NOON,
          PersonMode.FULL,
          Map.of(),
          Map.of("number", number, "text", large),
          "",
          Map.of()));
    }
    assertThat(numbers(export(Kind.EVENTS, 10))).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  final void aPersonComesWithItsIdsInSeveralRowsWhereTheyAreMany() throws Exception {
    UUID log = UUID.randomUUID();
    Change change = new Change(log, 1, NOON)
        .persons(Samples.person(1, 4), Samples.person(1, 5), Samples.person(2, 6));
    for (int i = 0; i < ExportReads.IDS_MAX + 2; i++) {
      change.assigned(Samples.assigned("many %04d".formatted(i), 4, i % 3));
    }
    change.assigned(Samples.assigned("one_with_bars_", 5, 8));
    change.assigned(new Assignment(new IdKey(2, "other"), Samples.uuid(6), 0));
    backend.state().commit(change.made());

    for (int rows : new int[] {1, 7, 5_000}) {
      List<Map<String, @Nullable Object>> found = all(export(Kind.PERSONS, rows));
      List<Object> ids = new ArrayList<>();
      found.forEach(row -> ids.addAll((List<?>) Objects.requireNonNull(row.get("distinct_ids"))));
      assertThat(ids).hasSize(ExportReads.IDS_MAX + 3).doesNotHaveDuplicates();
    }
    List<Map<String, @Nullable Object>> found = all(export(Kind.PERSONS, 5_000));
    assertThat(found).hasSize(3);
    assertThat(found.get(2))
        .containsEntry("id", Samples.uuid(5).toString())
        .containsEntry("created_at", "2026-11-22T12:00:00.123456Z")
        .containsEntry("is_identified", false)
        .containsEntry("version", 5L)
        .containsEntry("properties", Samples.properties())
        .containsEntry("distinct_ids", List.of("one_with_bars_"))
        .containsEntry("distinct_id_versions", List.of(8L));
    assertThat(all(export(Kind.PERSONS, 10).after(Samples.uuid(5) + "_one_with_bars_")))
        .isEmpty();
  }

  @Test
  final void groupTypesComeBeforeTheirGroups() throws Exception {
    Group group = Samples.group(1, 1, "a_b");
    backend
        .state()
        .commit(new Change(UUID.randomUUID(), 1, NOON)
            .types(
                new GroupType(1, "site", 0),
                new GroupType(1, "company", 1),
                new GroupType(2, "other", 0))
            .groups(
                group,
                new Group(new GroupKey(1, 1, "z"), "company", NOON, NOON, 0, Map.of()),
                Samples.group(2, 0, "elsewhere"))
            .made());
    for (int rows = 1; rows < 6; rows++) {
      assertThat(all(export(Kind.GROUPS, rows)))
          .extracting(row -> row.get("index") + " " + row.get("type") + " " + row.get("key"))
          .containsExactly("0 site null", "1 company null", "1 company a_b", "1 company z");
    }
    assertThat(all(export(Kind.GROUPS, 10)).get(2))
        .containsEntry("created_at", "0000-01-01T00:00:00.000001Z")
        .containsEntry("updated_at", "9999-12-31T23:59:59.999999Z")
        .containsEntry("version", 3L)
        .containsEntry("properties", Samples.properties());
    assertThat(all(export(Kind.GROUPS, 10).after("1_a_b"))).hasSize(1);
  }

  @Test
  final void aPlaceThatIsNoneIsRefused() {
    for (Kind kind : Kind.values()) {
      for (String place : List.of("", "_", "x_y", "nothing", "2026-13-01T00:00:00Z_x")) {
        assertThatThrownBy(() -> backend.exports().page(export(kind, 10).after(place)))
            .isInstanceOf(RejectedException.class)
            .hasMessageContaining("under after");
      }
    }
  }
}
