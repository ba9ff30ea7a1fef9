package dev.hedgerow.server.embedded.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecentBlocksTest {
  private static final int SMALL = 1 << 10;
  private static final int LARGE = 400 << 10;

  private final RecentBlocks recent = new RecentBlocks();

  private void add(long number, int bytes) {
    recent.add(number, Samples.rows(1), bytes);
  }

  private List<Long> after(long number) {
    return recent.after(number, 10).stream().map(OutboxBlock::number).toList();
  }

  @Test
  void aStoreThatFollowsCloselyGetsThemInOrder() {
    for (long number = 1; number <= 5; number++) {
      add(number, SMALL);
    }
    assertThat(recent.after(0, 2)).extracting(OutboxBlock::number).containsExactly(1L, 2L);
    assertThat(after(2)).containsExactly(3L, 4L, 5L);
    assertThat(after(5)).isEmpty();
    add(6, SMALL);
    assertThat(after(5)).containsExactly(6L);
  }

  @Test
  void aStoreThatIsBehindReadsThemBackUntilItHasCaughtUp() {
    for (long number = 1; number <= 5; number++) {
      add(number, LARGE);
    }
    assertThat(after(0)).isEmpty();
    assertThat(after(4)).isEmpty();
    assertThat(after(5)).isEmpty();
    add(6, LARGE);
    assertThat(after(5)).containsExactly(6L);
  }

  @Test
  void whatIsNotTheVeryNextIsNotGiven() {
    add(7, SMALL);
    assertThat(after(5)).isEmpty();
    assertThat(after(6)).containsExactly(7L);
    add(9, SMALL);
    assertThat(after(7)).isEmpty();
    recent.forget(9);
    assertThat(after(8)).isEmpty();
  }
}
