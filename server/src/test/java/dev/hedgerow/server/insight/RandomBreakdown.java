package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.Draws.any;
import static dev.hedgerow.server.insight.VisitsStore.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A breakdown drawn by chance: none, by up to three properties, or by cohorts.
 *
 * @param json what stands under {@code breakdownFilter}, or null
 * @param value what an event is told under; several texts are one with {@link #BETWEEN} in between
 * @param limit values told apart
 * @param other what the others are told under
 * @param hides whether they are left out
 * @param cohorts as answers tell them, instead of values
 * @param looked which events it can tell anything of: about persons and cohorts only identified ones
 */
record RandomBreakdown(
    @Nullable Object json,
    Function<Visit, String> value,
    int limit,
    String other,
    boolean hides,
    List<Object> cohorts,
    Predicate<Visit> looked) {
  static final String BETWEEN = "\u001f";

  private static final String OTHER = "$$_posthog_breakdown_other_$$";
  private static final String NONE = "$$_posthog_breakdown_null_$$";
  private static final int LIMIT = 25;

  private record Property(String type, String name, Function<Visit, @Nullable String> text) {}

  static RandomBreakdown of(Random random, Visits visits) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 ->
        new RandomBreakdown(null, visit -> "", LIMIT, "", false, List.of(), visit -> true);
      case 3 -> byCohorts(random, visits);
      default -> byProperties(random, visits);
    };
  }

  private static RandomBreakdown byCohorts(Random random, Visits visits) {
    List<Object> cohorts = any(
        random, List.of(List.<Object>of(visits.cohort(), "all"), List.<Object>of(visits.cohort())));
    return new RandomBreakdown(
        object(
            "breakdown_type",
            "cohort",
            "breakdown",
            cohorts.size() == 1 ? cohorts.get(0) : cohorts),
        visit -> "",
        LIMIT,
        "",
        false,
        cohorts,
        visit -> !visit.alone());
  }

  /** Draws one by properties. */
  static RandomBreakdown byProperties(Random random, Visits visits) {
    int count = any(random, List.of(1, 1, 2, 3));
    boolean old = random.nextBoolean() && count != 2;
    List<Property> properties = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      properties.add(old && count > 1 ? ofEvent(random) : property(random, visits));
    }
    int limit = 1 + random.nextInt(3);
    boolean hides = random.nextInt(3) == 0;
    Map<String, Object> json =
        object("breakdown_limit", limit, "breakdown_hide_other_aggregation", hides);
    if (old) {
      List<String> names = properties.stream().map(Property::name).toList();
      json.put("breakdown", count == 1 ? names.get(0) : names);
      json.put("breakdown_type", properties.get(0).type);
      json.put("breakdown_group_type_index", 0);
    } else {
      json.put(
          "breakdowns",
          properties.stream()
              .map(one -> object("property", one.name, "type", one.type, "group_type_index", 0))
              .toList());
    }
    boolean ofPersons = properties.stream().anyMatch(one -> one.type.equals("person"));
    return new RandomBreakdown(
        json,
        visit -> String.join(
            BETWEEN,
            properties.stream()
                .map(one -> Objects.requireNonNullElse(one.text.apply(visit), NONE))
                .toList()),
        limit,
        String.join(BETWEEN, properties.stream().map(one -> OTHER).toList()),
        hides,
        List.of(),
        visit -> !ofPersons || !visit.alone());
  }

  private static Property ofEvent(Random random) {
    String name =
        any(random, List.of("color", "color", "price", "$screen_name", "note", "paid", "gone"));
    return new Property("event", name, visit -> visit.text(name));
  }

  private static Property property(Random random, Visits visits) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> {
        String name = any(random, List.of("name", "note", "size"));
        yield new Property("person", name, visit -> visit.text(Visit.OF_PERSON + name));
      }
      case 2 -> {
        String name = any(random, List.of("note", "size"));
        yield new Property("group", name, visit -> visits.ofGroup(visit, name));
      }
      case 3, 4 -> {
        String name = any(random, List.of("$pageview_count", "$autocapture_count", "$is_bounce"));
        yield new Property(
            "session", name, visit -> SessionReference.text(visits, visit.session(), name));
      }
      case 5 -> new Property("event_metadata", "event", Visit::event);
      case 6 -> new Property("feature", "new", visit -> visit.text("$feature/new"));
      case 7 ->
        new Property("hogql", "upper(properties.color)", visit -> {
          String color = visit.text("color");
          return color == null ? null : color.toUpperCase(Locale.ROOT);
        });
      default -> ofEvent(random);
    };
  }

  /** Returns what stands for no value at all. */
  String none() {
    return other.replace(OTHER, NONE);
  }

  /** Returns a value as answers tell it in the form that {@link #value} has. */
  static String told(@Nullable Object value) {
    return value instanceof List<?> list
        ? String.join(BETWEEN, list.stream().map(String::valueOf).toList())
        : value == null ? "" : value.toString();
  }
}
