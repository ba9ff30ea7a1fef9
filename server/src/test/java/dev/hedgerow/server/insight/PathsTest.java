package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.VisitsStore.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.insight.path.Paths;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths by hand: one rule of the contract a case, with the edges worked out beside it. */
class PathsTest {
  private static final Instant TEN = Instant.parse("2026-03-05T10:00:00Z");

  @TempDir
  static Path folder;

  private static VisitsStore store;
  private static int projects;

  @BeforeAll
  static void open() throws IOException {
    store = new VisitsStore(folder);
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
  }

  private static Visits stream() {
    return new Visits(++projects, ZoneId.of("UTC"), Instant.parse("2026-03-05T20:00:00Z"));
  }

  /** Lets somebody look at pages: {@code "0 /a"} is the page /a at ten o'clock. */
  private static Visits pages(Visits visits, String who, String... pages) {
    for (String page : pages) {
      int space = page.indexOf(' ');
      visits.event(
          "$pageview",
          who,
          TEN.plusSeconds(Long.parseLong(page.substring(0, space))),
          Map.of("$current_url", "https://shop.example" + page.substring(space + 1)),
          Map.of());
    }
    return visits;
  }

  private static void event(Visits visits, String who, int second, String name) {
    visits.event(name, who, TEN.plusSeconds(second), Map.of("$screen_name", "home"), Map.of());
  }

  /** Returns the edges as {@code "1_/a > 2_/b: 3"}. */
  private static List<String> edges(Visits visits, Object... filter) throws Exception {
    List<String> edges = new ArrayList<>();
    for (Map<?, ?> edge : ask(visits, filter)) {
      edges.add(edge.get("source") + " > " + edge.get("target") + ": " + edge.get("value"));
    }
    return edges;
  }

  @SuppressWarnings("unchecked") // results are objects
  private static List<Map<?, ?>> ask(Visits visits, Object... filter) throws Exception {
    store.write(List.of(visits));
    Map<String, Object> question = object("kind", "PathsQuery", "pathsFilter", object(filter));
    return (List<Map<?, ?>>) new Paths().answer(store.about(visits, question)).results();
  }

  @Test
  void edgesCountPathsAndTellHowLongTheyTook() throws Exception {
    Visits visits = stream();
    pages(visits, "ann", "0 /a", "10 /b", "40 /c");
    pages(visits, "bob", "0 /a", "20 /b");

    List<Map<?, ?>> edges = ask(visits);
    assertThat(edges).hasSize(2);
    // Ann took 10 seconds from /a to /b, Bob 20.
    assertThat(edges.get(0))
        .isEqualTo(object(
            "source", "1_/a", "target", "2_/b", "value", 2L, "average_conversion_time", 15_000.0));
    assertThat(edges.get(1))
        .isEqualTo(object(
            "source", "2_/b", "target", "3_/c", "value", 1L, "average_conversion_time", 30_000.0));
  }

  @Test
  void aPauseOfMoreThanThirtyMinutesBeginsANewPath() throws Exception {
    // 1800 seconds are still the same path, 1801 are not.
    assertThat(edges(pages(stream(), "ann", "0 /a", "1800 /b"))).containsExactly("1_/a > 2_/b: 1");
    assertThat(edges(pages(stream(), "ann", "0 /a", "1801 /b"))).isEmpty();
  }

  @Test
  void aStepThatRepeatsIsOneLeftWhenTheLastOfThemWas() throws Exception {
    List<Map<?, ?>> edges = ask(pages(stream(), "ann", "0 /a", "60 /a", "70 /b", "90 /a"));
    assertThat(edges).hasSize(2);
    // From the second look at /a to /b; coming back to /a later is a step of its own.
    assertThat(edges.get(0))
        .isEqualTo(object(
            "source", "1_/a", "target", "2_/b", "value", 1L, "average_conversion_time", 10_000.0));
    assertThat(edges.get(1).get("target")).isEqualTo("3_/a");
  }

  @Test
  void aPageIsItsPathWithoutHostQueryFragmentAndLastSlash() throws Exception {
    assertThat(edges(pages(stream(), "ann", "0 /", "1 /a/?x=/y", "2 /b#c", "3 ?q", "4 /d//")))
        .containsExactlyInAnyOrder(
            "1_/ > 2_/a: 1", "2_/a > 3_/b: 1", "3_/b > 4_/: 1", "4_/ > 5_/d/: 1");
  }

  @Test
  void stepsAreTheKindsOfEventsAskedFor() throws Exception {
    for (Map.Entry<List<String>, List<String>> expected : Map.of(
            List.<String>of(),
                List.of("1_/a > 2_home: 1", "2_home > 3_buy: 1", "3_buy > 4_$rage: 1"),
            List.of("$pageview", "custom_event"), List.of("1_/a > 2_buy: 1"),
            List.of("$screen", "custom_event"), List.of("1_home > 2_buy: 1"))
        .entrySet()) {
      Visits visits = pages(stream(), "ann", "0 /a");
      event(visits, "ann", 1, "$screen");
      event(visits, "ann", 2, "buy");
      event(visits, "ann", 3, "$rage");
      assertThat(edges(visits, "includeEventTypes", expected.getKey()))
          .isEqualTo(expected.getValue());
    }
  }

  @Test
  void anExpressionMayNameTheSteps() throws Exception {
    Visits visits = stream();
    event(visits, "ann", 1, "buy");
    event(visits, "ann", 2, "sell");
    assertThat(edges(
            visits, "includeEventTypes", List.of("hogql"), "pathsHogQLExpression", "upper(event)"))
        .containsExactly("1_BUY > 2_SELL: 1");
  }

  @Test
  void anEventWithoutANameOfItsOwnIsNoStep() throws Exception {
    Visits visits = pages(stream(), "ann", "0 /a", "20 /b");
    visits.event("$pageview", "ann", TEN.plusSeconds(10), Map.of(), Map.of());
    assertThat(edges(visits)).containsExactly("1_/a > 2_/b: 1");
  }

  @Test
  void pathsBeginWhereTheStartIsFirstReachedAndEndWhereTheEndIs() throws Exception {
    String[] way = {"0 /a", "1 /b", "2 /c", "3 /b", "4 /d", "5 /e"};
    assertThat(edges(pages(stream(), "ann", way), "startPoint", "/b", "stepLimit", 3))
        .containsExactly("1_/b > 2_/c: 1", "2_/c > 3_/b: 1");
    assertThat(edges(pages(stream(), "ann", way), "endPoint", "/d/", "stepLimit", 3))
        .containsExactly("1_/c > 2_/b: 1", "2_/b > 3_/d: 1");
    assertThat(edges(pages(stream(), "ann", way), "startPoint", "/c", "endPoint", "/d"))
        .containsExactly("1_/c > 2_/b: 1", "2_/b > 3_/d: 1");
    assertThat(edges(pages(stream(), "ann", way), "startPoint", "/d", "endPoint", "/c"))
        .isEmpty();
  }

  @Test
  void aLongWayBetweenTwoPointsLeavesOutItsMiddle() throws Exception {
    // Six steps with a limit of four: the first two, the last two.
    assertThat(edges(
            pages(stream(), "ann", "0 /a", "1 /b", "2 /c", "3 /d", "4 /e", "5 /f"),
            "startPoint",
            "/a",
            "endPoint",
            "/f",
            "stepLimit",
            4))
        .containsExactly("1_/a > 2_/b: 1", "2_/b > 3_...: 1", "3_... > 4_/e: 1", "4_/e > 5_/f: 1");
  }

  @Test
  void stepsAreExcludedGroupedAndCleaned() throws Exception {
    String[] way = {"0 /a", "1 /user/12/edit", "2 /user/13/edit", "3 /blog.html", "4 /blogxhtml"};
    assertThat(edges(pages(stream(), "ann", way), "excludeEvents", List.of("/a", "/blog.html")))
        .hasSize(2);
    // Both users are one page by either rule, and so one step; a dot is a dot.
    assertThat(edges(pages(stream(), "ann", way), "pathGroupings", List.of("/user/*", "/blog.*")))
        .containsExactly(
            "1_/a > 2_/user/*: 1", "2_/user/* > 3_/blog.*: 1", "3_/blog.* > 4_/blogxhtml: 1");
    assertThat(edges(
            pages(stream(), "ann", way),
            "localPathCleaningFilters",
            List.of(object("regex", "/[0-9]+", "alias", "/<id>\\1"))))
        .contains("1_/a > 2_/user/<id>\\1/edit: 1", "2_/user/<id>\\1/edit > 3_/blog.html: 1");
  }

  @Test
  void stepsSayHowManyCameAndHowManyWentNoFurtherAlsoByWaysThatAreNotShown() throws Exception {
    Visits visits = stream();
    pages(visits, "ann", "0 /a", "1 /b", "2 /c");
    pages(visits, "bob", "0 /a", "1 /b");
    pages(visits, "cid", "0 /x", "1 /b");
    pages(visits, "dan", "0 /a");
    store.write(List.of(visits));
    Map<String, Object> question =
        object("kind", "PathsQuery", "pathsFilter", object("edgeLimit", 1));
    assertThat(new Paths().answer(store.about(visits, question)).more().get("steps"))
        .isEqualTo(List.of(
            Map.of("name", "1_/a", "value", 3L, "ended", 1L),
            Map.of("name", "2_/b", "value", 3L, "ended", 2L)));
  }

  @Test
  void edgesAreCutByWeightAndNumberAndWhatNothingLeadsToIsLeftOut() throws Exception {
    Visits visits = stream();
    pages(visits, "ann", "0 /a", "1 /b", "2 /c");
    pages(visits, "bob", "0 /a", "1 /b", "2 /d");
    pages(visits, "cid", "0 /x", "1 /b", "2 /d");
    store.write(List.of(visits));
    assertThat(again(visits))
        .containsExactly("1_/a > 2_/b: 2", "2_/b > 3_/d: 2", "1_/x > 2_/b: 1", "2_/b > 3_/c: 1");
    assertThat(again(visits, "minEdgeWeight", 2))
        .containsExactly("1_/a > 2_/b: 2", "2_/b > 3_/d: 2");
    assertThat(again(visits, "maxEdgeWeight", 1))
        .containsExactly("1_/x > 2_/b: 1", "2_/b > 3_/c: 1");
    assertThat(again(visits, "edgeLimit", 1)).containsExactly("1_/a > 2_/b: 2");
    // The heavy edge from the second step stands alone once its beginnings are too light.
    pages(visits, "dan", "0 /y", "1 /b", "2 /d");
    Visits more = stream();
    pages(more, "ann", "0 /a", "1 /b", "2 /d");
    pages(more, "bob", "0 /x", "1 /b", "2 /d");
    assertThat(edges(more, "minEdgeWeight", 2)).isEmpty();
  }

  private static List<String> again(Visits visits, Object... filter) throws Exception {
    List<String> edges = new ArrayList<>();
    Map<String, Object> question = object("kind", "PathsQuery", "pathsFilter", object(filter));
    for (Object edge :
        (List<?>) new Paths().answer(store.about(visits, question)).results()) {
      Map<?, ?> told = (Map<?, ?>) edge;
      edges.add(told.get("source") + " > " + told.get("target") + ": " + told.get("value"));
    }
    return edges;
  }

  @Test
  void twoDistinctIdsOfOnePersonWalkOnePath() throws Exception {
    Visits visits = stream();
    visits.person("ann", TEN);
    visits.joined("visitor", "ann");
    pages(visits, "visitor", "0 /a");
    pages(visits, "ann", "1 /b");
    assertThat(edges(visits)).containsExactly("1_/a > 2_/b: 1");
  }

  @Test
  void actorsAreWhoWentAWayOrEndedThere() throws Exception {
    Visits visits = stream();
    pages(visits, "ann", "0 /a", "1 /b", "3600 /a", "3601 /b", "3602 /c");
    pages(visits, "bob", "0 /a", "1 /b");
    store.write(List.of(visits));
    String ann = visits.all.get(0).person();
    String bob = visits.all.get(visits.all.size() - 1).person();

    assertThat(actors(visits, "pathStartKey", "1_/a", "pathEndKey", "2_/b"))
        .isEqualTo(Map.of(ann, 2L, bob, 1L));
    assertThat(actors(visits, "pathEndKey", "3_/c")).isEqualTo(Map.of(ann, 1L));
    assertThat(actors(visits, "pathDropoffKey", "2_/b")).isEqualTo(Map.of(ann, 1L, bob, 1L));
  }

  private static Map<String, Long> actors(Visits visits, Object... filter) throws Exception {
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("kind", "PathsQuery");
    question.put("pathsFilter", object(filter));
    return store.actors(new Paths(), visits, question, Map.of());
  }
}
