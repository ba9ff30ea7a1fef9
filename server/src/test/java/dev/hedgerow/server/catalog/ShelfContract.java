package dev.hedgerow.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every keeper of insights, dashboards and links promises. */
public abstract class ShelfContract {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");

  /** Opens them, with what earlier calls in the same test have kept. */
  protected abstract Shelf<SavedInsight> insights() throws IOException;

  protected abstract Shelf<Dashboard> dashboards() throws IOException;

  protected abstract Shares shares() throws IOException;

  private static SavedInsight insight(int projectId, String name) {
    Map<String, Object> query = Map.of("kind", "TrendsQuery", "series", List.of(Map.of("n", 1L)));
    return new SavedInsight(0, projectId, name, "why \"so\"", query, true, AT, AT);
  }

  private static Dashboard dashboard(int projectId, String name) {
    return new Dashboard(
        0,
        projectId,
        name,
        "",
        Map.of("dateRange", Map.of("date_from", "-7d")),
        List.of(new Dashboard.Tile(7, 6, 5), new Dashboard.Tile(3, 12, 1)),
        AT,
        AT);
  }

  @Test
  void keepsThingsWholeAndEachInItsProject() throws IOException {
    SavedInsight first = insights().create(insight(1, "first"));
    SavedInsight other = insights().create(insight(2, "other"));
    SavedInsight second = insights().create(insight(1, "second"));
    Dashboard board = dashboards().create(dashboard(1, "board"));

    assertThat(first).isEqualTo(insight(1, "first").withId(first.id()));
    assertThat(insights().all(1)).containsExactly(first, second);
    assertThat(insights().find(2, other.id())).isEqualTo(other);
    assertThat(insights().find(1, other.id())).isNull();
    assertThat(dashboards().all(1)).containsExactly(board);
    assertThat(board).isEqualTo(dashboard(1, "board").withId(board.id()));
  }

  @Test
  void changesAndDeletesWithinTheProjectOnly() throws IOException {
    SavedInsight kept = insights().create(insight(1, "before"));
    SavedInsight changed = insight(1, "after").withId(kept.id());

    assertThat(insights().replace(insight(2, "stolen").withId(kept.id()))).isFalse();
    assertThat(insights().delete(2, kept.id())).isFalse();
    assertThat(insights().replace(changed)).isTrue();
    assertThat(insights().find(1, kept.id())).isEqualTo(changed);
    assertThat(insights().delete(1, kept.id())).isTrue();
    assertThat(insights().delete(1, kept.id())).isFalse();
    assertThat(insights().create(insight(1, "next")).id()).isGreaterThan(kept.id());
  }

  @Test
  void aProjectHasOnlySoMany() throws IOException {
    Shelf<Dashboard> dashboards = dashboards();
    for (int i = 0; i < Dashboard.PER_PROJECT_MAX; i++) {
      dashboards.create(dashboard(1, "n" + i));
    }

    assertThatThrownBy(() -> dashboards.create(dashboard(1, "one more")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(dashboards.create(dashboard(2, "elsewhere")).projectId()).isEqualTo(2);
  }

  @Test
  void aNewLinkEndsTheOneBeforeAndEachCanBeEnded() throws IOException {
    Share first = new Share(Share.Kind.INSIGHT, 1, 5, "hash 1", AT);
    Share second = new Share(Share.Kind.INSIGHT, 1, 5, "hash 2", AT);
    Share board = new Share(Share.Kind.DASHBOARD, 1, 5, "hash 3", AT);
    shares().begin(first);
    shares().begin(second);
    shares().begin(board);

    assertThat(shares().byHash("hash 1")).isNull();
    assertThat(shares().byHash("hash 2")).isEqualTo(second);
    assertThat(shares().of(Share.Kind.DASHBOARD, 1, 5)).isEqualTo(board);
    assertThat(shares().of(Share.Kind.INSIGHT, 2, 5)).isNull();
    assertThat(shares().end(Share.Kind.INSIGHT, 2, 5)).isFalse();
    assertThat(shares().end(Share.Kind.INSIGHT, 1, 5)).isTrue();
    assertThat(shares().end(Share.Kind.INSIGHT, 1, 5)).isFalse();
    assertThat(shares().byHash("hash 2")).isNull();
    assertThat(shares().byHash("hash 3")).isEqualTo(board);
  }

  @Test
  void shortIdsAreIdsInOtherLetters() {
    for (int id : new int[] {1, 2, 31, 1_000, 999_999, Integer.MAX_VALUE}) {
      String shortId = insight(1, "n").withId(id).shortId();
      assertThat(shortId).matches("[2-9A-HJ-NP-Z]{8}");
      assertThat(SavedInsight.idOf(shortId)).isEqualTo(id);
    }
    assertThat(SavedInsight.idOf("")).isZero();
    assertThat(SavedInsight.idOf("1O0I----")).isZero();
  }
}
