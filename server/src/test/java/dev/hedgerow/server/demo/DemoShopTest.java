package dev.hedgerow.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.ElementsChain;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Properties;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the made-up shop is like, and that it is made up the same way each time. */
class DemoShopTest {
  private static final Instant NOW = Instant.parse("2026-03-31T15:20:00Z");
  private static final List<Entry.Event> EVENTS = events(1, 1_500, NOW);

  private static List<Entry.Event> events(long seed, int visitors, Instant now) {
    List<Entry.Event> events = new ArrayList<>();
    new DemoShop(new DemoShop.Plan(1, 1, seed, visitors, now)).forEachRemaining(events::add);
    return events;
  }

  private static List<Entry.Event> named(String name) {
    return EVENTS.stream().filter(event -> event.event().equals(name)).toList();
  }

  private static String text(Entry.Event event, String property) {
    return String.valueOf(Properties.string(event.properties(), property));
  }

  @Test
  void theSameSeedGivesTheSameEventsAndAnotherSeedGivesOthers() {
    List<Entry.Event> events = events(7, 100, NOW);
    assertThat(events(7, 100, NOW)).isEqualTo(events);
    Set<Object> uuids = events.stream().map(Entry.Event::uuid).collect(Collectors.toSet());
    assertThat(uuids).hasSameSizeAs(events);
    assertThat(events(8, 100, NOW)).noneMatch(event -> uuids.contains(event.uuid()));
  }

  @Test
  void laterOnTheSameDayThereAreTheSameAndMore() {
    List<Entry.Event> events = events(7, 400, NOW);
    List<Entry.Event> later = events(7, 400, NOW.plus(Duration.ofHours(6)));
    assertThat(later)
        .hasSizeGreaterThan(events.size())
        .startsWith(events.toArray(Entry.Event[]::new));
  }

  @Test
  void theyAreInOrderFromThirtyDaysAgoUntilNow() {
    assertThat(EVENTS)
        .isSortedAccordingTo((one, other) -> one.timestamp().compareTo(other.timestamp()));
    assertThat(EVENTS.get(0).timestamp())
        .isBetween(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z"));
    assertThat(EVENTS.get(EVENTS.size() - 1).timestamp())
        .isBetween(NOW.minus(Duration.ofMinutes(30)), NOW);
  }

  @Test
  void thereAreAboutAsManyVisitorsAsAskedForAndTwentyFiveEventsEach() {
    Set<String> machines =
        EVENTS.stream().map(event -> text(event, "$device_id")).collect(Collectors.toSet());
    assertThat(machines).hasSizeBetween(1_500, 2_000);
    assertThat(EVENTS).hasSizeBetween(30_000, 45_000);
    assertThatThrownBy(() -> new DemoShop.Plan(1, 1, 1, 20_001, NOW))
        .hasMessage("expected 1 to 20000 visitors but found 20001");
  }

  @Test
  void fewerPeopleTakeEachStepToAPurchase() {
    Map<String, String> people = people();
    List<Long> steps = List.of(
            "$pageview", "product_viewed", "added_to_cart", "checkout_started", "purchased")
        .stream()
        .map(step -> named(step).stream()
            .map(event -> people.get(event.distinctId()))
            .distinct()
            .count())
        .toList();
    for (int i = 1; i < steps.size(); i++) {
      assertThat(steps.get(i)).as("%s", steps).isBetween(80L, steps.get(i - 1) * 9 / 10);
    }
    assertThat(named("purchased")).allSatisfy(event -> {
      assertThat((Double) event.properties().get("revenue")).isBetween(5.0, 3_000.0);
      assertThat((Integer) event.properties().get("quantity")).isBetween(1, 60);
    });
  }

  /** Returns whom each distinct id belongs to in the end. */
  private static Map<String, String> people() {
    Map<String, String> people = new HashMap<>();
    EVENTS.forEach(event -> people.putIfAbsent(event.distinctId(), event.distinctId()));
    named("$identify")
        .forEach(event -> people.put(text(event, "$anon_distinct_id"), event.distinctId()));
    return people;
  }

  @Test
  void theBackendMostlyTellsOfASignUpBeforeTheBrowserSaysWhoIsThere() {
    Map<String, Instant> identified = new HashMap<>();
    named("$identify")
        .forEach(event -> identified.putIfAbsent(event.distinctId(), event.timestamp()));
    List<Entry.Event> signUps = named("signed_up");
    long early = signUps.stream()
        .filter(
            event -> event.timestamp().isBefore(identified.getOrDefault(event.distinctId(), NOW)))
        .count();
    assertThat(signUps).hasSizeGreaterThan(80);
    assertThat((double) early / signUps.size()).isBetween(0.8, 0.97);
    assertThat(signUps).allMatch(event -> text(event, "$lib").equals("posthog-node"));
  }

  @Test
  void visitorsAreAnonymousUntilTheyIdentify() {
    Set<String> known = new HashSet<>();
    for (Entry.Event event : EVENTS) {
      if (event.event().equals("$identify")) {
        known.add(event.distinctId());
      }
      if (text(event, "$lib").equals("web")) {
        assertThat(event.properties())
            .containsEntry("$process_person_profile", known.contains(event.distinctId()));
      }
    }
    assertThat(known).hasSizeGreaterThan(200);
  }

  @Test
  void thereIsMoreOnWorkdaysAndMoreAsTimeGoesOn() {
    Map<Boolean, Double> weekend = named("$pageview").stream()
        .map(event -> event.timestamp().atZone(ZoneOffset.UTC).getDayOfWeek())
        .collect(Collectors.groupingBy(
            day -> day.compareTo(DayOfWeek.SATURDAY) >= 0,
            Collectors.summingDouble(
                day -> day.compareTo(DayOfWeek.SATURDAY) >= 0 ? 1 / 9.0 : 1 / 22.0)));
    assertThat(weekend.get(true)).isLessThan(weekend.getOrDefault(false, 0.0) * 0.85);
    Instant early = Instant.parse("2026-03-11T00:00:00Z");
    Instant late = Instant.parse("2026-03-21T00:00:00Z");
    assertThat(named("$pageview").stream()
            .filter(event -> event.timestamp().isAfter(late))
            .count())
        .isGreaterThan(named("$pageview").stream()
            .filter(event -> event.timestamp().isBefore(early))
            .count());
  }

  @Test
  void everyPageViewSaysWhatTheSnippetSays() {
    assertThat(named("$pageview"))
        .allSatisfy(event -> assertThat(event.properties())
            .containsKeys(
                "$current_url",
                "$pathname",
                "$host",
                "$referrer",
                "$referring_domain",
                "$browser",
                "$browser_version",
                "$os",
                "$device_type",
                "$screen_width",
                "$session_id",
                "$window_id",
                "$device_id",
                "$lib",
                "$raw_user_agent",
                "title"));
    assertThat(of("$geoip_country_code", 1)).hasSizeGreaterThan(10);
    assertThat(of("utm_campaign", 1)).contains("weekly", "lookalike", "mid-month-sale");
    assertThat(of("$device_type", 1)).contains("Desktop", "Mobile", "Tablet");
    assertThat(
            EVENTS.stream().filter(event -> text(event, "$raw_user_agent").contains("Googlebot")))
        .hasSizeGreaterThan(50);
  }

  private static Set<String> of(String property, int atLeast) {
    return named("$pageview").stream()
        .collect(Collectors.groupingBy(event -> text(event, property), Collectors.counting()))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue() >= atLeast)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Test
  void clicksHaveElementsAroundThem() {
    Function<Entry.Event, String> words =
        event -> ElementsChain.words(text(event, "$event_type"), text(event, "$elements_chain"));
    Set<String> all = named("$autocapture").stream().map(words).collect(Collectors.toSet());
    assertThat(all)
        .contains(
            "clicked button with text \"Add to cart\"",
            "clicked link with text \"Cart\"",
            "submitted button with text \"Create account\"");
    assertThat(named("$autocapture"))
        .allSatisfy(event ->
            assertThat(ElementsChain.parse(text(event, "$elements_chain"))).hasSizeGreaterThan(3));
  }

  @Test
  void companiesAreGroups() {
    assertThat(named("$groupidentify")).isNotEmpty();
    assertThat(EVENTS.stream()
            .map(event -> event.properties().get("$groups"))
            .filter(Objects::nonNull)
            .distinct())
        .hasSizeGreaterThan(8);
  }
}
