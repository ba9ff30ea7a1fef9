package dev.hedgerow.server.insight.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.SqlText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What dates mean, and that SQL finds the same interval for a moment as the calendar does. */
class DateRangeTest {
  private static final Instant NOW = Instant.parse("2026-04-15T15:30:00Z");

  @TempDir
  static Path folder;

  private static DuckEvents store;

  @BeforeAll
  static void openStore() throws IOException {
    store = DuckEvents.open(folder, 256, Limits.STANDARD);
  }

  @AfterAll
  static void closeStore() throws IOException {
    store.close();
  }

  @ParameterizedTest
  @CsvSource({
    "-7d,, day, 2026-04-08T00:00Z, 2026-04-15T15:30:00.000001Z, 8",
    "-24h,, hour, 2026-04-14T15:00Z, 2026-04-15T15:30:00.000001Z, 25",
    "-1h,, minute, 2026-04-15T14:30Z, 2026-04-15T15:30:00.000001Z, 61",
    "mStart,, week, 2026-03-29T00:00Z, 2026-04-15T15:30:00.000001Z, 3",
    "yStart,, month, 2026-01-01T00:00Z, 2026-04-15T15:30:00.000001Z, 4",
    "2026-04-01, 2026-04-02, day, 2026-04-01T00:00Z, 2026-04-03T00:00Z, 2",
    "2026-04-01T12:00:00Z, 2026-04-02T12:00:00Z, day, 2026-04-01T00:00Z, 2026-04-02T12:00:00.000001Z, 2",
    "-3d, -1d, day, 2026-04-12T00:00Z, 2026-04-15T00:00Z, 3",
  })
  void wholeIntervalsAreMeant(
      String from, @Nullable String to, String interval, String begin, String end, int size)
      throws Exception {
    DateRange range = range("UTC", interval, from, to);

    assertThat(range.from()).isEqualTo(ZonedDateTime.parse(begin).toInstant());
    assertThat(range.to())
        .isEqualTo(Instant.parse(end.length() == 17 ? end.replace("Z", ":00Z") : end));
    assertThat(range.size()).isEqualTo(size);
    assertThat(range.days()).hasSize(size);
    assertThat(range.before().size()).isEqualTo(size);
    assertThat(range.before().to()).isBeforeOrEqualTo(range.from());
  }

  @ParameterizedTest
  @CsvSource({
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Pacific/Apia"
  })
  void everyMomentLiesInTheIntervalOfTheCalendar(String zone) throws Exception {
    Random random = new Random(7);
    for (Interval interval : Interval.values()) {
      if (interval.isShort()) {
        continue; // an hour is an hour, whatever the clocks show
      }
      DateRange range = range(zone, interval.word(), "2024-01-20", "2026-04-10");
      List<String> selected = new ArrayList<>();
      List<Object> expected = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Instant at = range.from().plusSeconds(random.nextInt((int)
            Duration.between(range.from(), range.to()).toSeconds()));
        selected.add("(" + selected.size() + ", " + SqlText.moment(at) + ")");
        expected.add(calendar(range, at));
      }
      for (ZonedDateTime start : range.starts().subList(0, Math.min(40, range.size()))) {
        selected.add("(" + selected.size() + ", " + SqlText.moment(start.toInstant()) + ")");
        expected.add(calendar(range, start.toInstant()));
        selected.add("(" + selected.size() + ", "
            + SqlText.moment(start.toInstant().minusNanos(1_000)) + ")");
        expected.add(calendar(range, start.toInstant().minusNanos(1_000)));
      }
      List<Object> found = new ArrayList<>();
      store.each(
          1,
          "SELECT " + range.index("moment") + " FROM (VALUES " + String.join(", ", selected)
              + ") AS moments(place, moment) ORDER BY place",
          row -> found.add(row.number(0)));
      assertThat(found).as(interval.word()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-23, 2026-03-29, 2026-03-15T23:00:00Z, 2026-03-22T23:00:00Z",
    "2026-03-30, 2026-04-05, 2026-03-22T23:00:00Z, 2026-03-29T22:00:00Z",
    "2026-03-29, 2026-03-29T10:00:00+02:00, 2026-03-27T23:00:00Z, 2026-03-28T08:00:00.000001Z",
  })
  void theRangeBeforeLosesNoHourWhereADayHas23(String from, String to, String begin, String end)
      throws Exception {
    DateRange before = range("Europe/Berlin", "day", from, to).before();

    assertThat(before.from()).isEqualTo(begin);
    assertThat(before.to()).isEqualTo(end);
  }

  private static Object calendar(DateRange range, Instant at) {
    long index = -1;
    for (ZonedDateTime start : range.starts()) {
      if (!start.toInstant().isAfter(at)) {
        index++;
      }
    }
    return index;
  }

  @Test
  void whatIsNoRangeIsRefusedByName() {
    assertThatThrownBy(() -> range("UTC", "day", "-0d", "-5d"))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("a date after date_from");
    assertThatThrownBy(() -> range("UTC", "minute", "-400d", null))
        .hasMessageContaining("at most 10000 intervals");
    assertThatThrownBy(() -> range("UTC", "day", "soon", null))
        .hasMessageContaining("a date such as");
    assertThatThrownBy(() -> range("UTC", "fortnight", null, null))
        .hasMessageContaining("one of minute, hour");
  }

  private static DateRange range(
      String zone, String interval, @Nullable String from, @Nullable String to)
      throws RejectedException, IOException {
    Map<String, @Nullable Object> range = new HashMap<>();
    range.put("date_from", from);
    range.put("date_to", to);
    Asked asked = new Asked(Map.of("dateRange", range, "interval", interval));
    Sources sources = new Sources(store, new InMemoryActions(), Limits.STANDARD);
    Ask ask = new Ask(1, ZoneId.of(zone), NOW, asked, sources);
    return DateRange.of(ask, Interval.of(asked, "interval"));
  }
}
