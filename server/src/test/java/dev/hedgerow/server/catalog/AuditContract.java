package dev.hedgerow.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Limits;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link Audit} promises. Every backend's test extends this, and none may opt out. */
public abstract class AuditContract {
  private static final LocalDate DAY = LocalDate.parse("2026-03-01");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");

  /** How many acts the audit under test keeps. */
  protected static final int KEPT = 5;

  /** Opens the same audit again each time. */
  protected abstract Audit open() throws IOException;

  private static Act act(long id, String detail) {
    return new Act(id, NOW, "first key", 1, 2, "PATCH /api/projects/2/settings", detail);
  }

  @Test
  final void actsComeNewestFirstAndPageByPage() throws IOException {
    for (String detail : List.of("a", "b", "c")) {
      open().keep(act(99, detail));
    }

    assertThat(open().acts(Long.MAX_VALUE, 2)).containsExactly(act(3, "c"), act(2, "b"));
    assertThat(open().acts(2, 2)).containsExactly(act(1, "a"));
  }

  @Test
  final void onlyTheNewestActsAreKept() throws IOException {
    Audit audit = open();
    for (int i = 0; i < KEPT + 2; i++) {
      audit.keep(act(0, ""));
    }

    assertThat(audit.acts(Long.MAX_VALUE, 99)).hasSize(KEPT);
    assertThat(audit.acts(4, 9)).extracting(Act::id).containsExactly(3L);
  }

  @Test
  final void usesOfADayAndAProjectAddUp() throws IOException {
    open().count(List.of(new KeyUse(1, 2, DAY, 3), new KeyUse(1, 0, DAY, 1)));
    open()
        .count(List.of(
            new KeyUse(1, 2, DAY, 4),
            new KeyUse(1, 2, DAY.plusDays(1), 1),
            new KeyUse(2, 2, DAY, 9)));

    assertThat(open().uses(1, DAY))
        .containsExactly(
            new KeyUse(1, 2, DAY.plusDays(1), 1),
            new KeyUse(1, 0, DAY, 1),
            new KeyUse(1, 2, DAY, 7));
    assertThat(open().uses(1, DAY.plusDays(2))).isEmpty();
  }

  @Test
  final void usesGoAfterTheirTime() throws IOException {
    long kept = Limits.STANDARD.keyUsesKeptFor().toDays();
    open().count(List.of(new KeyUse(1, 1, DAY, 1), new KeyUse(1, 1, DAY.plusDays(1), 1)));
    open().count(List.of(new KeyUse(2, 1, DAY.plusDays(kept + 1), 1)));

    assertThat(open().uses(1, DAY)).extracting(KeyUse::day).containsExactly(DAY.plusDays(1));
  }
}
