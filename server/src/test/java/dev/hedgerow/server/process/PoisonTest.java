package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.store.InMemoryState;
import dev.hedgerow.server.store.SetAside;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Entries that a mistake of ours keeps from being processed. */
class PoisonTest {
  private boolean mended;
  private final InMemoryState kept = new InMemoryState();
  private final Crank crank =
      new Crank(new InMemoryLog(), mistaken(kept), Limits.STANDARD, Crank.DELAY);

  /** A state with a mistake in it: it fails whenever it is asked for an id that begins with "poison". */
  private StateStore mistaken(StateStore state) {
    return (StateStore) Proxy.newProxyInstance(
        StateStore.class.getClassLoader(),
        new Class<?>[] {StateStore.class},
        (self, method, given) -> {
          if (!mended
              && method.getName().equals("assignments")
              && Arrays.toString(given).contains("distinctId=poison")) {
            throw new IllegalArgumentException("never to be told: " + Arrays.toString(given));
          }
          try {
            return method.invoke(state, given);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private Entry.Event anonymous(String event, String id) {
    return crank.send(event, id, Map.of("$device_id", id));
  }

  private List<String> reasons() throws IOException {
    return kept.setAside(0, 99).stream().map(SetAside::reason).toList();
  }

  @Test
  void oneIsFoundAmongManyAndTheRestGoesOn() throws IOException {
    for (int i = 0; i < 50; i++) {
      anonymous("e" + i, i == 31 ? "poison" : "a" + i % 7);
    }
    crank.turn();

    assertThat(crank.outcome().names()).hasSize(49).doesNotContain("e31");
    assertThat(reasons()).singleElement().asString().startsWith("could not be processed: Illegal");
    assertThat(reasons().toString()).doesNotContain("never to be told");
    assertThat(crank.counted("hedgerow.entries.set.aside")).isEqualTo(1);
  }

  @Test
  void itGoesThroughOnceMendedAndOnlyOnce() throws IOException {
    Entry.Event poison = anonymous("bad", "poison");
    anonymous("good", "a");
    crank.turn();
    crank.send(new Entry.Again(1));
    crank.turn();
    assertThat(kept.setAsideCount()).isEqualTo(1);

    mended = true;
    crank.send(new Entry.Again(1));
    crank.send(new Entry.Again(1));
    crank.turn();
    crank.send(new Entry.Again(1));
    crank.send(poison);
    crank.turn();

    assertThat(crank.outcome().names()).containsExactlyInAnyOrder("good", "bad");
    assertThat(kept.setAsideCount()).isZero();
  }

  @Test
  void aHeldOneIsSetAsideWhenItCannotBeReleased() throws IOException {
    mended = true;
    crank.send("held", "poison", Map.of());
    crank.send("held too", "b", Map.of());
    crank.turn();
    assertThat(kept.heldCount()).isEqualTo(2);

    mended = false;
    crank.pass(Duration.ofMinutes(2));
    anonymous("later", "a");
    crank.turn();

    assertThat(crank.outcome().names()).containsExactlyInAnyOrder("held too", "later");
    assertThat(kept.heldCount()).isZero();
    assertThat(reasons()).hasSize(1);

    mended = true;
    crank.send(new Entry.Again(1));
    crank.turn();
    assertThat(crank.outcome().names()).containsExactlyInAnyOrder("held", "held too", "later");
    assertThat(kept.setAsideCount()).isZero();
  }

  @Test
  void whatIsNoEntrysFaultStopsLoudly() throws IOException {
    for (int i = 0; i <= Poison.MAX; i++) {
      anonymous("e" + i, "poison " + i);
    }
    assertThatThrownBy(crank::turn).isInstanceOf(IllegalArgumentException.class);
    assertThat(kept.position().entry()).isZero();
    assertThat(kept.setAsideCount()).isZero();
  }
}
