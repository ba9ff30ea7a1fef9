package dev.hedgerow.server.embedded.duck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.ColumnRules;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.LimitsBut;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Table;
import dev.hedgerow.server.store.Erased;
import dev.hedgerow.server.store.Outbox;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What earns a property its column over starts of the store, and what sessions read of such columns. */
class PromotedOverStartsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** Three columns at most, asked for twice, filled seven rows at a time. */
  private static final ColumnRules RULES =
      new ColumnRules(3, 2, Duration.ZERO, 7, 1_000, 50, 40, Duration.ofDays(1));

  @TempDir
  Path folder;

  private final AtomicLong nanos = new AtomicLong();
  private DuckEvents store;

  @BeforeEach
  void openStore() throws IOException {
    store = DuckEvents.open(folder, 256, LimitsBut.with("columns", RULES), nanos::get);
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  @Test
  void howOftenQuestionsAskedForAPropertyIsKnownAfterAStart() throws Exception {
    List<EventRow> events = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      events.add(event("buy", i, Map.of("plan", "pro", "fee", "1")));
    }
    write(List.of(), events);
    ask("SELECT events.properties.plan FROM events");
    closeStore();
    openStore();
    assertThat(store.promoteProperties()).as("asked for once").isZero();
    ask("SELECT events.properties.plan FROM events");
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    ask("SELECT events.properties.fee FROM events");
    store.rewrite(Outbox.EMPTY);
    closeStore();
    openStore();
    promoteAll();
    assertThat(earned()).containsExactly("plan");

    write(List.of(Erased.ofProject(1)), List.of());
    while (store.clear(100) > 0) {
      // all of it
    }
    want("fee");
    closeStore();
    openStore();
    assertThat(store.left(1))
        .as("rows of what was asked for in a project that is gone")
        .isZero();
  }

  @Test
  void sessionsSayTheSameByColumns() throws Exception {
    Random random = new Random(7);
    List<Object> values = List.of("google", "https://shop.example/a?b", "", 7, true, List.of("x"));
    List<EventRow> events = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Map<String, @Nullable Object> properties = new HashMap<>();
      properties.put("$session_id", "s" + random.nextInt(20));
      for (String name : List.of("$current_url", "utm_source", "$referring_domain", "gclid")) {
        if (random.nextBoolean()) {
          properties.put(name, values.get(random.nextInt(values.size())));
        }
      }
      String event = random.nextInt(3) == 0 ? "buy" : "$pageview";
      events.add(event(event, i, properties));
    }
    write(List.of(), events);
    String sql = "SELECT session_id, $entry_current_url, sessions.$exit_current_url,"
        + " $entry_utm_source, $entry_referring_domain, $channel_type, $pageview_count"
        + " FROM sessions ORDER BY session_id";
    List<?> before = ask(sql).rows();
    assertThat(before).hasSize(20);
    want("$current_url", "utm_source", "gclid");
    promoteAll();
    assertThat(earned()).hasSize(3);
    assertThat(ask(sql).rows()).isEqualTo(before);
  }

  private Set<String> earned() {
    Set<String> names = new TreeSet<>(store.columns(false));
    names.removeAll(DuckSchema.HOT);
    return names;
  }

  private Table ask(String sql) throws RejectedException, IOException {
    return store.select(1, sql, 10_000);
  }

  private void want(String... names) throws Exception {
    for (String name : names) {
      for (int i = 0; i < RULES.asked(); i++) {
        ask("SELECT count(properties.\"" + name + "\") FROM events");
      }
    }
  }

  private void promoteAll() {
    for (int i = 0; i < 200; i++) {
      store.promoteProperties();
    }
  }

  private void write(List<Erased> erased, List<EventRow> events) throws IOException {
    store.write(List.of(new OutboxBlock(
        store.outbox() + 1,
        new Rows(
            erased, events, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()))));
  }

  private static EventRow event(
      String event, int second, Map<String, @Nullable Object> properties) {
    return new EventRow(
        1,
        new UUID(5, second),
        event,
        "visitor",
        NOON.plusSeconds(second),
        NOON.plusSeconds(second),
        new UUID(6, 1),
        NOON,
        PersonMode.FULL,
        Map.of(),
        properties,
        "",
        Map.of());
  }
}
