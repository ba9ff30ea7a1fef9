package dev.hedgerow.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.query.DayUsage;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.IngestionReads;
import dev.hedgerow.server.query.WarningSummary;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an event store promises about counts, warnings and recordings. Every store's test extends this. */
public abstract class IngestionReadsContract {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

  private EventStore store;

  /** Opens an empty store. */
  protected abstract EventStore open() throws IOException;

  @BeforeEach
  final void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  final void closeStore() throws IOException {
    store.close();
  }

  @Test
  final void anEmptyStoreHasNoDaysAndNoWarnings() throws IOException {
    assertThat(reads().usage(1, DAY, DAY, ZoneOffset.UTC)).isEmpty();
    assertThat(reads().warnings(1, Instant.EPOCH, 5)).isEmpty();
  }

  @Test
  final void eventsCountByTheirDayAndKind() throws IOException {
    write(
        event(1, "a", "2026-02-28T23:59:59.999999Z", PersonMode.FULL),
        event(1, "a", "2026-03-01T00:00:00Z", PersonMode.PROPERTYLESS),
        event(1, "b", "2026-03-01T23:59:59.999999Z", PersonMode.PROPERTYLESS),
        event(1, "b", "2026-03-01T12:00:00Z", PersonMode.FORCE_UPGRADE),
        event(1, "b", "2026-03-03T12:00:00Z", PersonMode.FULL),
        event(2, "a", "2026-03-01T12:00:00Z", PersonMode.FULL));

    assertThat(reads().usage(1, DAY, DAY, ZoneOffset.UTC)).containsExactly(new DayUsage(DAY, 2, 1));
    assertThat(reads().usage(1, DAY.minusDays(1), DAY.plusDays(2), ZoneOffset.UTC))
        .containsExactly(
            new DayUsage(DAY.minusDays(1), 0, 1),
            new DayUsage(DAY, 2, 1),
            new DayUsage(DAY.plusDays(2), 0, 1));
    assertThat(reads().usage(2, DAY, DAY, ZoneOffset.UTC)).containsExactly(new DayUsage(DAY, 0, 1));
  }

  @Test
  final void whatTheContractLeavesOutIsNotCounted() throws IOException {
    List<EventRow> rows = new ArrayList<>();
    for (String name : IngestionReads.UNCOUNTED) {
      rows.add(event(1, name, NOON.toString(), PersonMode.FULL));
    }
    rows.add(event(1, "$ai_generation", NOON.toString(), PersonMode.FULL));
    rows.add(event(1, "ai_generation", NOON.toString(), PersonMode.FULL));
    write(rows.toArray(EventRow[]::new));

    assertThat(reads().usage(1, DAY, DAY, ZoneOffset.UTC)).containsExactly(new DayUsage(DAY, 0, 1));
  }

  @Test
  final void recordingsAreFoundByTheirNameOnly() throws IOException {
    write(
        event(1, "$snapshot", NOON.toString(), PersonMode.PROPERTYLESS),
        event(1, "e", NOON.toString(), PersonMode.PROPERTYLESS));

    assertThat(store.events().count(EventFilter.newest(1, 9))).isEqualTo(1);
    assertThat(store.events().events(EventFilter.newest(1, 9)))
        .extracting(found -> found.row().event())
        .containsExactly("e");
    EventFilter named = new EventFilter(1, "$snapshot", null, null, null, null, 9);
    assertThat(store.events().count(named)).isEqualTo(1);
  }

  @Test
  final void warningsComeByTypeWithTheirNewest() throws IOException {
    List<Warning> all = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      all.add(warning(1, "often", NOON.plusSeconds(i)));
    }
    all.add(warning(1, "late", NOON.plusSeconds(60)));
    all.add(warning(1, "old", NOON.minusSeconds(1)));
    all.add(warning(2, "often", NOON.plusSeconds(99)));
    store.write(List.of(new OutboxBlock(
        1, new Rows(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), all))));

    List<WarningSummary> found = reads().warnings(1, NOON, 2);

    assertThat(found).extracting(WarningSummary::type).containsExactly("late", "often");
    assertThat(found.get(1).count()).isEqualTo(9);
    assertThat(found.get(1).lastAt()).isEqualTo(NOON.plusSeconds(8));
    assertThat(found.get(1).samples())
        .containsExactly(
            warning(1, "often", NOON.plusSeconds(8)), warning(1, "often", NOON.plusSeconds(7)));
  }

  @Test
  final void daysBeginWhereTheZoneSays() throws IOException {
    ZoneId kathmandu = ZoneId.of("Asia/Kathmandu"); // 5:45 ahead
    write(
        event(1, "a", DAY + "T18:14:59Z", PersonMode.FULL),
        event(1, "b", DAY + "T18:15:00Z", PersonMode.PROPERTYLESS),
        event(1, "c", DAY.plusDays(1) + "T18:14:59Z", PersonMode.FULL));

    assertThat(reads().usage(1, DAY, DAY, kathmandu)).containsExactly(new DayUsage(DAY, 0, 1));
    assertThat(reads().usage(1, DAY, DAY.plusDays(1), kathmandu))
        .containsExactly(new DayUsage(DAY, 0, 1), new DayUsage(DAY.plusDays(1), 1, 1));
  }

  @Test
  final void warningsOfOneTypeComePageByPage() throws IOException {
    List<Warning> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(warning(1, "often", NOON.plusSeconds(i)));
    }
    all.add(warning(1, "often", NOON.minusSeconds(1)));
    all.add(warning(1, "other", NOON));
    all.add(warning(2, "often", NOON));
    writeWarnings(1, all);

    assertThat(reads().warnings(1, "often", NOON, 0, 2)).containsExactly(all.get(4), all.get(3));
    assertThat(reads().warnings(1, "often", NOON, 4, 2)).containsExactly(all.get(0));
    assertThat(reads().warnings(1, "nothing", NOON, 0, 2)).isEmpty();
  }

  @Test
  final void onlyTheNewestWarningsOfEachTypeAreKeptAndNoneTooLong() throws IOException {
    int most = Limits.STANDARD.warningsKept();
    List<Warning> all = new ArrayList<>();
    all.add(warning(1, "seldom", NOON));
    all.add(warning(1, "late", NOON.minus(Limits.STANDARD.warningsKeptFor())));
    for (int i = 0; i < most + 1_000; i++) {
      all.add(warning(1, "often", NOON.plusSeconds(i)));
    }
    writeWarnings(1, all);

    assertThat(reads().warnings(1, Instant.EPOCH, 1))
        .extracting(found -> found.type() + " " + found.count())
        .containsExactly("often " + most, "seldom 1");
    assertThat(reads().warnings(1, "often", Instant.EPOCH, most - 1, 9))
        .containsExactly(warning(1, "often", NOON.plusSeconds(1_000)));
  }

  @Test
  final void warningsOfSomeIdsAreFoundByHowTheirTypeBegins() throws IOException {
    Warning first = new Warning(1, "cannot_a", NOON, "e", "x", new UUID(1, 1), Map.of());
    Warning second =
        new Warning(1, "cannot_b", NOON.plusSeconds(1), "e", "it's", new UUID(1, 2), Map.of());
    writeWarnings(
        1,
        List.of(
            first,
            second,
            new Warning(1, "cannot_a", NOON, "e", "y", null, Map.of()),
            new Warning(1, "cannot_a", NOON, null, null, null, Map.of()),
            new Warning(1, "may_a", NOON, "e", "x", null, Map.of()),
            new Warning(2, "cannot_a", NOON, "e", "x", null, Map.of())));

    List<String> ids = List.of("x", "it's", "z");
    assertThat(reads().warningsOf(1, "cannot_", ids, 9)).containsExactly(second, first);
    assertThat(reads().warningsOf(1, "cannot_", ids, 1)).containsExactly(second);
    assertThat(reads().warningsOf(1, "cannot_", List.of(), 9)).isEmpty();
  }

  private void writeWarnings(long number, List<Warning> warnings) throws IOException {
    store.write(List.of(new OutboxBlock(
        number,
        new Rows(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), warnings))));
  }

  private IngestionReads reads() {
    return store.ingestion();
  }

  private void write(EventRow... rows) throws IOException {
    store.write(List.of(EventStoreContract.block(1, rows)));
  }

  private static Warning warning(int projectId, String type, Instant at) {
    return new Warning(
        projectId, type, at, "e", "<b>x</b>", new UUID(1, 2), Map.of("detail", "expected \"x\""));
  }

  private static EventRow event(int projectId, String name, String at, PersonMode mode) {
    EventRow row = EventStoreContract.event(name, "x", Instant.parse(at));
    return new EventRow(
        projectId,
        row.uuid(),
        name,
        row.distinctId(),
        row.timestamp(),
        row.createdAt(),
        row.personId(),
        row.personCreatedAt(),
        mode,
        Map.of(),
        Map.of(),
        "",
        Map.of());
  }
}
