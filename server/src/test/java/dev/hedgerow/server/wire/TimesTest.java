package dev.hedgerow.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:05Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-03-01T10:00:00Z | 2026-03-01T10:00:00Z",
        "2026-03-01t10:00:00z | 2026-03-01T10:00:00Z",
        "2026-03-01T10:00:00.5Z | 2026-03-01T10:00:00.5Z",
        "2026-03-01T10:00:00.123456+00:00 | 2026-03-01T10:00:00.123456Z",
        "2026-03-01T10:00:00.123456789Z | 2026-03-01T10:00:00.123456789Z",
        "2026-03-01T10:00:00.123456789123Z | 2026-03-01T10:00:00.123456789Z",
        "2026-03-01T10:00:00+03 | 2026-03-01T07:00:00Z",
        "2026-03-01T10:00:00-0330 | 2026-03-01T13:30:00Z",
        "2026-03-01 10:00:00 | 2026-03-01T10:00:00Z",
        "2026-03-01 10:00:00 +01:00 | 2026-03-01T09:00:00Z",
        "2026-03-01T10:00 | 2026-03-01T10:00:00Z",
        "2026-03-01 | 2026-03-01T00:00:00Z",
        "2026/03/01 10:00:00 | 2026-03-01T10:00:00Z",
        "03/01/2026 | 2026-03-01T00:00:00Z",
        "'Sun, 1 Mar 2026 10:00:00 GMT' | 2026-03-01T10:00:00Z",
        "'Sun, 01 Mar 2026 10:00:00 +0200' | 2026-03-01T08:00:00Z",
        "1772359200 | 2026-03-01T10:00:00Z",
        "1772359200.25 | 2026-03-01T10:00:00.25Z",
        "1772359200123 | 2026-03-01T10:00:00.123Z",
        "1969-12-31T23:59:59Z | 1969-12-31T23:59:59Z",
      })
  void knownFormatsAreRead(String text, Instant expected) {
    assertThat(Times.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "yesterday", "2026-13-01", "2026-02-30", "2026-03-01T25:00:00Z", "2026-03-01Tnoon",
        "2026-03-01T10:00:00+99:00", "99999999999999999", "1e400", "-", "//", "0000000000000000000"
      })
  void otherTextsAreNot(String text) {
    assertThat(Times.parse(text)).isNull();
  }

  @Test
  void clockErrorOfTheSenderIsTakenOut() {
    Instant sentAt = Instant.parse("2026-03-01T10:00:05Z");

    assertThat(Times.correct(NOW, sentAt, "2026-03-01T10:00:00Z", null).at())
        .isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
  }

  @Test
  void offsetWinsOverTheTimestamp() {
    assertThat(Times.correct(NOW, null, "2020-01-01", 3000L).at())
        .isEqualTo(Instant.parse("2026-03-01T12:00:02Z"));
    assertThat(Times.correct(NOW, null, "2020-01-01", "soon").at())
        .isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
  }

  @Test
  void moreThan23HoursAheadBecomesNow() {
    assertThat(Times.correct(NOW, null, NOW.plus(Duration.ofHours(24)).toString(), null))
        .isEqualTo(new Times.Corrected(NOW, false, true));
    Instant kept = NOW.plus(Duration.ofHours(22));
    assertThat(Times.correct(NOW, null, kept.toString(), null).at()).isEqualTo(kept);
  }

  @Test
  void yearsOldTimesAreKept() {
    assertThat(Times.correct(NOW, null, "1999-12-31", null))
        .isEqualTo(new Times.Corrected(Instant.parse("1999-12-31T00:00:00Z"), false, false));
  }

  @Test
  void unreadableOrImpossibleTimesBecomeNowAndAreTold() {
    Times.Corrected told = new Times.Corrected(NOW, true, false);

    assertThat(Times.correct(NOW, null, "the day before", null)).isEqualTo(told);
    assertThat(Times.correct(NOW, null, "-0001-01-01", null)).isEqualTo(told);
    assertThat(Times.correct(NOW, null, "12026-01-01", null)).isEqualTo(told);
    assertThat(Times.correct(NOW, null, true, null)).isEqualTo(told);
    assertThat(Times.correct(NOW, null, null, 900_000_000_000_000L)).isEqualTo(told);
    assertThat(Times.correct(NOW, null, null, null))
        .isEqualTo(new Times.Corrected(NOW, false, false));
  }

  @Test
  void secondsInPlaceOfMillisecondsAreNoSendingTime() {
    assertThat(Times.unixMillis("1772359200")).isNull();
    assertThat(Times.unixMillis("1772359200000")).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
    assertThat(Times.unixMillis("soon")).isNull();
  }
}
