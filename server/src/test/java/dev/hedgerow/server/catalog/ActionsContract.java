package dev.hedgerow.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.ActionStep;
import dev.hedgerow.server.event.Matching;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every keeper of actions promises. */
public abstract class ActionsContract {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");

  /** Opens it, with what earlier calls in the same test have kept. */
  protected abstract Actions open() throws IOException;

  private static Action action(int id, int projectId, String name) {
    ActionStep step = new ActionStep(
        "$autocapture",
        "/p",
        Matching.REGEX,
        "a > .b",
        "a",
        "Buy \"now\"",
        Matching.CONTAINS,
        "/x",
        Matching.EXACT,
        List.of(Map.of("key", "k", "value", List.of("v"), "operator", "exact")));
    return new Action(id, projectId, name, "why", List.of("t"), List.of(step), AT, AT);
  }

  @Test
  void keepsActionsWholeAndEachInItsProject() throws IOException {
    Action first = open().create(action(0, 1, "first"));
    Action other = open().create(action(0, 2, "other"));
    Action second = open().create(action(0, 1, "second"));

    assertThat(first).isEqualTo(action(first.id(), 1, "first"));
    assertThat(open().actions(1)).containsExactly(first, second);
    assertThat(open().actions(3)).isEmpty();
    assertThat(open().action(2, other.id())).isEqualTo(other);
    assertThat(open().action(1, other.id())).isNull();
  }

  @Test
  void changesOnlyWhatIsThere() throws IOException {
    Action made = open().create(action(0, 1, "first"));

    assertThat(open().replace(action(made.id(), 1, "renamed"))).isTrue();
    assertThat(open().replace(action(made.id(), 2, "stranger"))).isFalse();
    assertThat(open().replace(action(made.id() + 1, 1, "nobody"))).isFalse();
    assertThat(open().actions(1)).containsExactly(action(made.id(), 1, "renamed"));
  }

  @Test
  void aDeletedActionIsGoneAndItsIdNeverComesAgain() throws IOException {
    Action made = open().create(action(0, 1, "first"));

    assertThat(open().delete(2, made.id())).isFalse();
    assertThat(open().delete(1, made.id())).isTrue();
    assertThat(open().delete(1, made.id())).isFalse();
    assertThat(open().action(1, made.id())).isNull();
    assertThat(open().create(action(0, 1, "next")).id()).isGreaterThan(made.id());
  }

  @Test
  void aProjectCannotHaveMoreThanTheLimit() throws IOException {
    Actions actions = open();
    Action plain = new Action(0, 1, "n", "", List.of(), List.of(), AT, AT);
    fill(actions, plain);

    assertThatThrownBy(() -> open().create(plain)).isInstanceOf(IllegalStateException.class);
    assertThat(open().create(action(0, 2, "another project's")).projectId()).isEqualTo(2);
  }

  /** Makes as many as a project may have. */
  protected void fill(Actions actions, Action plain) throws IOException {
    for (int i = 0; i < Action.PER_PROJECT_MAX; i++) {
      actions.create(plain);
    }
  }
}
