package dev.hedgerow.server.embedded.duck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.query.Changes;
import dev.hedgerow.server.query.Changes.Table;
import dev.hedgerow.server.query.Unchanged;
import dev.hedgerow.server.query.Uuids;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.Erased;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store tells of all that changes what questions read. */
final class DuckChangesTest {
  @TempDir
  private Path folder;

  private DuckEvents events;
  private Changes changes;
  private EventRow row;
  private long block;
  private long before;

  @BeforeEach
  void open() throws Exception {
    events = DuckEvents.open(folder, 128, Limits.STANDARD);
    changes = events.changes();
    row = TwoProjects.rows(1).events().get(0);
    write(TwoProjects.rows(1));
    before = changes.now();
  }

  @AfterEach
  void close() throws Exception {
    events.close();
  }

  private void write(Rows rows) throws Exception {
    events.write(List.of(new OutboxBlock(++block, rows)));
  }

  private static Rows rows(List<EventRow> events, List<Assignment> overrides) {
    return new Rows(events, overrides, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private Unchanged look() throws Exception {
    return Unchanged.look(events, changes, 1);
  }

  private boolean same(Instant at) throws Exception {
    return look().events(at, at.plusSeconds(1), before);
  }

  private boolean same(Table table) throws Exception {
    return look().table(table, before);
  }

  private Instant dayBefore() {
    return row.timestamp().minus(Duration.ofDays(1));
  }

  @Test
  void newEventsChangeTheirHour() throws Exception {
    write(rows(List.of(row), List.of()));

    assertThat(same(row.timestamp())).isFalse();
    assertThat(same(dayBefore())).isTrue();
    assertThat(same(Table.PERSONS)).isTrue();
  }

  @Test
  void whoGoesToAnotherPersonChangesTheHoursTheyWereActiveIn() throws Exception {
    write(rows(List.of(), List.of(Samples.assigned(row.distinctId(), 9, 9))));

    assertThat(same(row.timestamp())).isFalse();
    assertThat(same(dayBefore())).isTrue();
  }

  @Test
  void personsAndGroupsChangeTheirTables() throws Exception {
    write(new Rows(
        List.of(),
        List.of(),
        List.of(Samples.person(1, 5)),
        List.of(),
        List.of(),
        List.of(),
        List.of()));
    assertThat(same(Table.PERSONS)).isFalse();
    assertThat(same(Table.GROUPS)).isTrue();
    assertThat(same(Table.COHORT_PEOPLE)).isTrue();
    write(new Rows(
        List.of(),
        List.of(),
        List.of(),
        List.of(new PersonKey(1, Samples.uuid(5))),
        List.of(),
        List.of(Samples.group(1, 0, "acme")),
        List.of()));
    assertThat(same(Table.GROUPS)).isFalse();
    assertThat(same(Table.COHORT_PEOPLE)).isFalse();
    assertThat(same(row.timestamp())).isTrue();
  }

  @Test
  void aCohortFoundAgainChangesSomethingOnlyIfItsMembersDo() throws Exception {
    Uuids members = Uuids.of(List.of(Samples.uuid(1)));
    events.cohorts().replace(1, 7, members);
    assertThat(same(Table.COHORT_PEOPLE)).isFalse();

    before = changes.now();
    events.cohorts().replace(1, 7, members);
    assertThat(same(Table.COHORT_PEOPLE)).isTrue();
    events.cohorts().replace(1, 7, new Uuids());
    assertThat(same(Table.COHORT_PEOPLE)).isFalse();
    before = changes.now();
    events.cohorts().retain(Set.of());
    assertThat(same(Table.COHORT_PEOPLE)).isFalse();
  }

  @Test
  void anErasureChangesAllOfItsProject() throws Exception {
    Erased erased = new Erased(1, Set.of("nobody"), Set.of(), true);
    write(new Rows(
        List.of(erased),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of()));

    assertThat(same(dayBefore())).isFalse();
    assertThat(same(Table.COHORT_PEOPLE)).isFalse();
    assertThat(changes.changed(2, Instant.MIN, Instant.MAX, before)).isFalse();
  }

  @Test
  void whatIsForgottenByAgeChangesWhatIsOlder() throws Exception {
    assertThat(events.forget(1, dayBefore(), 10)).isZero();
    assertThat(same(dayBefore().minusSeconds(9))).isTrue();
    Instant after = row.timestamp().plusSeconds(1);

    assertThat(events.forget(1, after, 10)).isPositive();

    assertThat(same(dayBefore())).isFalse();
    assertThat(same(after.plus(Duration.ofHours(1)))).isTrue();
  }

  @Test
  void aBeginningAnewChangesEverything() throws Exception {
    events.beginAfter(++block);
    assertThat(same(dayBefore())).isFalse();
  }

  @Test
  void theNewestEventIsLookedForOnce() throws Exception {
    Instant newest = TwoProjects.rows(1).events().stream()
        .filter(event -> !event.event().equals("$snapshot"))
        .map(EventRow::timestamp)
        .max(Instant::compareTo)
        .orElseThrow();
    assertThat(look().endsBefore(newest)).isFalse();
    assertThat(look().endsBefore(newest.plusNanos(1_000))).isTrue();
    assertThat(Unchanged.look(events, changes, 3).endsBefore(Instant.EPOCH)).isTrue();
  }
}
