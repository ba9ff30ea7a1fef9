package dev.hedgerow.server.embedded.duck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hedgerow.server.event.ColumnRules;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.Table;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SQL over one project: what is answered, what is refused, and what a bad question cannot do. */
class DuckSqlTest {
  @TempDir
  static Path folder;

  private static DuckEvents store;

  @BeforeAll
  static void openStore() throws IOException {
    store = DuckEvents.open(folder, 256, Limits.STANDARD);
    store.write(TwoProjects.blocks());
  }

  @AfterAll
  static void closeStore() throws IOException {
    store.close();
  }

  static Stream<String> attacks() throws IOException {
    return TwoProjects.lines("sql-attacks.txt");
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void anAttackIsRefusedWithItsReasonOrHarmless(String line) throws IOException {
    String[] parts = line.split("\t", 2);

    String sql = parts[1].replace("\\n", "\n");
    if (parts[0].equals("harmless")) {
      assertThatNoException()
          .isThrownBy(() -> assertThat(Json.text(store.select(1, sql, 10).rows()))
              .doesNotContain(TwoProjects.SECRET));
    } else {
      RejectedException refused =
          catchThrowableOfType(RejectedException.class, () -> store.select(1, sql, 10));
      assertThat(refused).as(sql).isNotNull();
      assertThat(refused.code()).as(refused.detail()).isEqualTo(parts[0]);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.detail())
          .doesNotContain(folder.toString(), "org.duckdb", "\n", TwoProjects.SECRET)
          .isNotBlank();
    }
    assertThat(store.events().count(EventFilter.newest(1, 1))).isEqualTo(5);
  }

  @Test
  void aQuestionThatFindsNoTurnIsToComeAgain() throws Exception {
    DuckSql sql = new DuckSql(
        store.file(),
        TwoProjects.within(Duration.ofMillis(1)),
        new DuckColumns(new ColumnUse(ColumnRules.STANDARD, System::nanoTime)),
        new QuestionPace(System::nanoTime));
    try {
      sql.whileQuiet(() -> assertThat(
              catchThrowableOfType(RejectedException.class, () -> sql.select(1, "SELECT 1", 1))
                  .code())
          .isEqualTo("query_busy"));
    } finally {
      sql.close();
    }
  }

  static Stream<String> answers() throws IOException {
    return TwoProjects.lines("sql-answers.txt");
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
    try (DuckEvents hasty =
        DuckEvents.open(other, 256, TwoProjects.within(Duration.ofMillis(300)))) {
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
      small.write(List.of(new OutboxBlock(1, TwoProjects.rows(1))));
      assertThatThrownBy(() -> small.select(
              1,
              "SELECT length(list(repeat('x', 1000) || i)::VARCHAR) FROM range(5000000) t(i)",
              1))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.code()).isEqualTo("query_memory"));
      small.write(List.of(new OutboxBlock(2, TwoProjects.rows(1))));
      assertThat(small.select(1, "SELECT count(*) FROM events", 1).rows())
          .containsExactly(List.of(10L));
    }
  }

  @Test
  void anAnswerTooLargeForTheHeapIsRefused() {
    assertThatThrownBy(() -> store.select(1, "SELECT repeat('x', 100000) FROM range(500)", 500))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.code()).isEqualTo("query_too_large"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT event FORM events | 1 | 19",
        "SELECT 'grün', properties.$browser,\\nproperties.$os FORM events e | 2 | 21",
        "SELECT evnt FROM events | 1 | 8",
        "SELECT event FROM events\\nWHERE evnt = 'a' | 2 | 7",
        "SELECT e.evnt FROM events e | 1 | 10",
        "SELECT ( | 1 | 8",
      })
  void whatIsNotUnderstoodIsNamedWithItsLineAndColumn(String sql, int line, int column) {
    RejectedException refused = catchThrowableOfType(
        RejectedException.class, () -> store.select(1, sql.replace("\\n", "\n"), 1));
    assertThat(refused.code()).isEqualTo("sql_invalid");
    assertThat(refused.detail()).endsWith(", line " + line + ", column " + column);
  }

  @Test
  void aMeasuredAnswerSaysHowManyRowsWereLookedAt() throws Exception {
    long events = store.select(1, "SELECT 1 FROM events", 1_000).rows().size();
    Table measured = store.measured(1, "SELECT count(*) FROM events WHERE event = 'nothing'", 1);

    // All of the project's, though none fits; the rows of the other project lie among them.
    assertThat(measured.rowsRead()).isGreaterThanOrEqualTo(events);
    assertThat(measured.rows()).isEqualTo(List.of(List.of(0L)));
    assertThat(store.measured(1, "SELECT 1", 1).rowsRead()).isZero();
    assertThat(store.select(1, "SELECT 1", 1).rowsRead()).isNull();
  }

  @Test
  void deepNestingIsRefusedNotCrashed() {
    String deep = "SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000);
    String sums = "SELECT 1" + " + 1".repeat(20_000);
    String wide = "SELECT len([" + "1,".repeat(100_000) + "1])";
    for (String sql : List.of(deep, sums, wide)) {
      assertThatThrownBy(() -> store.select(1, sql, 1))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.code()).isEqualTo("sql_invalid"));
    }
  }

  @Test
  void propertiesOfAnyNameAreFound() throws IOException, RejectedException {
    for (String name : List.of("a\"b", "a\\b", "*", "", "~/\"~1", "a.b[0]", "$x\"", "日\\本")) {
      String stored = Json.text(Map.of(name, Map.of("in", "x"))).replace("'", "''");
      String quoted = '"' + name.replace("\"", "\"\"") + '"';
      Table found = store.select(
          1,
          "SELECT properties." + quoted + ".in, properties." + quoted
              + " IS NULL FROM (SELECT CAST('" + stored + "' AS JSON) AS properties)",
          1);

      assertThat(found.rows()).as(name).containsExactly(List.of("x", false));
    }
  }

  @Test
  void aColumnWithoutATypeIsRefusedWhereRowsAreGivenOut() {
    assertThatThrownBy(() -> store.each(1, "SELECT event, NULL FROM events", row -> {}))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.code()).isEqualTo("sql_invalid"));
  }

  @Test
  void nulCharactersAreRefused() {
    assertThatThrownBy(() -> store.select(1, "SELECT 'a\0b'", 1))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.code()).isEqualTo("sql_invalid"));
  }

  @Test
  void aQuestionEndsSoonAfterItsThreadWasInterruptedAndTheNextIsAnswered()
      throws IOException, RejectedException {
    Thread asking = Thread.currentThread();
    var unused = CompletableFuture.runAsync(
        asking::interrupt, CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
    long before = System.nanoTime();
    assertThatThrownBy(() ->
            store.select(1, "SELECT count(*) FROM range(10000000) a(i), range(10000000) b(j)", 1))
        .isInstanceOf(IOException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    assertThat(Thread.interrupted()).as("left to who interrupted").isTrue();
    assertThat(store.select(1, "SELECT 1", 1).rows()).hasSize(1);
  }
}
