package dev.hedgerow.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.query.EventFilter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an event store promises about forgetting what is old. Every store's test extends this. */
public abstract class ForgettingContract {
  private static final Instant NOON = Samples.NOON;

  private EventStore store;
  private int number;

  /** Opens the store with what it had. */
  protected abstract EventStore open() throws IOException;

  @BeforeEach
  final void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  final void closeStore() throws IOException {
    store.close();
  }

  private void write(int projectId, String event, int count, Instant at) throws IOException {
    List<EventRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(new EventRow(
          projectId,
          Samples.uuid(++number),
          event,
          "id",
          at,
          NOON,
          Samples.uuid(1),
          NOON,
          PersonMode.FULL,
          Map.of(),
          Map.of(),
          "",
          Map.of()));
    }
    Rows block = new Rows(rows, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    store.write(List.of(new OutboxBlock(store.outbox() + 1, block)));
  }

  private long count(int projectId, String event) throws IOException {
    return store
        .events()
        .count(new EventFilter(projectId, event, null, null, null, null, Integer.MAX_VALUE));
  }

  @Test
  final void anEmptyStoreForgetsNothing() throws IOException {
    assertThat(store.oldest()).isNull();
    assertThat(store.forget(null, Samples.LAST, 10)).isZero();
  }

  @Test
  final void eventsAndRecordingsFromBeforeGoASliceAtATime() throws IOException {
    write(1, "old", 5, NOON.minusSeconds(1));
    write(1, EventFilter.RECORDING, 2, NOON.minusSeconds(2));
    write(1, "new", 3, NOON);
    assertThat(store.oldest()).isEqualTo(NOON.minusSeconds(2));
    assertThat(store.forget(1, NOON, 4)).isEqualTo(4);
    assertThat(store.forget(1, NOON, 4)).isEqualTo(3);
    assertThat(store.forget(1, NOON, 4)).isZero();
    assertThat(count(1, "old") + count(1, EventFilter.RECORDING)).isZero();
    assertThat(count(1, "new")).isEqualTo(3);
    assertThat(store.oldest()).isEqualTo(NOON);
  }

  @Test
  final void otherProjectsKeepTheirs() throws IOException {
    write(1, "old", 2, NOON.minusSeconds(1));
    write(2, "old", 2, NOON.minusSeconds(1));
    assertThat(store.forget(1, NOON, 10)).isEqualTo(2);
    assertThat(count(2, "old")).isEqualTo(2);
    assertThat(store.forget(null, NOON, 10)).isEqualTo(2);
    assertThat(count(2, "old")).isZero();
  }

  @Test
  final void whatWasForgottenStaysSoAfterACheckpointAndWritingGoesOn() throws IOException {
    write(1, "old", 5, NOON.minusSeconds(1));
    store.checkpoint();
    store.forget(1, NOON, 10);
    write(1, "old", 1, NOON.minusSeconds(1));
    store.checkpoint();
    assertThat(count(1, "old")).isOne();
  }
}
