package dev.hedgerow.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.query.Changes.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What counts as changed, and what the bounds make of it. */
class ChangesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final Changes changes = new Changes();

  private static EventRow event(int project, String name, Instant at) {
    return new EventRow(
        project,
        new UUID(1, 1),
        name,
        "ann",
        at,
        at,
        new UUID(2, 2),
        at,
        PersonMode.FULL,
        Map.of(),
        Map.of(),
        "",
        Map.of());
  }

  private void added(int project, Instant... at) {
    changes.added(
        List.of(at).stream().map(moment -> event(project, "open", moment)).toList());
  }

  private boolean changed(int project, Instant from, long since) {
    return changes.changed(project, from, from.plus(HOUR), since);
  }

  @Test
  void aNewEventChangesItsHourOfItsProject() {
    long before = changes.now();
    added(1, NOON.plusSeconds(3_599), Instant.parse("1969-12-31T23:59:59Z"));

    assertThat(changed(1, NOON, before)).isTrue();
    assertThat(changed(1, NOON.plus(HOUR), before)).isFalse();
    assertThat(changed(1, NOON.minus(HOUR), before)).isFalse();
    assertThat(changed(1, Instant.EPOCH.minus(HOUR), before)).isTrue();
    assertThat(changed(1, Instant.EPOCH, before)).isFalse();
    assertThat(changes.changed(1, Instant.MIN, Instant.MAX, before)).isTrue();
    assertThat(changes.changed(1, Instant.MIN, Instant.MAX, changes.now())).isFalse();
    assertThat(changed(2, NOON, before)).isFalse();
  }

  @Test
  void partsOfRecordingsChangeNothing() {
    long before = changes.now();
    changes.added(List.of(event(1, "$snapshot", NOON)));

    assertThat(changed(1, NOON, before)).isFalse();
  }

  @Test
  void whatWasReadBeforeTheStartIsChanged() {
    assertThat(changed(1, NOON, 0)).isTrue();
    assertThat(changes.changed(1, Table.PERSONS, 0)).isTrue();
    changes.everything();
    assertThat(changed(1, NOON, 1)).isTrue();
  }

  @Test
  void aTableChangesByItself() {
    long before = changes.now();
    changes.changed(1, Table.GROUPS);

    assertThat(changes.changed(1, Table.GROUPS, before)).isTrue();
    assertThat(changes.changed(1, Table.PERSONS, before)).isFalse();
    assertThat(changes.changed(2, Table.GROUPS, before)).isFalse();
    assertThat(changed(1, NOON, before)).isFalse();
    changes.all(1);
    assertThat(changes.changed(1, Table.PERSONS, before)).isTrue();
    assertThat(changes.changed(1, Table.GROUPS, changes.now())).isFalse();
  }

  @Test
  void whatIsForgottenChangesTheTimeBeforeIt() {
    long before = changes.now();
    changes.forgotten(NOON);
    changes.forgotten(NOON.minus(HOUR));

    assertThat(changed(1, NOON.minusSeconds(1), before)).isTrue();
    assertThat(changed(1, NOON, before)).isFalse();
  }

  @Test
  void whoMovedChangesAllUntilItIsKnownWhenTheyWereActive() {
    long before = changes.now();
    changes.moved(List.of(new IdKey(1, "ann")));
    assertThat(changed(1, NOON, before)).isTrue();
    Changes.Moves moves = Objects.requireNonNull(changes.moves(1));
    assertThat(moves.distinctIds()).containsExactly("ann");
    changes.moved(List.of(new IdKey(1, "bob")));
    long hour = NOON.getEpochSecond() / 3_600;

    changes.settle(1, moves, List.of(hour));
    assertThat(Objects.requireNonNull(changes.moves(1)).distinctIds()).containsExactly("bob");
    changes.settle(1, Objects.requireNonNull(changes.moves(1)), List.of());

    assertThat(changes.moves(1)).isNull();
    assertThat(changed(1, NOON, before)).isTrue();
    assertThat(changed(1, NOON, moves.upTo())).isFalse();
    assertThat(changed(1, NOON.plus(HOUR), before)).isFalse();
  }

  @Test
  void whoMovesAgainMeanwhileIsToBeLookedForAgain() {
    changes.moved(List.of(new IdKey(1, "ann")));
    Changes.Moves moves = Objects.requireNonNull(changes.moves(1));
    changes.moved(List.of(new IdKey(1, "ann")));

    changes.settle(1, moves, List.of());

    assertThat(changes.moves(1)).isNotNull();
  }

  @Test
  void aDistinctIdThatSqlCannotNameChangesAllOfItsProject() {
    for (String id : List.of("a\0b", "\uD800")) {
      long before = changes.now();
      changes.moved(List.of(new IdKey(1, id)));
      assertThat(changes.moves(1)).isNull();
      assertThat(changed(1, NOON, before)).isTrue();
      assertThat(changed(2, NOON, before)).isFalse();
    }
  }

  @Test
  void onlySoManyMovesAndHoursAreToldApart() {
    long before = changes.now();
    List<IdKey> ids = new ArrayList<>();
    LongStream.rangeClosed(0, Changes.MOVED_MAX).forEach(i -> ids.add(new IdKey(1, "id " + i)));
    changes.moved(ids);
    assertThat(changes.moves(1)).isNull();
    assertThat(changed(1, NOON, before)).isTrue();
    assertThat(changed(2, NOON, before)).isFalse();

    long between = changes.now();
    added(
        1,
        LongStream.rangeClosed(0, Changes.HOURS_MAX)
            .mapToObj(i -> NOON.plus(HOUR.multipliedBy(i)))
            .toArray(Instant[]::new));
    assertThat(changed(2, NOON, between)).isTrue();
    assertThat(changed(1, NOON, changes.now())).isFalse();
  }

  @Test
  void theNewestEventIsKnownOnceItWasReadAndNeverTooEarly() {
    assertThat(changes.newest(1)).isNull();
    long read = changes.now();
    added(1, NOON.plus(HOUR));
    changes.newest(1, NOON, read);
    assertThat(changes.newest(1)).isEqualTo(NOON.plus(HOUR.multipliedBy(2)));

    added(1, NOON, NOON.plus(HOUR.multipliedBy(5)));
    assertThat(changes.newest(1)).isEqualTo(NOON.plus(HOUR.multipliedBy(5)));
    long late = changes.now();
    changes.everything();
    changes.newest(1, NOON, late);
    assertThat(changes.newest(1)).isNull();
  }
}
