package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.LimitsBut;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Questions of every kind, whole and then changed by chance, at the real query endpoint: each is answered, or refused with a code and
 * where one field is at fault with its name, within the limit, and nothing of another project is ever in an answer.
 */
class MutatedQuestionsTest {
  private static final int SEEDS =
      Math.min(5_000, Integer.getInteger("hedgerow.faults.seeds", 150));
  private static final int FIRST = Integer.getInteger("hedgerow.faults.first", 0);

  /** A machine may be busy. */
  private static final Duration SLACK = Duration.ofSeconds(20);

  /** Codes of what is wrong with a whole request, not with one field. */
  private static final Set<String> OF_THE_WHOLE =
      Set.of("parse_error", "body_too_large", "query_timeout", "query_memory", "query_too_large");

  @TempDir
  static Path folder;

  private static AskedShop shop;

  @BeforeAll
  static void open() throws IOException {
    shop = new AskedShop(folder, LimitsBut.with("queryFor", AskedShop.QUESTION_FOR));
  }

  @AfterAll
  static void close() throws IOException {
    shop.close();
  }

  @Test
  void everyKindIsAnswered() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Map<String, @Nullable Object> question : questions()) {
      HttpResponse<String> answer = shop.ask(Json.text(Map.of("query", question)));

      if (answer.statusCode() != 200 || answer.body().contains(AskedShop.PLANTED)) {
        wrong.add(question + " answered " + answer.body());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whateverIsChangedItIsAnsweredOrRefusedForAReason() throws Exception {
    List<Map<String, @Nullable Object>> questions = questions();
    Map<String, Integer> counted = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
      String body = new Mutation(new Random(seed), questions).body();
      long begun = System.nanoTime();
      HttpResponse<String> answer = shop.ask(body);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);

      String code = "none";
      if (answer.statusCode() == 200) {
        assertThat(Json.object(answer.body())).containsKey("results");
      } else {
        Map<String, @Nullable Object> told = Json.object(answer.body());
        code = String.valueOf(told.get("code"));
        if (answer.statusCode() >= 500
            || (told.get("attr") == null && !OF_THE_WHOLE.contains(code))) {
          wrong.add("seed " + seed + ": " + shown(body) + " answered " + told);
        }
      }
      if (answer.body().contains(AskedShop.PLANTED)
          || took.compareTo(AskedShop.QUESTION_FOR.plus(SLACK)) > 0) {
        wrong.add(
            "seed " + seed + ": " + shown(body) + " after " + took + " " + shown(answer.body()));
      }
      counted.merge(answer.statusCode() + " " + code, 1, Integer::sum);
    }
    if (SEEDS > 1_000) {
      System.out.println("mutated questions: " + counted);
    }
    assertThat(wrong).isEmpty();
    assertThat(counted.getOrDefault("200 none", 0)).as("%s", counted).isGreaterThan(SEEDS / 20);
    assertThat(counted.getOrDefault("400 invalid_input", 0)).isGreaterThan(SEEDS / 5);
  }

  private static String shown(String text) {
    return text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text;
  }

  private static List<Map<String, @Nullable Object>> questions() throws IOException {
    List<Map<String, @Nullable Object>> questions = new ArrayList<>();
    for (String name : List.of("trends", "funnels", "retention", "others", "rows")) {
      try (InputStream in = Objects.requireNonNull(
          MutatedQuestionsTest.class.getResourceAsStream("/questions/" + name + ".json"))) {
        for (Object question : (List<?>) Objects.requireNonNull(Json.object(in).get("questions"))) {
          Map<String, @Nullable Object> fields = new LinkedHashMap<>();
          ((Map<?, ?>) question)
              .forEach((field, value) -> fields.put(String.valueOf(field), value));
          questions.add(fields);
        }
      }
    }
    return questions;
  }
}
