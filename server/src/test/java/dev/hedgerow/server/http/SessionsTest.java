package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Sessions and counted attempts, on a clock that is moved by hand. */
class SessionsTest {
  private final Settable clock = new Settable();
  private final Sessions sessions = new Sessions(clock);
  private final Attempts attempts = new Attempts(clock);

  /** A clock that stands still until it is moved. */
  private static final class Settable extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }

    void move(Duration on) {
      now = now.plus(on);
    }
  }

  @Test
  void aSessionEndsAfterItsTime() {
    String id = sessions.open("ab12");

    clock.move(Sessions.KEPT.minusSeconds(1));
    assertThat(sessions.keyOf(id)).isEqualTo("ab12");

    clock.move(Duration.ofSeconds(1));
    assertThat(sessions.keyOf(id)).isNull();
  }

  @Test
  void theOldestSessionGoesWhenThereAreTooMany() {
    String first = sessions.open("ab12");
    String second = sessions.open("ab12");
    for (int i = 0; i < 999; i++) {
      sessions.open("ab12");
    }

    assertThat(sessions.keyOf(first)).isNull();
    assertThat(sessions.keyOf(second)).isEqualTo("ab12");
  }

  @Test
  void idsAreLongAndDifferent() {
    assertThat(sessions.open("ab12")).hasSize(43).isNotEqualTo(sessions.open("ab12"));
  }

  @Test
  void failuresAreForgottenAfterTheWindow() {
    for (int i = 0; i < Attempts.FAILURES_MAX; i++) {
      attempts.failed("10.0.0.1");
    }
    assertThat(attempts.mayTry("10.0.0.1")).isFalse();
    assertThat(attempts.mayTry("10.0.0.2")).isTrue();

    clock.move(Attempts.WINDOW);
    assertThat(attempts.mayTry("10.0.0.1")).isTrue();
  }
}
