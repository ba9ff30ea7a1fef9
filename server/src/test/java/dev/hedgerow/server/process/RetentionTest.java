package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.catalog.InMemoryCatalog;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.Settings;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.store.InMemoryEventStore;
import dev.hedgerow.server.store.InMemoryState;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.Samples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forgetting by age and by disk budget, a slice a turn. */
class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
  private static final long BYTES = 1_000;

  private final InMemoryEventStore events = new InMemoryEventStore();
  private final StoreWriter store = new StoreWriter(new InMemoryState(), events, 10);
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Instant now = NOW;
  private boolean unmeasurable;
  private int number;
  private Project project;
  private Project other;

  @BeforeEach
  void makeProjects() throws IOException {
    project = catalog.createProject("one", "phc_one", NOW);
    other = catalog.createProject("other", "phc_other", NOW);
  }

  private Retention retention(long budget) {
    return new Retention(
        store,
        catalog,
        Limits.STANDARD,
        () -> now,
        () -> {
          if (unmeasurable) {
            throw new IOException("no folder");
          }
          return left() * BYTES;
        },
        budget,
        registry);
  }

  private long left() {
    return left(project) + left(other);
  }

  private long left(Project of) {
    EventFilter recordings =
        new EventFilter(of.id(), EventFilter.RECORDING, null, null, null, null, Integer.MAX_VALUE);
    return events.count(EventFilter.newest(of.id(), Integer.MAX_VALUE)) + events.count(recordings);
  }

  /** Stores an event of each of those days before now, and a recording. */
  private void store(Project of, int... daysAgo) throws IOException {
    List<EventRow> rows = new ArrayList<>();
    for (int days : daysAgo) {
      for (String event : List.of("clicked", EventFilter.RECORDING)) {
        rows.add(new EventRow(
            of.id(),
            Samples.uuid(++number),
            event,
            "id",
            NOW.minus(Duration.ofDays(days)),
            NOW,
            Samples.uuid(1),
            NOW,
            PersonMode.FULL,
            Map.of(),
            Map.of(),
            "",
            Map.of()));
      }
    }
    Rows block = new Rows(rows, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    events.write(List.of(new OutboxBlock(events.outbox() + 1, block)));
  }

  private void keep(Project of, int days) throws IOException {
    Settings usual = Settings.STANDARD;
    catalog.changeSettings(
        of.id(),
        of.settingsVersion(),
        new Settings(
            usual.autocaptureOptOut(),
            usual.elementAllowlist(),
            usual.selectorAllowlist(),
            usual.selectorIgnorelist(),
            usual.discardIps(),
            usual.allowedOrigins(),
            days,
            usual.dropBots(),
            usual.cookieless(),
            ZoneOffset.UTC));
  }

  private static int turn(Retention retention) throws IOException {
    int gone = 0;
    for (int i = 0; i < 50; i++) {
      gone += retention.runOnce();
    }
    return gone;
  }

  private double forgotten(String why) {
    return registry.counter("hedgerow.events.forgotten", "why", why).count();
  }

  @Test
  void nothingIsForgottenUnlessAsked() throws IOException {
    store(project, 1, 1_000);
    assertThat(turn(retention(0))).isZero();
    assertThat(left()).isEqualTo(4);
  }

  @Test
  void aProjectKeepsSoManyDays() throws IOException {
    keep(project, 30);
    store(project, 0, 29, 31, 400);
    store(other, 400);
    Retention retention = retention(0);
    assertThat(turn(retention)).isEqualTo(4);
    assertThat(left(project)).isEqualTo(4);
    assertThat(left(other)).isEqualTo(2);
    assertThat(forgotten("age")).isEqualTo(4);
    now = NOW.plus(Duration.ofDays(2));
    assertThat(turn(retention)).isEqualTo(2);
  }

  @Test
  void aSettingCountsWithinAMinute() throws IOException {
    store(project, 400);
    Retention retention = retention(0);
    assertThat(turn(retention)).isZero();
    keep(project, 30);
    assertThat(turn(retention)).isZero();
    now = NOW.plus(Limits.STANDARD.retentionEvery());
    assertThat(turn(retention)).isEqualTo(2);
  }

  @Test
  void overTheBudgetTheOldestDaysOfAllProjectsGoFirst() throws IOException {
    store(project, 0, 10, 20);
    store(other, 1, 20, 30);
    Retention retention = retention(6 * BYTES);
    assertThat(turn(retention)).isEqualTo(6);
    assertThat(left(project)).isEqualTo(4);
    assertThat(left(other)).isEqualTo(2);
    assertThat(retention.usedBytes()).isEqualTo(6 * BYTES);
    assertThat(retention.warning()).isNull();
    assertThat(forgotten("budget")).isEqualTo(6);
    assertThat(events.checkpointed()).isEqualTo(events.outbox());
  }

  @Test
  void theNewestDaysStayAndAreWarnedOf() throws IOException {
    store(project, 0, 1, 2, 3, 4);
    Retention retention = retention(BYTES);
    turn(retention);
    assertThat(left()).isEqualTo(8);
    assertThat(retention.warning())
        .isEqualTo("over the disk budget: 8000 bytes of 1000, and no event is older than 3 days");
    now = NOW.plus(Duration.ofDays(9));
    turn(retention);
    assertThat(left()).isZero();
    assertThat(retention.warning()).isNull();
  }

  @Test
  void aSliceATurnAndNoneWhileABackupIsMade() throws IOException {
    keep(project, 1);
    int[] old = new int[Limits.STANDARD.retentionRowsMax()];
    Arrays.fill(old, 9);
    store(project, old);
    Retention retention = retention(0);
    assertThat(retention.runOnce()).isEqualTo(Limits.STANDARD.retentionRowsMax());
    store.whileResting(() -> assertThat(retention.runOnce()).isZero());
    turn(retention);
    assertThat(left()).isZero();
  }

  @Test
  void aDiskThatCannotBeMeasuredStopsNothing() throws IOException {
    unmeasurable = true;
    keep(project, 30);
    store(project, 1, 31);
    assertThat(turn(retention(1))).isEqualTo(2);
  }
}
