package dev.hedgerow.server.insight.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.insight.funnel.FunnelQuestion.Sent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random questions about random people, asked as pages ask them, beside the reference over the plain
 * list of events: counts, times, shares over time, values of the breakdown and the people behind them.
 */
class FunnelsReferenceTest {
  private static final int QUESTIONS =
      Math.max(60, Integer.getInteger("hedgerow.faults.seeds", 0) / 10);
  private static final int QUESTIONS_PER_PROJECT = 20;
  private static final int PERSONS = 10;
  private static final List<String> SIZES = List.of("big", "small");

  @TempDir
  static Path folder;

  private static FunnelStore store;

  @BeforeAll
  static void open() throws IOException {
    store = new FunnelStore(folder);
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
  }

  @Test
  void everyAnswerIsTheReferences() throws Exception {
    List<Sent> sent = List.of();
    int project = 0;
    int reached = 0;
    for (int seed = 0; seed < QUESTIONS; seed++) {
      if (seed % QUESTIONS_PER_PROJECT == 0) {
        project = store.project();
        sent = people(project, new Random(seed));
      }
      FunnelExpected question = new FunnelExpected(new Random(1_000_003L * seed), project, sent);
      Object found = store.ask(project, question.json).get("results");
      assertThat(found).as("seed %s: %s", seed, question.json).isEqualTo(question.expected());
      if (!question.viz.equals("time_to_convert")) {
        assertThat(store.actors(project, question.json, 0, 1_000, question.point()))
            .as("seed %s: people of %s", seed, question.json)
            .isEqualTo(question.people());
        reached += question.people().isEmpty() ? 0 : 1;
      }
    }
    assertThat(reached).isGreaterThan(QUESTIONS / 4);
  }

  private static List<Sent> people(int project, Random random) throws IOException {
    List<Sent> sent = new ArrayList<>();
    int step = random.nextBoolean() ? 20 : 600;
    for (int person = 0; person < PERSONS; person++) {
      String name = "p" + project + "-" + person;
      boolean twice = random.nextInt(3) == 0;
      if (twice) {
        store.override(project, name + "-before", name);
      }
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        Map<String, Object> properties = new LinkedHashMap<>();
        put(properties, "plan", random, "free", "pro", "team");
        put(properties, "site", random, "eu", "eu", "us");
        put(properties, "big", random, "1");
        put(properties, "group", random, "g" + person);
        put(properties, "ord", random, "o" + person, "o" + (person + 1));
        put(properties, "person.plan", random, "pro", "free");
        Instant at = FunnelStore.BEGIN.plus(Duration.ofMinutes((long) step * random.nextInt(9)));
        String event = List.of("A", "B", "C", "A", "B", "X").get(random.nextInt(6));
        String before = twice && random.nextBoolean() ? name + "-before" : name;
        store.add(project, before, before, event, at, properties);
        Map<String, Object> known = new LinkedHashMap<>(properties);
        if (properties.containsKey("group") && person % 3 < 2) {
          known.put("group.size", SIZES.get(person % 3));
        }
        sent.add(new Sent(name, event, at, known));
      }
    }
    for (int person = 0; person < PERSONS; person++) {
      if (person % 3 < 2) {
        store.group(project, "g" + person, Map.of("size", SIZES.get(person % 3)));
      }
    }
    store.write();
    List<String> all =
        IntStream.range(0, PERSONS).mapToObj(i -> "p" + project + "-" + i).toList();
    for (FunnelCohort cohort : FunnelCohort.values()) {
      store.cohort(project, cohort.id(project), cohort.of(all));
    }
    return sent;
  }

  private static void put(
      Map<String, Object> properties, String name, Random random, String... values) {
    if (random.nextInt(4) > 0) {
      properties.put(name, values[random.nextInt(values.length)]);
    }
  }
}
