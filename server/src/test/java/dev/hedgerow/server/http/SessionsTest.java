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
    String id = sessions.open();

    clock.move(Sessions.KEPT.minusSeconds(1));
    assertThat(sessions.isOpen(id)).isTrue();

    clock.move(Duration.ofSeconds(1));
    assertThat(sessions.isOpen(id)).isFalse();
  }

  @Test
  void theOldestSessionGoesWhenThereAreTooMany() {
    String first = sessions.open();
    String second = sessions.open();
    for (int i = 0; i < 999; i++) {
      sessions.open();
    }

    assertThat(sessions.isOpen(first)).isFalse();
    assertThat(sessions.isOpen(second)).isTrue();
  }

  @Test
  void idsAreLongAndDifferent() {
    assertThat(sessions.open()).hasSize(43).isNotEqualTo(sessions.open());
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
