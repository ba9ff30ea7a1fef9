package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.Draws.any;
import static dev.hedgerow.server.insight.VisitsStore.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Property filters drawn by chance: every operator on every type of property, in groups inside each other (contract S 6.4).
 *
 * @param json what stands under {@code properties}, or null for nothing
 * @param holds what it means for one event
 */
record RandomFilter(@Nullable Object json, Predicate<Visit> holds) {
  static final RandomFilter NONE = new RandomFilter(null, visit -> true);

  private static final int DEPTH_MAX = 3;

  /** One filter or group; it means nothing where it is incomplete. */
  private record Part(Map<String, Object> json, @Nullable Predicate<Visit> holds) {}

  /** Draws a filter, often none. */
  static RandomFilter maybe(Random random, Visits visits) {
    return random.nextInt(3) == 0 ? of(random, visits) : NONE;
  }

  /** Draws a filter: one, some that must all hold, or a tree. */
  static RandomFilter of(Random random, Visits visits) {
    FilterDraws draws = new FilterDraws(random, visits);
    if (random.nextInt(3) == 0) {
      Part tree = group(random, draws, 0);
      return new RandomFilter(tree.json, tree.holds == null ? visit -> true : tree.holds);
    }
    List<Part> parts = new ArrayList<>();
    for (int i = random.nextInt(3) == 0 ? 2 : 1; i > 0; i--) {
      parts.add(part(random, draws, 1));
    }
    return new RandomFilter(
        parts.stream().map(Part::json).toList(),
        visit -> parts.stream().allMatch(part -> part.holds == null || part.holds.test(visit)));
  }

  private static Part part(Random random, FilterDraws draws, int depth) {
    return depth < DEPTH_MAX && random.nextInt(4) == 0
        ? group(random, draws, depth)
        : leaf(random, draws);
  }

  private static Part group(Random random, FilterDraws draws, int depth) {
    boolean all = random.nextBoolean();
    List<Part> parts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      parts.add(part(random, draws, depth + 1));
    }
    List<Predicate<Visit>> known = new ArrayList<>();
    for (Part part : parts) {
      if (part.holds != null) {
        known.add(part.holds);
      }
    }
    Predicate<Visit> together = all
        ? visit -> known.stream().allMatch(holds -> holds.test(visit))
        : visit -> known.stream().anyMatch(holds -> holds.test(visit));
    return new Part(
        object(
            "type", all ? "AND" : "OR", "values", parts.stream().map(Part::json).toList()),
        known.isEmpty() ? null : together);
  }

  private static Part leaf(Random random, FilterDraws draws) {
    if (random.nextInt(20) == 0) {
      return new Part(
          any(random, List.of(object("key", "note"), object("key", "note", "value", List.of()))),
          null);
    }
    FilterDraws.Leaf leaf = draws.leaf();
    return new Part(leaf.json(), leaf.holds());
  }
}
