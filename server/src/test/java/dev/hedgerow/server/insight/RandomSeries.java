package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.Draws.any;
import static dev.hedgerow.server.insight.VisitsStore.object;

import dev.hedgerow.server.event.ActionStep;
import dev.hedgerow.server.event.Matching;
import dev.hedgerow.server.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A series drawn by chance: events of a name or of any, or an action, with filters of its own.
 *
 * @param json its node
 * @param named which events are meant but for its own filters
 * @param holds which events are meant
 */
record RandomSeries(Map<String, Object> json, Predicate<Visit> named, Predicate<Visit> holds) {
  private static final String AUTOCAPTURE = "$autocapture";

  private record Step(ActionStep step, Predicate<Visit> holds) {}

  static RandomSeries of(Random random, Visits visits, VisitsStore store) {
    RandomFilter own = RandomFilter.maybe(random, visits);
    if (random.nextInt(4) > 0) {
      String name = Draws.name(random);
      return of(
          object("kind", "EventsNode", "event", name),
          own,
          visit -> name == null || visit.event().equals(name));
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      steps.add(step(random, visits));
    }
    int id = store.action(visits.project, steps.stream().map(Step::step).toList());
    return of(
        object("kind", "ActionsNode", "id", id),
        own,
        visit -> steps.stream().anyMatch(step -> step.holds.test(visit)));
  }

  private static RandomSeries of(
      Map<String, Object> json, RandomFilter own, Predicate<Visit> named) {
    if (own.json() != null) {
      json.put("properties", own.json());
    }
    return new RandomSeries(json, named, named.and(own.holds()));
  }

  /** Returns the node as retention has it. */
  Map<String, Object> entity() {
    boolean action = json.containsKey("id");
    return object(
        "id",
        action ? json.get("id") : json.get("event"),
        "type",
        action ? "actions" : "events",
        "properties",
        json.get("properties"));
  }

  private static Step step(Random random, Visits visits) {
    String event = Draws.name(random);
    Matching matching = any(random, List.of(Matching.values()));
    String url = random.nextInt(3) > 0
        ? null
        : switch (matching) {
          case EXACT -> "https://shop.example/b/2";
          case CONTAINS -> "/b/";
          case REGEX -> "example/?$";
        };
    Element.Part part = random.nextInt(3) > 0 ? null : new Element.Part(false, "a", "btn", null);
    String text = random.nextInt(3) > 0 ? null : "buy";
    RandomFilter filter = ofNoDate(random, visits);
    return new Step(
        new ActionStep(
            event,
            url,
            matching,
            part == null ? null : part.written(),
            null,
            text,
            Matching.CONTAINS,
            null,
            Matching.EXACT,
            listed(filter.json())),
        visit -> (event == null || event.equals(visit.event()))
            && (url == null || fits(matching, url, visit.text("$current_url")))
            && filter.holds().test(visit)
            && (!AUTOCAPTURE.equals(event)
                || ((part == null || Element.meet(visit.elements(), List.of(part)))
                    && (text == null || says(visit, text)))));
  }

  private static boolean says(Visit visit, String text) {
    return visit.elements().stream()
        .anyMatch(
            one -> one.text() != null && one.text().toLowerCase(Locale.ROOT).contains(text));
  }

  private static boolean fits(Matching matching, String wanted, @Nullable String url) {
    return url != null
        && switch (matching) {
          case EXACT -> url.equals(wanted);
          case CONTAINS -> url.contains(wanted);
          case REGEX -> Pattern.compile(wanted).matcher(url).find();
        };
  }

  /** Actions know no time of asking, so dates in them are no matter of the question's. */
  private static RandomFilter ofNoDate(Random random, Visits visits) {
    RandomFilter filter = RandomFilter.maybe(random, visits);
    while (Json.text(filter.json()).contains("is_date")) {
      filter = RandomFilter.maybe(random, visits);
    }
    return filter;
  }

  @SuppressWarnings("unchecked") // filters are objects of JSON
  private static List<Map<String, @Nullable Object>> listed(@Nullable Object filters) {
    return filters == null
        ? List.of()
        : (List<Map<String, @Nullable Object>>)
            (filters instanceof List<?> list ? list : List.of(filters));
  }
}
