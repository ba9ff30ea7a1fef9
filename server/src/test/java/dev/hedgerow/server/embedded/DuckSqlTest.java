package dev.hedgerow.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.Table;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SQL over one project: what is answered, what is refused, and what a bad question cannot do. */
class DuckSqlTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final UUID ALICE = UUID.fromString("ed61ac20-e164-59aa-bdb5-5ec5c468daf3");
  private static final UUID ANON = UUID.fromString("cfa956a0-5af4-51c6-9ef5-cb3c80e09b69");

  @TempDir
  static Path folder;

  private static DuckEvents store;

  @BeforeAll
  static void openStore() throws IOException {
    store = DuckEvents.open(folder, 256, Limits.STANDARD);
    store.write(List.of(new OutboxBlock(1, rows(1)), new OutboxBlock(2, others())));
  }

  @AfterAll
  static void closeStore() throws IOException {
    store.close();
  }

  static Stream<String> attacks() throws IOException {
    return lines("sql-attacks.txt");
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void anAttackIsRefusedWithItsReason(String line) throws IOException {
    String[] parts = line.split("\t", 2);

    RejectedException refused = catchThrowableOfType(
        RejectedException.class, () -> store.select(1, parts[1].replace("\\n", "\n"), 10));
    assertThat(refused).as(parts[1]).isNotNull();
    assertThat(refused.code()).as(refused.detail()).isEqualTo(parts[0]);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.detail())
        .doesNotContain(folder.toString(), "org.duckdb", "\n", "SECRET")
        .isNotBlank();
    assertThat(store.events().count(EventFilter.newest(1, 1))).isEqualTo(5);
  }

  static Stream<String> answers() throws IOException {
    return lines("sql-answers.txt");
  }

  @ParameterizedTest
  @MethodSource("answers")
  void aQuestionIsAnswered(String line) throws IOException, RejectedException {
    String[] parts = line.split("\t", 2);

    Table table = store.select(1, parts[1], 100);
    assertThat(Json.text(table.rows())).as(parts[1]).isEqualTo(parts[0]);
    assertThat(table.types()).hasSameSizeAs(table.columns());
    assertThat(table.hasMore()).isFalse();
  }

  @Test
  void anotherProjectIsNeverInAnAnswer() throws IOException, RejectedException {
    for (String table :
        List.of("events", "persons", "person_distinct_ids", "groups", "session_recordings")) {
      Table all = store.select(1, "SELECT * FROM " + table, 100);
      assertThat(Json.text(all.rows())).doesNotContain("SECRET").isNotEqualTo("[]");
    }
    assertThat(store.select(2, "SELECT event FROM events", 9).rows())
        .containsExactly(List.of("SECRET"));
    assertThat(store.select(3, "SELECT * FROM events", 9).rows()).isEmpty();
  }

  @Test
  void columnsAreNamedAsTheyWereAsked() throws IOException, RejectedException {
    Table table = store.select(
        1, "SELECT properties.$browser, e.properties.shop.cart AS c, $session_id FROM events e", 1);

    assertThat(table.columns()).containsExactly("properties.$browser", "c", "$session_id");
    assertThat(table.types()).containsExactly("VARCHAR", "VARCHAR", "VARCHAR");
  }

  @Test
  void theLimitCutsAndSaysSo() throws IOException, RejectedException {
    Table table = store.select(1, "SELECT event FROM events ORDER BY event DESC", 2);
    assertThat(table.rows()).containsExactly(List.of("signed_up"), List.of("purchase"));
    assertThat(table.hasMore()).isTrue();
    assertThat(store.select(1, "SELECT event FROM events", 5).hasMore()).isFalse();
  }

  @Test
  void orderIsKeptOverManyRows() throws IOException, RejectedException {
    Table table =
        store.select(1, "SELECT i FROM range(200000) t(i) ORDER BY hash(i), i LIMIT 20000", 50_000);
    Table again =
        store.select(1, "SELECT list(i ORDER BY hash(i), i)[1:20000] FROM range(200000) t(i)", 1);

    assertThat(table.rows()).hasSize(20_000);
    assertThat(table.rows().stream().map(row -> row.get(0)).toList())
        .isEqualTo(again.rows().get(0).get(0));
  }

  @Test
  void aQuestionThatTakesTooLongIsStopped() throws IOException, RejectedException {
    Path other = folder.resolve("short");
    try (DuckEvents hasty = DuckEvents.open(other, 256, within(Duration.ofMillis(300)))) {
      assertThatThrownBy(() ->
              hasty.select(1, "SELECT count(*) FROM range(10000000) a(i), range(10000000) b(j)", 1))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.code()).isEqualTo("query_timeout"));
      assertThat(hasty.select(1, "SELECT 1", 1).rows()).containsExactly(List.of(1));
    }
  }

  @Test
  void aQuestionThatNeedsTooMuchMemoryFailsAloneAndWritingGoesOn()
      throws IOException, RejectedException {
    Path other = folder.resolve("small");
    try (DuckEvents small = DuckEvents.open(other, 128, Limits.STANDARD)) {
      small.write(List.of(new OutboxBlock(1, rows(1))));
      assertThatThrownBy(() -> small.select(
              1,
              "SELECT length(list(repeat('x', 1000) || i)::VARCHAR) FROM range(5000000) t(i)",
              1))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.code()).isEqualTo("query_memory"));
      small.write(List.of(new OutboxBlock(2, rows(1))));
      assertThat(small.select(1, "SELECT count(*) FROM events", 1).rows())
          .containsExactly(List.of(10L));
    }
  }

  @Test
  void anAnswerTooLargeForTheHeapIsRefused() {
    assertThatThrownBy(() -> store.select(1, "SELECT repeat('x', 1000000) FROM range(50)", 50))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.code()).isEqualTo("query_too_large"));
  }

  @Test
  void deepNestingIsRefusedNotCrashed() {
    String deep = "SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000);
    String sums = "SELECT 1" + " + 1".repeat(20_000);
    for (String sql : List.of(deep, sums)) {
      assertThatThrownBy(() -> store.select(1, sql, 1))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.code()).isEqualTo("sql_invalid"));
    }
  }

  @Test
  void nulCharactersAreRefused() {
    assertThatThrownBy(() -> store.select(1, "SELECT 'a\0b'", 1))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.code()).isEqualTo("sql_invalid"));
  }

  private static Limits within(Duration most) {
    Limits l = Limits.STANDARD;
    return new Limits(
        l.bodyBytesMax(),
        l.inflatedBytesMax(),
        l.eventBytesMax(),
        l.batchEventsMax(),
        l.nestingMax(),
        l.distinctIdCharsMax(),
        l.eventNameCharsMax(),
        l.tokenCharsMax(),
        l.groupKeyCharsMax(),
        l.groupTypesMax(),
        l.personBytesMax(),
        l.inFlightBytesMax(),
        l.logQueueEntriesMax(),
        l.processBatchMax(),
        l.processBatchBytesMax(),
        l.releaseChunkMax(),
        l.heldEventsMax(),
        l.dedupeFor(),
        l.queryRowsMax(),
        l.queryRowsDefault(),
        most,
        l.queryBytesMax(),
        l.feedItemsMax(),
        l.feedReadersMax(),
        l.settingsBytesMax(),
        l.stalledAfter());
  }

  private static Stream<String> lines(String name) throws IOException {
    try (InputStream in = DuckSqlTest.class.getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList().stream();
    }
  }

  private static Rows rows(int project) {
    Map<String, Object> cart = Map.of("cart", Map.of("name", "basket"));
    return new Rows(
        List.of(
            event(
                project,
                0,
                "$pageview",
                "anon",
                Map.of("$browser", "Firefox", "$session_id", "s-1")),
            event(project, 1, "click", "anon", Map.of("$browser", "Chrome", "$session_id", "s-1")),
            event(project, 2, "click", "bob", Map.of("$browser", "Chrome")),
            event(
                project,
                3,
                "purchase",
                "alice@example.com",
                Map.of("shop", cart, "price in €", 12.5, "paid", true)),
            event(project, 4, "signed_up", "alice@example.com", Map.of("$browser", "Firefox")),
            event(project, 5, "$snapshot", "anon", Map.of("$session_id", "s-1"))),
        List.of(new Assignment(new IdKey(project, "anon"), ALICE, 1)),
        List.of(new Person(project, ALICE, NOON, true, 1, Map.of("name", "Alice"))),
        List.of(),
        List.of(
            new Assignment(new IdKey(project, "anon"), ALICE, 1),
            new Assignment(new IdKey(project, "alice@example.com"), ALICE, 0)),
        List.of(new Group(
            new GroupKey(project, 0, "acme"),
            "company",
            NOON,
            NOON,
            0,
            Map.of("name", "Acme Inc"))),
        List.of());
  }

  private static Rows others() {
    return new Rows(
        List.of(
            event(2, 0, "SECRET", "SECRET", Map.of("x", "SECRET")),
            event(2, 1, "$snapshot", "SECRET", Map.of("$session_id", "SECRET"))),
        List.of(),
        List.of(new Person(2, ALICE, NOON, true, 1, Map.of("x", "SECRET"))),
        List.of(),
        List.of(new Assignment(new IdKey(2, "SECRET"), ALICE, 1)),
        List.of(new Group(new GroupKey(2, 0, "SECRET"), "x", NOON, NOON, 0, Map.of())),
        List.of());
  }

  private static EventRow event(
      int project, int second, String name, String id, Map<String, Object> properties) {
    boolean alice = id.startsWith("alice");
    return new EventRow(
        project,
        UUID.randomUUID(),
        name,
        id,
        NOON.plusSeconds(second),
        NOON,
        alice
            ? ALICE
            : id.equals("anon")
                ? ANON
                : UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)),
        NOON,
        alice ? PersonMode.FULL : PersonMode.PROPERTYLESS,
        alice ? Map.of("plan", "pro") : Map.of(),
        properties,
        "",
        name.equals("purchase") ? Map.of(0, "acme") : Map.of());
  }
}
