package dev.hedgerow.server.store;

import static dev.hedgerow.server.store.EventStoreContract.block;
import static dev.hedgerow.server.store.EventStoreContract.event;
import static dev.hedgerow.server.store.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.StoredEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How events are read: in which order, which of them, and page by page. Every event store's test extends this. */
public abstract class EventPagesContract {
  private EventStore store;

  /** Opens an empty store. */
  protected abstract EventStore open() throws IOException;

  @BeforeEach
  final void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  final void closeStore() throws IOException {
    store.close();
  }

  @Test
  final void pagesHaveEachEventOnceAlsoOfTheSameTime() throws IOException {
    List<EventRow> rows = new ArrayList<>();
    for (long number = 0; number < 7; number++) {
      rows.add(Samples.row(number * 0x1111, PersonMode.FULL));
    }
    store.write(List.of(new OutboxBlock(
        1, new Rows(rows, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()))));

    List<UUID> all = new ArrayList<>();
    EventFilter filter = EventFilter.newest(1, 2);
    List<StoredEvent> page = store.events().events(filter);
    while (!page.isEmpty()) {
      page.forEach(found -> all.add(found.row().uuid()));
      EventRow last = page.get(page.size() - 1).row();
      page = store
          .events()
          .events(new EventFilter(1, null, null, null, null, last.timestamp(), last.uuid(), 2));
    }
    assertThat(all)
        .containsExactlyElementsOf(store.events().events(EventFilter.newest(1, 99)).stream()
            .map(found -> found.row().uuid())
            .toList())
        .hasSize(7);
  }

  @Test
  final void newestComeFirstThenTheHighestUuid() throws IOException {
    EventRow old = event("old", "x", NOON.minusSeconds(9));
    EventRow low = withUuid(event("low", "x", NOON), "00000000-0000-4000-8000-000000000001");
    EventRow high = withUuid(event("high", "x", NOON), "f0000000-0000-4000-8000-000000000001");
    EventRow young = event("young", "x", NOON.plus(Duration.ofNanos(1_000)));
    store.write(List.of(block(1, low, young, old, high)));

    assertThat(names(EventFilter.newest(1, 10))).containsExactly("young", "high", "low", "old");
    assertThat(names(EventFilter.newest(1, 2))).containsExactly("young", "high");
  }

  @Test
  final void filtersRestrictAndLimitsDoNotChangeCounts() throws IOException {
    store.write(List.of(block(
        1,
        event("click", "x", NOON),
        event("click", "y", NOON.plusSeconds(1)),
        event("view", "x", NOON.plusSeconds(2)))));
    EventFilter clicks = new EventFilter(1, "click", null, null, null, null, 1);
    EventFilter ofX = new EventFilter(1, null, "x", null, null, null, 10);
    EventFilter between = new EventFilter(1, null, null, null, NOON, NOON.plusSeconds(2), 10);

    assertThat(store.events().count(clicks)).isEqualTo(2);
    assertThat(store.events().events(clicks)).hasSize(1);
    assertThat(names(ofX)).containsExactly("view", "click");
    assertThat(names(between)).containsExactly("click");
    assertThat(store.events().events(between).get(0).row().distinctId()).isEqualTo("y");
  }

  private static EventRow withUuid(EventRow row, String uuid) {
    return Samples.copy(row, row.projectId(), UUID.fromString(uuid), row.properties());
  }

  private List<String> names(EventFilter filter) throws IOException {
    return store.events().events(filter).stream()
        .map(found -> found.row().event())
        .toList();
  }
}
