package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.SettableTime;
import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.Cohort;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.Settings;
import dev.hedgerow.server.insight.Basis;
import dev.hedgerow.server.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which answers are given again, and for how long. */
class AnswererTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Project SHOP = new Project(1, "Shop", "phc_shop", NOON, 1);

  private final SettableTime time = new SettableTime(NOON);
  private final InMemoryActions actions = new InMemoryActions();
  private final Defined defined = DoorOnTrial.defined();
  private final AskedErasures erasing = new AskedErasures();
  private final AtomicBoolean right = new AtomicBoolean();
  private final Answerer answers = new Answerer(
      new Questioner() {
        @Override
        public Map<String, @Nullable Object> answer(
            Project project, Map<String, @Nullable Object> query, Instant now, boolean anew) {
          return Map.of("results", List.of(now.toString()), "is_cached", false, "asked_anew", anew);
        }

        @Override
        public @Nullable Basis basis(
            Project project, Map<String, @Nullable Object> query, Instant now) {
          return query.containsKey("basis")
              ? new Basis(1, now, now, true, false, List.of(), Set.of())
              : null;
        }

        @Override
        public boolean holds(
            Project project, Map<String, @Nullable Object> query, Instant now, Basis before) {
          return right.get();
        }
      },
      actions,
      defined,
      erasing,
      time);

  private static Map<String, @Nullable Object> query(String json) throws Exception {
    return Json.object(json);
  }

  private String key(String json) throws Exception {
    return answers.key(SHOP, query(json));
  }

  @Test
  void theSameQuestionInAnotherOrderIsTheSame() throws Exception {
    assertThat(key("{\"kind\":\"TrendsQuery\",\"a\":{\"x\":1,\"y\":[1,2]}}"))
        .isEqualTo(key("{\"a\":{\"y\":[1,2],\"x\":1},\"kind\":\"TrendsQuery\"}"))
        .isNotEqualTo(key("{\"a\":{\"y\":[2,1],\"x\":1},\"kind\":\"TrendsQuery\"}"));
    assertThat(answers.key(new Project(2, "Other", "phc_o", NOON, 1), query("{\"kind\":\"K\"}")))
        .isNotEqualTo(key("{\"kind\":\"K\"}"));
  }

  @Test
  void anAnswerToldAgainSaysSo() throws Exception {
    String key = key("{\"kind\":\"TrendsQuery\"}");
    byte[] first =
        answers.answer(SHOP, query("{\"kind\":\"TrendsQuery\"}"), key).json(false);
    byte[] again = Objects.requireNonNull(answers.kept(key)).json(true);

    assertThat(Json.object(first)).containsEntry("is_cached", false);
    assertThat(Json.object(again))
        .containsEntry("is_cached", true)
        .containsEntry("last_refresh", NOON.toString())
        .containsEntry("cache_key", key)
        .containsEntry("results", List.of(NOON.toString()))
        .containsKey("timings");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\":\"TrendsQuery\",\"interval\":\"minute\"}|10",
        "{\"kind\":\"TrendsQuery\",\"interval\":\"hour\"}|60",
        "{\"kind\":\"TrendsQuery\"}|180",
        "{\"kind\":\"TrendsQuery\",\"interval\":\"month\"}|600",
        "{\"kind\":\"TrendsQuery\",\"dateRange\":{\"date_from\":\"dStart\"}}|60",
        "{\"kind\":\"RetentionQuery\",\"retentionFilter\":{\"period\":\"Week\"}}|600",
        "{\"kind\":\"HogQLQuery\"}|0",
        "{\"kind\":\"EventsQuery\"}|0"
      })
  void theFinerTheIntervalsTheYoungerAnAnswerMustBe(String json, int seconds) throws Exception {
    KeptAnswer answer = answers.answer(SHOP, query(json), key(json));
    time.pass(Duration.ofSeconds(seconds).minusNanos(1));
    assertThat(answers.isFresh(answer, query(json), 1)).isEqualTo(seconds > 0);
    time.pass(Duration.ofNanos(1));
    assertThat(answers.isFresh(answer, query(json), 1)).isFalse();
    assertThat(answers.isFresh(answer, query(json), 10)).isEqualTo(seconds > 0);
  }

  @Test
  void whatAnAnswerDependsOnMakesItAnother() throws Exception {
    String plain = "{\"kind\":\"TrendsQuery\"}";
    String ofAction = "{\"kind\":\"TrendsQuery\",\"series\":[{\"kind\":\"ActionsNode\",\"id\":1}]}";
    String ofCohort = "{\"kind\":\"TrendsQuery\",\"properties\":[{\"type\":\"cohort\"}]}";
    String plainBefore = key(plain);
    String actionBefore = key(ofAction);
    String cohortBefore = key(ofCohort);

    actions.create(new Action(0, 1, "a", "", List.of(), List.of(), NOON, NOON));
    Cohort cohort = defined
        .cohorts()
        .create(new Cohort(0, 1, "c", "", true, Map.of(), NOON, NOON, Cohort.Found.NOTHING));
    String cohortMade = key(ofCohort);
    defined.cohorts().found(cohort, new Cohort.Found(NOON, 1, null));

    assertThat(key(plain)).isEqualTo(plainBefore);
    assertThat(key(ofAction)).isNotEqualTo(actionBefore);
    assertThat(List.of(cohortBefore, cohortMade, key(ofCohort))).doesNotHaveDuplicates();
    assertThat(answers.key(SHOP.withSettings(Settings.STANDARD), query(plain)))
        .isNotEqualTo(plainBefore);
  }

  @Test
  void whatIsErasedIsInNoAnswerGivenAgain() throws Exception {
    String before = key("{\"kind\":\"TrendsQuery\"}");
    Entry.Erase asked =
        new Entry.Erase(new UUID(1, 1), 1, new UUID(2, 2), List.of(), true, 0, NOON);
    erasing.items.add(new Erasing.Item(asked, Erasing.Status.ERASING, NOON, null, 0));
    String meanwhile = key("{\"kind\":\"TrendsQuery\"}");
    erasing.items.set(0, new Erasing.Item(asked, Erasing.Status.ERASED, NOON, null, 0));

    assertThat(List.of(before, meanwhile, key("{\"kind\":\"TrendsQuery\"}")))
        .doesNotHaveDuplicates();
  }

  @Test
  void anOldAnswerIsGivenAgainWhileItIsRightAndSaysWhenItWasLookedAt() throws Exception {
    String json = "{\"kind\":\"TrendsQuery\",\"basis\":1}";
    String key = key(json);
    assertThat(Json.object(answers.answer(SHOP, query(json), key).json()))
        .containsEntry("is_cached", false)
        .containsEntry("checked_at", null);
    time.pass(Duration.ofHours(5));
    right.set(true);

    KeptAnswer again = answers.answer(SHOP, query(json), key);

    assertThat(Json.object(again.json()))
        .containsEntry("is_cached", true)
        .containsEntry("last_refresh", NOON.toString())
        .containsEntry("checked_at", NOON.plus(Duration.ofHours(5)).toString())
        .containsEntry("results", List.of(NOON.toString()));
    assertThat(answers.isFresh(again, query(json), 1)).isTrue();
    assertThat(answers.kept(key)).isSameAs(again);
    assertThat(Json.object(answers.anew(SHOP, query(json), key).json()))
        .containsEntry("is_cached", false)
        .containsEntry("asked_anew", true);
    time.pass(Duration.ofHours(5));
    right.set(false);
    assertThat(Json.object(answers.answer(SHOP, query(json), key).json()))
        .containsEntry("is_cached", false)
        .containsEntry("asked_anew", false)
        .containsEntry("last_refresh", NOON.plus(Duration.ofHours(10)).toString());
  }

  @Test
  void anOldAnswerOfWhichNobodyKnowsIsFoundAgain() throws Exception {
    String json = "{\"kind\":\"TrendsQuery\"}";
    right.set(true);
    KeptAnswer first = answers.answer(SHOP, query(json), key(json));
    assertThat(answers.answer(SHOP, query(json), key(json)).body())
        .as("what another asker waited for")
        .isSameAs(first.body());
    time.pass(Duration.ofHours(5));

    assertThat(answers.answer(SHOP, query(json), key(json)).at())
        .isEqualTo(NOON.plus(Duration.ofHours(5)));
  }

  @Test
  void answersTakeOnlySoMuchRoomAndTheLongestUnusedGoes() {
    AnswerCache cache = new AnswerCache(4_500);
    KeptAnswer answer =
        new KeptAnswer("{}".repeat(400).getBytes(StandardCharsets.UTF_8), NOON, "k", null);
    for (String key : List.of("a", "b", "c", "d")) {
      cache.keep(key, answer);
    }
    assertThat(cache.find("a")).isNotNull();
    cache.keep("e", answer);
    cache.keep("huge", new KeptAnswer(new byte[2_000], NOON, "k", null));

    assertThat(cache.find("a")).isNotNull();
    assertThat(cache.find("b")).isNull();
    assertThat(cache.find("huge")).isNull();
    assertThat(cache.bytes()).isEqualTo(4 * 1_000);
    cache.keep("e", answer);
    assertThat(cache.bytes()).isEqualTo(4 * 1_000);
  }
}
