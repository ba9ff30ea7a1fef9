package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.VisitsStore.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.KeptTrends;
import dev.hedgerow.server.insight.ask.KeptTrends.Part;
import dev.hedgerow.server.insight.ask.Sources;
import dev.hedgerow.server.query.Changes;
import dev.hedgerow.server.query.SqlReads;
import dev.hedgerow.server.query.Table;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trend that was asked before still asks the engine for. */
class KeptTrendsTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
  private static final Project SHOP = new Project(1, "Shop", "phc_shop", NOW, 1);
  private static final String TODAY = "2026-03-10T00:00";

  @TempDir
  private Path folder;

  private DuckEvents store;
  private final List<String> asked = new ArrayList<>();
  private Insights insights;
  private Instant now = NOW;
  private int blocks;

  /** Writes down what is asked. */
  private final class Noting implements SqlReads {
    @Override
    public Table select(int projectId, String sql, int limit)
        throws RejectedException, IOException {
      asked.add(sql);
      return store.select(projectId, sql, limit);
    }

    @Override
    public void each(int projectId, String sql, RowTaker taker)
        throws RejectedException, IOException {
      asked.add(sql);
      store.each(projectId, sql, taker);
    }

    @Override
    public @Nullable Changes changes() {
      return store.changes();
    }
  }

  @BeforeEach
  void open() throws Exception {
    store = DuckEvents.open(folder, 128, Limits.STANDARD);
    insights = new Insights(new Sources(new Noting(), new InMemoryActions(), Limits.STANDARD));
    Visits visits = new Visits(1, ZoneId.of("UTC"), NOW);
    for (int day = 0; day < 40; day++) {
      Instant at = NOW.minus(Duration.ofDays(day)).minusSeconds(60);
      visits.event("open", "day " + day, at, Map.of(), Map.of());
    }
    store.write(List.of(new OutboxBlock(++blocks, visits.rows())));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private void write(String distinctId, Instant at) throws IOException {
    write(distinctId, "", at);
  }

  private void write(String distinctId, String color, Instant at) throws IOException {
    Visits visits = new Visits(1, ZoneId.of("UTC"), NOW);
    Map<String, Object> properties = color.isEmpty() ? Map.of() : Map.of("color", color);
    visits.event("open", distinctId, at, properties, Map.of());
    store.write(List.of(new OutboxBlock(++blocks, visits.rows())));
  }

  private void join(String distinctId, String to) throws IOException {
    Assignment override =
        new Assignment(new IdKey(1, distinctId), PersonIds.of(new IdKey(1, to)), blocks);
    store.write(List.of(new OutboxBlock(
        ++blocks,
        new Rows(
            List.of(), List.of(override), List.of(), List.of(), List.of(), List.of(), List.of()))));
  }

  private String ask(String math, boolean anew) throws Exception {
    return ask(math, null, anew);
  }

  private String ask(String math, @Nullable Object breakdown, boolean anew) throws Exception {
    asked.clear();
    return String.valueOf(insights
        .answer(
            SHOP,
            object(
                "kind",
                "TrendsQuery",
                "dateRange",
                object("date_from", "-30d"),
                "breakdownFilter",
                breakdown,
                "series",
                List.of(object("event", "open", "math", math))),
            now,
            anew)
        .get("results"));
  }

  private void askOnly(String math, boolean anew) throws Exception {
    assertThat(ask(math, anew)).isNotEmpty();
  }

  /** Returns the beginnings of the times that were asked for. */
  private List<String> beginnings() {
    return asked.stream()
        .map(
            sql -> sql.replaceAll("(?s).*events.\"timestamp\" >= CAST\\('([^']{16})[^']*'.*", "$1"))
        .toList();
  }

  @Test
  void whereNothingChangedTheEngineIsNotAsked() throws Exception {
    String first = ask("dau", false);
    assertThat(beginnings()).containsExactly("2026-02-08T00:00");

    assertThat(ask("dau", false)).isEqualTo(first);
    assertThat(asked).isEmpty();
  }

  @Test
  void newEventsOfTodayAskForTodayAlone() throws Exception {
    for (String math : List.of("total", "dau", "avg_count_per_actor")) {
      askOnly(math, false);
      write("late", NOW.minusSeconds(30));

      askOnly(math, false);
      assertThat(beginnings()).as(math).containsExactly(TODAY);
    }
  }

  @Test
  void whoWasActiveInTheLastDaysIsAskedForTheDaysThatTheyReachOnly() throws Exception {
    askOnly("weekly_active", false);
    write("late", NOW.minusSeconds(30));

    askOnly("weekly_active", false);

    assertThat(beginnings()).containsExactly("2026-03-03T00:00");
  }

  @Test
  void tomorrowMostDaysOfTodayAreStillGood() throws Exception {
    askOnly("dau", false);
    now = NOW.plus(Duration.ofDays(1));

    askOnly("dau", false);

    assertThat(beginnings()).containsExactly(TODAY);
  }

  @Test
  void anEventOfLongAgoAsksForItsDay() throws Exception {
    askOnly("total", false);
    write("old", NOW.minus(Duration.ofDays(5)));

    askOnly("total", false);

    assertThat(beginnings()).containsExactly("2026-03-05T00:00");
    assertThat(asked.get(0)).contains("events.\"timestamp\" < CAST('2026-03-06T00:00");
  }

  @Test
  void whoMovesAsksForTheDaysTheyWereActiveIn() throws Exception {
    askOnly("dau", false);
    join("day 9", "day 3");

    askOnly("dau", false);

    assertThat(asked).hasSize(2);
    assertThat(asked.get(0)).contains("events.distinct_id IN ('day 9')");
    assertThat(beginnings().get(1)).isEqualTo("2026-03-01T00:00");
    assertThat(asked.get(1)).contains("events.\"timestamp\" < CAST('2026-03-02T00:00");
    String last = ask("dau", false);
    assertThat(asked).isEmpty();
    assertThat(last).isEqualTo(ask("dau", true));
  }

  private String by(String property) throws Exception {
    return ask("dau", object("breakdown", property, "breakdown_limit", 2), false);
  }

  @Test
  void aBreakdownIsKeptFromTheSecondTimeOnWhileTheSameValuesAreToldApart() throws Exception {
    write("blue", "red", NOW.minus(Duration.ofDays(3)));
    write("blue", "red", NOW.minus(Duration.ofDays(2)));
    write("green", "blue", NOW.minus(Duration.ofDays(2)));
    String first = by("color");
    assertThat(beginnings()).containsExactly("2026-02-08T00:00");
    assertThat(by("color")).isEqualTo(first);
    assertThat(by("color")).isEqualTo(first);
    assertThat(asked).isEmpty();

    write("late", "red", NOW.minusSeconds(30));
    assertThat(by("color")).isNotEqualTo(first);
    assertThat(beginnings()).containsExactly(TODAY, TODAY);

    for (int i = 0; i < 4; i++) {
      write("late " + i, "green", NOW.minusSeconds(30));
    }
    assertThat(by("color")).contains("green");
    assertThat(beginnings())
        .as("green is told apart now, and red no more")
        .containsExactly(TODAY, "2026-03-07T00:00", TODAY);
  }

  @Test
  void whoAsksAnewAsksForAll() throws Exception {
    askOnly("dau", false);

    askOnly("dau", true);

    assertThat(beginnings()).containsExactly("2026-02-08T00:00");
  }

  @Test
  void whatWasNotAskedForLongestMakesRoom() {
    KeptTrends kept = new KeptTrends(10_000);
    Map<Instant, Part> parts =
        Map.of(NOW, new Part(NOW, NOW.plusSeconds(9), 1, Map.of("", 1.0), Map.of()));
    for (int i = 0; i < 20; i++) {
      kept.keep("series " + i, parts);
      assertThat(kept.find("series 0")).isNotEmpty();
    }
    for (int i = 0; i < 20; i++) {
      kept.keep("x".repeat(400) + i, parts);
    }

    assertThat(kept.find("series 0")).isEmpty();
    assertThat(kept.find("x".repeat(400) + 19)).isEqualTo(parts);
    assertThat(kept.bytes()).isLessThanOrEqualTo(10_000);
    kept.keep("x".repeat(400) + 19, parts);
    assertThat(kept.bytes()).isLessThanOrEqualTo(10_000);
  }
}
