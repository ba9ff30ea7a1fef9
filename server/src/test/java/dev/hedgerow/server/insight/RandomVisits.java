package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.Draws.any;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * {@link Visits} made up from a seed: persons by several distinct ids, some of them anonymous before; visitors who stay
 * anonymous; groups; events at one moment, at midnights, around a change of the clocks, and before and after what is asked;
 * properties that are texts, numbers, dates, versions, lists, or not there.
 */
final class RandomVisits {
  static final List<Object> NOTES =
      List.of("Blue Moon", "blue", "", "100%_'\\\"", "ÄÖ noon", "true", "10", List.of("a", "b"));
  static final List<Object> NUMBERS =
      List.of(0L, 1L, 2.5, -7L, "3", "many", "", "1e2", "NaN", true);
  static final List<Object> DATES = List.of(
      "2026-03-28",
      "2026-03-29",
      "2026-03-29T01:00:00Z",
      "2026-03-29T00:30:00+02:00",
      "2026-03-29 22:30:00",
      "2026-03-30T03:30:00.250Z",
      1_774_746_000L,
      1_774_832_400_000L,
      "nonsense",
      "");
  static final List<Object> VERSIONS =
      List.of("1.2.3", "1.10.0", "2.0.0-beta", "v0.2", "1", "1.2.3.4", "x", "1234567", 1.2);

  private static final Instant CHANGE = Instant.parse("2026-03-29T01:00:00Z");
  private static final List<String> URLS = List.of(
      "https://shop.example/",
      "https://shop.example",
      "https://shop.example/a?x=1",
      "https://shop.example/a/",
      "https://shop.example/b/1#top",
      "https://shop.example/b/2",
      "/c",
      "");
  private static final Element BODY = new Element("body", List.of(), null, null);
  private static final List<List<Element>> CHAINS = List.of(
      List.of(),
      List.of(new Element("a", List.of("btn", "main"), "Buy", "/buy"), BODY),
      List.of(
          new Element("span", List.of(), "say \"hi\"; a.btn:", null),
          new Element("a", List.of("btn"), "Buy now", "/buy?x=\"1\""),
          new Element("form", List.of("main"), null, null),
          BODY),
      List.of(
          new Element("button", List.of("btn"), "Go", null),
          new Element("div", List.of("main"), "Buy", null),
          new Element("form", List.of(), null, "/go")));

  private final Random random;
  private final Visits visits;

  private RandomVisits(Random random, Visits visits) {
    this.random = random;
    this.visits = visits;
  }

  /** Makes a stream of 85 events or fewer, over some twenty days. */
  static Visits of(int project, Random random) {
    Instant now =
        CHANGE.plus(random.nextInt(20) - 5, ChronoUnit.DAYS).plusSeconds(random.nextInt(86_400));
    Visits visits = new Visits(project, any(random, Visits.ZONES), now);
    int people = 1 + random.nextInt(6);
    RandomVisits drawn = new RandomVisits(random, visits);
    drawn.people(people);
    drawn.events(people);
    return visits;
  }

  private Instant ago(int days) {
    return visits.now.minusSeconds(random.nextInt(days * 86_400));
  }

  private void people(int people) {
    for (int i = 0; i < people; i++) {
      if (random.nextInt(3) > 0) {
        visits.person("u" + i, ago(25));
        if (random.nextBoolean()) {
          visits.joined("a" + i, "u" + i);
        }
      }
    }
    if (people > 1 && random.nextInt(3) == 0) {
      visits.gone("u" + (people - 1), random.nextBoolean() ? "u0" : null);
    }
    if (random.nextBoolean()) {
      Map<String, Object> properties = new LinkedHashMap<>();
      maybe(properties, "note", NOTES);
      maybe(properties, "size", NUMBERS);
      visits.group("acme", ago(25), properties);
    }
  }

  private void events(int people) {
    int count = 5 + random.nextInt(80);
    Instant last = visits.now;
    for (int i = 0; i < count; i++) {
      last = moment(last);
      String id = (random.nextBoolean() ? "u" : "a") + random.nextInt(people);
      Map<String, Object> ofPerson = new LinkedHashMap<>();
      maybe(ofPerson, "note", NOTES);
      maybe(ofPerson, "size", NUMBERS);
      maybe(ofPerson, "seen", DATES);
      visits.event(
          any(random, Visits.EVENTS),
          id,
          last,
          properties(),
          company(),
          ofPerson,
          any(random, CHAINS));
    }
    for (Visit visit : visits.all) {
      if (random.nextInt(6) == 0) {
        visits.members.add(visit.person());
      }
    }
  }

  private Instant moment(Instant last) {
    return switch (random.nextInt(8)) {
      case 0 -> last;
      case 1 -> last.plusSeconds(1_800);
      case 2 -> last.plusSeconds(1_801);
      case 3 -> last.plusSeconds(random.nextInt(1_800));
      case 4 ->
        ago(20).atZone(visits.zone).toLocalDate().atStartOfDay(visits.zone).toInstant();
      case 5 -> last.plus(24, ChronoUnit.HOURS);
      default -> ago(22).plus(1, ChronoUnit.DAYS);
    };
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    maybe(properties, "color", List.of("red", "blue", "red", "blue", "green"));
    maybe(properties, "$current_url", new ArrayList<>(URLS));
    maybe(properties, "$screen_name", List.of("screen 0", "screen 1"));
    maybe(properties, "price", List.of(0.0, 0.5, 1.0, 1.5, 2.0, 3.5, "4.0", "dear", "NaN"));
    maybe(properties, "note", NOTES);
    maybe(properties, "size", NUMBERS);
    maybe(properties, "seen", DATES);
    maybe(properties, "version", VERSIONS);
    maybe(properties, "paid", List.of(true, false));
    maybe(properties, "$feature/new", List.of("on", "off", true));
    maybe(properties, "$session_id", List.of("s1", "s2", "s3", "s4", "s5"));
    return properties;
  }

  private void maybe(Map<String, Object> properties, String name, List<Object> values) {
    if (random.nextInt(4) > 0) {
      properties.put(name, any(random, values));
    }
  }

  private Map<Integer, String> company() {
    return switch (random.nextInt(3)) {
      case 0 -> Map.of(0, "acme");
      case 1 -> Map.of(0, "beta");
      default -> Map.of();
    };
  }
}
