package dev.hedgerow.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.Element;
import dev.hedgerow.server.event.ElementsChain;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Proposal;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Selector;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions over a real store: what matches. */
class ActionsTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
  private static final int CHAINS = 300;
  private static final int SELECTORS = Integer.getInteger("hedgerow.faults.selectors", 60);
  private static final List<String> NASTY = List.of(
      "Go",
      "a;b",
      "x\"y",
      "\\",
      "a\\\"b",
      ";div.a:nth-child=\"1\"",
      ".a",
      "日本",
      "a'b",
      "%",
      "a\nb",
      "");
  private static final List<String> TAGS = List.of("a", "div", "b", "custom-tag");
  private static final List<String> CLASSES = List.of("a", "btn", "btn-x", "md:flex", "w-[10px]");

  @TempDir
  static Path folder;

  private static final List<EventRow> EVENTS = new ArrayList<>();
  private static DuckEvents store;

  private final InMemoryActions actions = new InMemoryActions();

  @BeforeAll
  static void openStore() throws IOException {
    store = DuckEvents.open(folder, 256, Limits.STANDARD);
    Random random = new Random(7);
    for (int i = 0; i < CHAINS; i++) {
      List<Object> elements = new ArrayList<>();
      for (int depth = random.nextInt(5); depth >= 0; depth--) {
        elements.add(element(random));
      }
      EVENTS.add(event(
          "$autocapture",
          "c" + i,
          "https://shop.example/p_" + i,
          ElementsChain.ofElements(elements)));
    }
    EVENTS.add(
        event(
            "$autocapture",
            "buy",
            "https://shop.example/cart",
            "button.big.buy:attr__class=\"buy big\"attr__data-x=\"1\"nth-child=\"2\"nth-of-type=\"1\"text=\"Buy \\\"it\\\"\";"
                + "a.link:attr__href=\"/cart\"href=\"/cart\"nth-child=\"1\"nth-of-type=\"1\";"
                + "div.w-[10px].md:flex:attr__id=\"main\"attr_id=\"main\"nth-child=\"1\"nth-of-type=\"1\";body:nth-child=\"2\""));
    EVENTS.add(event("$pageview", "view", "https://shop.example/a%b", ""));
    EVENTS.add(event("$pageview", "none", null, ""));
    store.write(List.of(new OutboxBlock(
        1, new Rows(EVENTS, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()))));
  }

  @AfterAll
  static void closeStore() throws IOException {
    store.close();
  }

  private static Map<String, Object> element(Random random) {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("tag_name", one(TAGS, random));
    List<String> classes = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      classes.add(one(CLASSES, random));
    }
    element.put("classes", classes);
    element.put("nth_child", random.nextInt(3));
    element.put("nth_of_type", random.nextInt(3));
    element.put("$el_text", one(NASTY, random));
    element.put("attr__href", one(NASTY, random));
    element.put("attr__id", one(NASTY, random));
    element.put("attr__data-x", one(NASTY, random));
    return element;
  }

  private static String one(List<String> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  private static EventRow event(String name, String id, @Nullable String url, String chain) {
    Map<String, Object> properties = url == null ? Map.of() : Map.of("$current_url", url);
    return new EventRow(
        1,
        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)),
        name,
        id,
        Instant.parse("2026-03-10T11:00:00Z"),
        NOW,
        new UUID(0, 1),
        NOW,
        PersonMode.FULL,
        Map.of(),
        properties,
        chain,
        Map.of());
  }

  @Test
  void everySelectorThatIsProposedMatchesTheElementItIsMadeOf() throws Exception {
    int proposed = 0;
    for (EventRow row : EVENTS.subList(CHAINS - 40, CHAINS + 1)) {
      for (Proposal proposal : Proposal.of(row.elementsChain())) {
        for (String selector : proposal.selectors()) {
          proposed++;
          String step = Json.text(Map.of("event", "$autocapture", "selector", selector));
          assertThat(matched("[" + step + "]")).as(selector).contains(row.distinctId());
        }
      }
    }
    assertThat(proposed).isGreaterThan(100);
  }

  @Test
  void aPreviewCountsEventsAndPersonsAndShowsTheNewest() throws Exception {
    Action action = ActionForm.read(
        Json.object("{\"name\":\"n\",\"steps\":[{\"event\":\"$autocapture\",\"url\":\"/cart\"}]}"),
        0,
        1,
        NOW,
        NOW);

    ActionPreview preview = ActionPreview.of(action, NOW.minusSeconds(7_200), store);

    assertThat(preview.events()).isEqualTo(1);
    assertThat(preview.persons()).isEqualTo(1);
    assertThat(preview.newest().get(0))
        .containsSubsequence("$autocapture", "2026-03-10T11:00:00.000000Z", "buy");
    assertThat(ActionPreview.of(action, NOW, store).events()).isZero();
  }

  private List<String> matched(String steps) throws Exception {
    int id = actions
        .create(ActionForm.read(
            Json.object("{\"name\":\"n\",\"steps\":" + steps + "}"), 0, 1, NOW, NOW))
        .id();
    Map<String, Object> query = new LinkedHashMap<>(Map.of(
        "kind", "EventsQuery", "select", List.of("distinct_id"), "actionId", id, "limit", 1000));
    List<String> ids = new ArrayList<>();
    Object results =
        new Questions(store, actions, Limits.STANDARD).answer(1, query, NOW).get("results");
    for (Object row : (List<?>) Objects.requireNonNull(results)) {
      ids.add(String.valueOf(((List<?>) row).get(0)));
    }
    return ids;
  }

  private static String step(String field, Object value) {
    return "[" + Json.text(Map.of("event", "$autocapture", field, value)) + "]";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "button.buy|1",
        "button.buy.big|1",
        "button.bi|0",
        ".link > button|1",
        "#main button|1",
        "#main > button|0",
        "body > div > a > button|1",
        "body button > a|0",
        "[id=\"main\"] [href='/cart']|1",
        "button[data-x=\"1\"]:nth-child(2):nth-of-type(1)|1",
        "button:nth-child(1)|0",
        "body .w-[10px].md\\:flex *|1",
        "BODY a|1"
      })
  void aSelectorFindsWhatItDescribes(String selector, int found) throws Exception {
    assertThat(
            matched(step("selector", selector)).stream().filter("buy"::equals).count())
        .isEqualTo(found);
  }

  @Test
  void selectorsAgreeWithAPlainMatcherOverRandomChains() throws Exception {
    Random random = new Random(11);
    int hits = 0;
    for (int i = 0; i < SELECTORS; i++) {
      String selector = selector(random);
      List<String> expected = EVENTS.stream()
          .filter(row -> row.event().equals("$autocapture"))
          .filter(row -> matches(Selector.of(selector), ElementsChain.parse(row.elementsChain())))
          .map(EventRow::distinctId)
          .toList();
      hits += expected.size();
      assertThat(matched(step("selector", selector)))
          .as(selector)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(hits).isGreaterThan(SELECTORS);
  }

  @Test
  void textsAndLinksOfAnyElementAgreeWithAPlainMatcher() throws Exception {
    for (String wanted : NASTY) {
      if (wanted.isEmpty()) {
        continue;
      }
      for (String field : List.of("text", "href")) {
        List<String> expected = EVENTS.stream()
            .filter(row -> row.event().equals("$autocapture"))
            .filter(row -> ElementsChain.parse(row.elementsChain()).stream()
                .anyMatch(element ->
                    wanted.equals(field.equals("text") ? element.text() : element.href())))
            .map(EventRow::distinctId)
            .toList();
        assertThat(matched(step(field, wanted)))
            .as(field + " " + wanted)
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  /** The rightmost part may be any element; each to the left a later one, or the very next. */
  private static boolean matches(Selector selector, List<Element> chain) {
    int last = selector.parts().size() - 1;
    for (int i = 0; i < chain.size(); i++) {
      if (matches(selector.parts(), last, chain, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(List<Selector.Part> parts, int part, List<Element> chain, int at) {
    if (at >= chain.size() || !matches(parts.get(part), chain.get(at))) {
      return false;
    }
    if (part == 0) {
      return true;
    }
    int end = parts.get(part).child() ? Math.min(at + 2, chain.size()) : chain.size();
    for (int i = at + 1; i < end; i++) {
      if (matches(parts, part - 1, chain, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(Selector.Part part, Element element) {
    return (part.tag() == null || part.tag().equals(element.tag()))
        && element.classes().containsAll(part.classes())
        && part.attributes().entrySet().stream()
            .allMatch(entry -> entry.getValue().equals(attribute(element, entry.getKey())))
        && (part.nthChild() == null
            || part.nthChild().toString().equals(element.attributes().get("nth-child")))
        && (part.nthOfType() == null
            || part.nthOfType().toString().equals(element.attributes().get("nth-of-type")));
  }

  private static @Nullable String attribute(Element element, String name) {
    return switch (name) {
      case "id" -> element.id();
      case "href" -> element.href();
      default -> element.attributes().get("attr__" + name);
    };
  }

  private static String selector(Random random) {
    StringBuilder selector = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      selector.append(random.nextBoolean() ? one(TAGS, random) : "*");
      for (int j = random.nextInt(3); j > 0; j--) {
        selector.append('.').append(one(CLASSES, random).replaceAll("([:\\[\\]])", "\\\\$1"));
      }
      if (random.nextInt(4) == 0) {
        String value = one(NASTY, random).replace("\\", "\\\\").replace("\"", "\\\"");
        selector
            .append('[')
            .append(one(List.of("id", "href", "data-x"), random))
            .append("=\"")
            .append(value)
            .append("\"]");
      }
      if (random.nextInt(4) == 0) {
        selector.append(":nth-child(").append(random.nextInt(3)).append(')');
      }
      selector.append(i == 0 ? "" : random.nextBoolean() ? " > " : " ");
    }
    return selector.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[{\"event\":\"$pageview\"}]|view none",
        "[{\"url\":\"shop.example/a%b\"}]|view",
        "[{\"event\":\"$pageview\",\"url\":\"SHOP\"}]|",
        "[{\"url\":\"_example/c\"}]|buy",
        "[{\"url\":\"https://shop.example/cart\",\"url_matching\":\"exact\"}]|buy",
        "[{\"url\":\"ca.t$\",\"url_matching\":\"regex\"}]|buy",
        "[{\"event\":\"$autocapture\",\"tag_name\":\"button\"}]|buy",
        "[{\"event\":\"$autocapture\",\"text\":\"BUY \\\"IT\",\"text_matching\":\"contains\"}]|buy",
        "[{\"event\":\"$autocapture\",\"text\":\"^Buy .it.$\",\"text_matching\":\"regex\"}]|buy",
        "[{\"event\":\"$autocapture\",\"href\":\"/cart\"},{\"event\":\"$pageview\"}]|buy view none",
        "[{\"event\":\"$pageview\",\"selector\":\"button\",\"tag_name\":\"nav\"}]|view none",
        "[{\"event\":\"$pageview\",\"properties\":[{\"key\":\"$current_url\",\"operator\":\"is_set\"}]}]|view"
      })
  void stepsAreAlternativesAndTheirFieldsConditions(String steps, String found) throws Exception {
    assertThat(new TreeSet<>(matched(steps)))
        .isEqualTo(new TreeSet<>(
            found == null || found.isEmpty() ? List.of() : List.of(found.split(" "))));
  }

  @Test
  void anActionWithoutStepsIsEveryEvent() throws Exception {
    assertThat(matched("[]")).hasSize(EVENTS.size());
  }

  @Test
  void anotherProjectsActionIsNotKnown() {
    RejectedException refused = catchThrowableOfType(
        RejectedException.class,
        () -> new Questions(store, actions, Limits.STANDARD)
            .answer(2, Map.of("kind", "EventsQuery", "actionId", 1), NOW));

    assertThat(refused.attribute()).isEqualTo("actionId");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"url\":\"(\",\"url_matching\":\"regex\"}|steps[0].url",
        "{\"text\":\"(?=a)\",\"text_matching\":\"regex\"}|steps[0].text",
        "{\"href\":\"((a{1000}){1000}){1000}\",\"href_matching\":\"regex\"}|steps[0].href",
        "{\"properties\":[{\"key\":\"a\",\"value\":\"[\",\"operator\":\"regex\"}]}|steps[0].properties"
      })
  void anExpressionTheEngineCannotTakeIsRefusedAtItsField(String step, String field)
      throws Exception {
    var action =
        ActionForm.read(Json.object("{\"name\":\"n\",\"steps\":[" + step + "]}"), 0, 1, NOW, NOW);
    RejectedException refused = catchThrowableOfType(
        RejectedException.class, () -> ActionSql.requireExpressions(action, store));

    assertThat(refused.code()).isEqualTo("invalid_regex");
    assertThat(refused.attribute()).isEqualTo(field);
  }
}
