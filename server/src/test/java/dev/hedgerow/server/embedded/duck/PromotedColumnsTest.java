package dev.hedgerow.server.embedded.duck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.ColumnRules;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.LimitsBut;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Definitions;
import dev.hedgerow.server.query.Table;
import dev.hedgerow.server.store.Erased;
import dev.hedgerow.server.store.Outbox;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.Samples;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties that questions often ask for become columns, and no answer ever differs by that. */
class PromotedColumnsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** Three columns at most, asked for twice, filled seven rows at a time. */
  private static final ColumnRules RULES =
      new ColumnRules(3, 2, Duration.ZERO, 7, 1_000, 50, 40, Duration.ofDays(1));

  private static final Limits SMALL = LimitsBut.with("columns", RULES);

  @TempDir
  Path folder;

  private final AtomicLong nanos = new AtomicLong();
  private DuckEvents store;
  private long blocks;

  @BeforeEach
  void openStore() throws IOException {
    store = open(folder);
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  private DuckEvents open(Path data) throws IOException {
    return DuckEvents.open(data, 256, SMALL, nanos::get);
  }

  @Test
  void aPropertyAskedForOftenIsReadFromAColumn() throws Exception {
    write(events(20, i -> Map.of("plan", i % 2 == 0 ? "pro" : "free")));
    ask("SELECT events.properties.plan FROM events");
    assertThat(store.promoteProperties()).isZero();

    ask("SELECT count(*) FROM events WHERE properties.plan = 'pro'");
    assertThat(store.promoteProperties()).isEqualTo(1);
    assertThat(earned()).isEmpty();
    assertThat(sqlOf("plan")).contains("json_extract_string");
    promoteAll();

    assertThat(earned()).containsExactly("plan");
    assertThat(store.columns(true)).isEmpty();
    assertThat(sqlOf("plan")).doesNotContain("json_extract_string");
    Table asked = ask("SELECT events.properties.plan, count(*) FROM events GROUP BY 1 ORDER BY 1");
    assertThat(asked.columns().get(0)).isEqualTo("events.properties.plan");
    assertThat(asked.rows()).containsExactly(List.of("free", 10L), List.of("pro", 10L));
    assertThat(new Definitions(store).ofEvents(1, List.of(), NOON.plusSeconds(60)))
        .filteredOn(Definitions.PropertyName::column)
        .extracting(Definitions.PropertyName::name)
        .containsExactly("plan");
  }

  @Test
  void quickQuestionsWantNoColumn() throws Exception {
    store.close();
    ColumnRules slow =
        new ColumnRules(3, 2, Duration.ofHours(1), 7, 1_000, 50, 40, Duration.ofDays(1));
    store = DuckEvents.open(folder, 256, LimitsBut.with("columns", slow), nanos::get);
    write(events(20, i -> Map.of("plan", "pro")));
    want("plan");

    assertThat(store.promoteProperties()).isZero();
    assertThat(earned()).isEmpty();
  }

  @Test
  void whatFewRowsHaveOrIsLongGetsNoColumn() throws Exception {
    write(events(200, i -> i == 0 ? Map.of("rare", "x") : Map.of("long", "x".repeat(50))));
    want("rare");
    want("long");
    want("nobody's");
    promoteAll();

    assertThat(earned()).isEmpty();
    nanos.addAndGet(Duration.ofDays(2).toNanos());
    write(events(20, i -> Map.of("rare", "y")));
    want("rare");
    promoteAll();
    assertThat(earned()).containsExactly("rare");
  }

  @Test
  void theOneUnusedForLongestGoesForAnother() throws Exception {
    write(events(20, i -> Map.of("a", "1", "b", "2", "c", "3", "d", "4", "e", "5")));
    want("a", "b", "c", "d");
    promoteAll();
    assertThat(earned()).containsExactlyInAnyOrder("a", "b", "c");

    nanos.addAndGet(Duration.ofDays(2).toNanos());
    ask("SELECT events.properties.a, events.properties.c FROM events");
    promoteAll();
    assertThat(earned()).containsExactlyInAnyOrder("a", "c", "d");
    want("e");
    promoteAll();
    assertThat(earned()).containsExactlyInAnyOrder("a", "c", "d");
    same("a", "b", "c", "d", "e");
  }

  @Test
  void namesThatDifferInCaseOnlyAreDifferentProperties() throws Exception {
    write(events(20, i -> Map.of("plan", "small " + i, "Plan", "large " + i, "PLAN", "none")));
    want("plan", "Plan", "PLAN");
    promoteAll();

    assertThat(earned()).containsExactlyInAnyOrder("plan", "Plan", "PLAN");
    assertThat(
            ask("SELECT properties.plan, properties.Plan, events.properties.PLAN, properties.plan"
                    + " FROM events ORDER BY \"timestamp\" LIMIT 1")
                .rows())
        .containsExactly(List.of("small 0", "large 0", "none", "small 0"));
  }

  @Test
  void anErasedPersonsPropertiesGoFromTheirColumnsAndWithAllOfThemTheColumn() throws Exception {
    write(List.of(
        event("alice", 1, Map.of("only", "alice"), Map.of("plan", "pro")),
        event("bob", 2, Map.of(), Map.of("plan", "free"))));
    want("only");
    ask("SELECT events.person.properties.plan FROM events");
    ask("SELECT events.person.properties.plan FROM events");
    promoteAll();
    assertThat(store.columns(true)).containsExactly("plan");
    assertThat(earned()).containsExactly("only");

    erase("bob", false);
    assertThat(ask("SELECT distinct_id, events.person.properties.plan FROM events ORDER BY 1")
            .rows())
        .containsExactly(List.of("alice", "pro"), Arrays.asList("bob", null));
    erase("alice", true);
    store.rewrite(Outbox.EMPTY);
    assertThat(store.columns(true)).isEmpty();
    assertThat(earned()).isEmpty();
    write(events(3, i -> Map.of("only", "again")));
    same("only");
  }

  @Test
  void aFileThatIsMadeAnewWhileAColumnIsFilledKeepsIt() throws Exception {
    write(events(40, i -> Map.of("plan", "p" + i)));
    want("plan");
    for (int i = 0; i < 3; i++) {
      store.promoteProperties();
    }
    store.rewrite(Outbox.EMPTY);
    write(events(5, i -> Map.of("plan", "q" + i)));
    same("plan");
    promoteAll();
    assertThat(earned()).containsExactly("plan");
    same("plan");
  }

  /** Writes, erases, makes files anew, promotes and kills in any order; whatever is asked, column and JSON agree. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void aColumnAlwaysSaysWhatTheJsonSays(int seed) throws Exception {
    Random random = new Random(seed);
    List<String> names =
        List.of("a", "A", "é '", "$b.c", "a)--", "with space", "🌱", "n", "a*", "#");
    int kills = 0;
    write(random(random, 30, names));
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> write(random(random, 1 + random.nextInt(15), names));
        case 2 -> want(names.get(random.nextInt(names.size())));
        case 3 -> ask("SELECT count(events.person.properties.a) FROM events");
        case 4 -> {
          if (step % 3 == 0) {
            erase("visitor-" + random.nextInt(8), random.nextBoolean());
          }
          nanos.addAndGet(Duration.ofHours(random.nextInt(20)).toNanos());
        }
        case 5 -> {
          if (random.nextInt(3) == 0) {
            store.rewrite(Outbox.EMPTY);
          } else {
            store.checkpoint();
          }
        }
        case 6 -> kill(++kills);
        default -> store.promoteProperties();
      }
      same(names.get(random.nextInt(names.size())), names.get(random.nextInt(names.size())));
    }
    promoteAll();
    same(names.toArray(String[]::new));
  }

  /** Goes on with a copy of the files as they are on disk. */
  private void kill(int number) throws IOException {
    Path copy = Files.createDirectories(folder.resolve("killed-" + number));
    Path from = store.file().folder();
    for (String file : List.of("events.duckdb", "events.duckdb.wal")) {
      if (Files.exists(from.resolve(file))) {
        Files.copy(from.resolve(file), copy.resolve(file));
      }
    }
    store.close();
    store = open(copy);
    assertThat(store.outbox()).isEqualTo(blocks);
  }

  /** Asks for properties by their names and by the function that reads JSON, which no column stands for. */
  private void same(String... names) throws Exception {
    List<String> selected = new ArrayList<>();
    for (String name : names) {
      String path = "'$.\"" + name.replace("'", "''") + "\"'";
      selected.add("events.properties." + quoted(name));
      selected.add("json_extract_string(events.properties, " + path + ")");
      selected.add("events.person.properties." + quoted(name));
      selected.add("json_extract_string(events.person_properties, " + path + ")");
    }
    for (String from : List.of("events", "events JOIN (SELECT 1) AS one ON true")) {
      Table found = ask("SELECT " + String.join(", ", selected) + " FROM " + from);
      for (List<@Nullable Object> row : found.rows()) {
        for (int i = 0; i < row.size(); i += 2) {
          assertThat(row.get(i)).as(selected.get(i)).isEqualTo(row.get(i + 1));
        }
      }
    }
  }

  /** Returns the properties of events that earned a column. */
  private Set<String> earned() {
    Set<String> names = new TreeSet<>(store.columns(false));
    names.removeAll(DuckSchema.HOT);
    return names;
  }

  private Table ask(String sql) throws RejectedException, IOException {
    return store.select(1, sql, 10_000);
  }

  private String sqlOf(String name) throws Exception {
    return ask("SELECT events.properties." + quoted(name) + " FROM events").sql();
  }

  private void want(String... names) throws Exception {
    for (String name : names) {
      for (int i = 0; i < RULES.asked(); i++) {
        ask("SELECT count(properties." + quoted(name) + ") FROM events");
      }
    }
  }

  private void promoteAll() {
    for (int i = 0; i < 200; i++) {
      store.promoteProperties();
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private void write(List<EventRow> events) throws IOException {
    write(List.of(), events);
  }

  private void write(List<Erased> erased, List<EventRow> events) throws IOException {
    store.write(List.of(new OutboxBlock(
        ++blocks,
        new Rows(
            erased, events, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()))));
  }

  private void erase(String distinctId, boolean withEvents) throws IOException {
    write(List.of(new Erased(1, Set.of(distinctId), Set.of(), withEvents)), List.of());
  }

  private interface Making {
    Map<String, Object> of(int number);
  }

  private static List<EventRow> events(int count, Making properties) {
    List<EventRow> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event("visitor-" + i % 8, i, properties.of(i), Map.of()));
    }
    return events;
  }

  private static List<EventRow> random(Random random, int count, List<String> names) {
    List<EventRow> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event(
          "visitor-" + random.nextInt(8),
          random.nextInt(50),
          properties(random, names),
          properties(random, names)));
    }
    return events;
  }

  private static Map<String, @Nullable Object> properties(Random random, List<String> names) {
    List<@Nullable Object> values = new ArrayList<>(Samples.properties().values());
    values.addAll(
        List.of("", " ", "null", "1", "a", 1e-3, 1e21, -0.0, 12.50, new BigDecimal("1.10")));
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    for (String name : names) {
      if (random.nextInt(3) > 0) {
        properties.put(name, values.get(random.nextInt(values.size())));
      }
    }
    return properties;
  }

  private static EventRow event(
      String distinctId,
      int second,
      Map<String, @Nullable Object> properties,
      Map<String, @Nullable Object> personProperties) {
    return new EventRow(
        1,
        UUID.randomUUID(),
        "buy",
        distinctId,
        NOON.plusSeconds(second),
        NOON.plusSeconds(second),
        UUID.nameUUIDFromBytes(distinctId.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        NOON,
        PersonMode.FULL,
        personProperties,
        properties,
        "",
        Map.of());
  }
}
