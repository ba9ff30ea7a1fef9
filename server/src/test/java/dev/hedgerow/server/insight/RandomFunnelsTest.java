package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.Draws.asked;
import static dev.hedgerow.server.insight.VisitsStore.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.insight.funnel.Funnels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Funnels of events and actions with filters of every kind, breakdowns and samples count whom their slow reference counts, and
 * name the people, over streams and questions made up from seeds.
 */
class RandomFunnelsTest {
  private static final int SEEDS = Math.min(3_000, Integer.getInteger("hedgerow.faults.seeds", 40));

  @TempDir
  static Path folder;

  private static VisitsStore store;

  @BeforeAll
  static void write() throws IOException {
    store = VisitsStore.random(folder, SEEDS);
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
  }

  @Test
  void funnelsCountWhomTheReferenceCounts() throws Exception {
    AtomicInteger reached = new AtomicInteger();
    store.each(visits -> {
      Random random = new Random(visits.project);
      VisitsFunnel funnel = new VisitsFunnel(random, visits, store);
      Funnels funnels = new Funnels();
      Map<String, List<Long>> found = new HashMap<>();
      for (Object result :
          (List<?>) funnels.answer(store.about(visits, funnel.json)).results()) {
        List<?> steps = result instanceof List<?> list ? list : List.of(result);
        for (Object step : steps) {
          Map<?, ?> one = (Map<?, ?>) step;
          List<Long> counts = found.computeIfAbsent(
              RandomBreakdown.told(one.get("breakdown_value")), value -> new ArrayList<>());
          if (one.get("count") instanceof Long count) {
            counts.add(count);
          }
        }
      }
      found.values().removeIf(counts -> counts.stream().allMatch(count -> count == 0));
      assertThat(found).as(asked(visits, funnel.json)).isEqualTo(funnel.expected());
      reached.addAndGet(found.isEmpty() ? 0 : 1);
      if (!funnel.isBroken()) {
        int step = 1 + random.nextInt(funnel.steps());
        boolean dropped = step > 1 && random.nextBoolean();
        Map<String, Object> point = object("funnelStep", dropped ? -step : step);
        assertThat(store.actors(funnels, visits, funnel.json, point).keySet())
            .as(asked(visits, funnel.json, point))
            .isEqualTo(funnel.people(step, dropped));
      }
    });
    assertThat(reached.get()).isGreaterThan(SEEDS / 6);
  }
}
