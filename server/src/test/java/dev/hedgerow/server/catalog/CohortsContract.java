package dev.hedgerow.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.Cohort;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every keeper of cohorts promises. */
public abstract class CohortsContract {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final Instant LATER = AT.plusSeconds(60);

  /** Opens it, with what earlier calls in the same test have kept. */
  protected abstract Cohorts open() throws IOException;

  private static Cohort cohort(int projectId, String name, boolean isStatic) {
    return new Cohort(
        0,
        projectId,
        name,
        "why \"so\"",
        isStatic,
        isStatic
            ? Map.of()
            : Map.of("properties", Map.of("type", "OR", "values", List.of(Map.of("n", 1L)))),
        AT,
        AT,
        Cohort.Found.NOTHING);
  }

  private static List<UUID> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> new UUID(7, i)).toList();
  }

  @Test
  void keepsCohortsWholeAndEachInItsProject() throws IOException {
    Cohort first = open().create(cohort(1, "first", false));
    Cohort other = open().create(cohort(2, "other", false));
    Cohort second = open().create(cohort(1, "second", true));

    assertThat(first).isEqualTo(cohort(1, "first", false).withId(first.id()));
    assertThat(open().cohorts(1)).containsExactly(first, second);
    assertThat(open().cohort(2, other.id())).isEqualTo(other);
    assertThat(open().cohort(1, other.id())).isNull();
  }

  @Test
  void changesAndDeletesWithinTheProjectOnly() throws IOException {
    Cohort kept = open().create(cohort(1, "before", false));
    Cohort changed = cohort(1, "after", false).withId(kept.id()).changedAt(LATER);

    assertThat(open().replace(cohort(2, "stolen", false).withId(kept.id()))).isFalse();
    assertThat(open().delete(2, kept.id())).isFalse();
    assertThat(open().replace(changed)).isTrue();
    assertThat(open().cohort(1, kept.id())).isEqualTo(changed);
    assertThat(open().delete(1, kept.id())).isTrue();
    assertThat(open().delete(1, kept.id())).isFalse();
    assertThat(open().create(cohort(1, "next", false)).id()).isGreaterThan(kept.id());
  }

  @Test
  void thoseNeverLookedForAreDueFirst() throws IOException {
    Cohort old = open().create(cohort(1, "old", false));
    Cohort fresh = open().create(cohort(1, "fresh", false));
    Cohort never = open().create(cohort(2, "never", true));
    assertThat(open().found(old, new Cohort.Found(AT, 3, "why not"))).isTrue();
    assertThat(open().found(fresh, new Cohort.Found(LATER, 4, null))).isTrue();

    assertThat(open().due(LATER)).extracting(Cohort::name).containsExactly("never", "old");
    assertThat(open().due(AT)).containsExactly(never);
    assertThat(open().cohort(1, old.id())).isEqualTo(old.with(new Cohort.Found(AT, 3, "why not")));
  }

  @Test
  void whatIsFoundOfACohortThatWasChangedMeanwhileIsNotKept() throws IOException {
    Cohort before = open().create(cohort(1, "before", false));
    assertThat(open().replace(before.changedAt(LATER))).isTrue();

    assertThat(open().found(before, new Cohort.Found(AT, 3, null))).isFalse();
    assertThat(open().due(AT)).containsExactly(before.changedAt(LATER));
  }

  @Test
  void listsPersonsOnceAndIsDueThen() throws IOException {
    Cohort kept = open().create(cohort(1, "list", true));
    assertThat(open().found(kept, new Cohort.Found(AT, 0, null))).isTrue();

    assertThat(open().list(1, kept.id(), ids(0, 5), LATER)).isEqualTo(5);
    assertThat(open().list(1, kept.id(), ids(3, 8), LATER)).isEqualTo(8);
    assertThat(open().due(AT)).extracting(Cohort::updatedAt).containsExactly(LATER);
    open().unlist(1, kept.id(), ids(0, 2), LATER);
    assertThat(open().listed(1, kept.id())).containsExactlyInAnyOrderElementsOf(ids(2, 8));
    assertThat(open().listed(2, kept.id())).isEmpty();
  }

  @Test
  void aListIsFullAtSomePoint() throws IOException {
    Cohort kept = open().create(cohort(1, "list", true));
    assertThat(open().list(1, kept.id(), ids(0, Cohort.LISTED_MAX), LATER))
        .isEqualTo(Cohort.LISTED_MAX);
    Cohorts full = open();

    assertThatThrownBy(
            () -> full.list(1, kept.id(), ids(Cohort.LISTED_MAX, Cohort.LISTED_MAX + 1), LATER))
        .isInstanceOf(IllegalStateException.class);
    assertThat(open().listed(1, kept.id())).hasSize(Cohort.LISTED_MAX);
  }

  @Test
  void forgetsErasedPersonsInTheProjectOnly() throws IOException {
    Cohort mine = open().create(cohort(1, "mine", true));
    Cohort other = open().create(cohort(2, "other", true));
    open().list(1, mine.id(), ids(0, 3), AT);
    open().list(2, other.id(), ids(0, 3), AT);

    open().forget(1, ids(1, 9));

    assertThat(open().listed(1, mine.id())).containsExactlyElementsOf(ids(0, 1));
    assertThat(open().listed(2, other.id())).hasSize(3);
  }

  @Test
  void aDeletedCohortLeavesNoList() throws IOException {
    Cohort kept = open().create(cohort(1, "list", true));
    open().list(1, kept.id(), ids(0, 3), AT);

    assertThat(open().delete(1, kept.id())).isTrue();

    assertThat(open().listed(1, kept.id())).isEmpty();
  }

  @Test
  void aProjectHasOnlySoMany() throws IOException {
    Cohorts cohorts = open();
    for (int i = 0; i < Cohort.PER_PROJECT_MAX; i++) {
      cohorts.create(cohort(1, "n" + i, true));
    }

    assertThatThrownBy(() -> cohorts.create(cohort(1, "one more", true)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(cohorts.create(cohort(2, "elsewhere", true)).projectId()).isEqualTo(2);
  }
}
