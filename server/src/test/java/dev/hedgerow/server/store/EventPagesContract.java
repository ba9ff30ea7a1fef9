package dev.hedgerow.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.StoredEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How events are read page by page. Every event store's test extends this. */
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
}
