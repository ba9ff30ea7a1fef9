package dev.hedgerow.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.query.Definitions.EventName;
import dev.hedgerow.server.query.Definitions.PropertyName;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names of events and properties, over a real store. */
class DefinitionsTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

  @TempDir
  static Path folder;

  private static DuckEvents store;
  private static Definitions definitions;

  @BeforeAll
  static void openStore() throws IOException {
    store = DuckEvents.open(folder, 256, Limits.STANDARD);
    definitions = new Definitions(store);
    List<EventRow> events = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Map<String, Object> odd = new HashMap<>();
      odd.put("n", i % 2 == 0 ? (Object) 7 : "seven");
      odd.put("'; DROP TABLE events; --", true);
      odd.put("nothing", null);
      odd.put("path", i < 290 ? "/old" : "/new");
      events.add(event(1, "$pageview", NOW.minusSeconds(300 - i), odd));
    }
    events.add(event(
        1, "buy", NOW.minusSeconds(5), Map.of("price", 9.5, "items", List.of(1), "o", Map.of())));
    events.add(event(1, "$snapshot", NOW.minusSeconds(5), Map.of("recording", true)));
    events.add(event(1, "long ago", NOW.minusSeconds(31 * 86_400), Map.of("ancient", true)));
    events.add(event(2, "secret", NOW.minusSeconds(5), Map.of("secret", "secret")));
    List<Person> persons = List.of(
        new Person(1, new UUID(1, 1), NOW, true, 1, Map.of("email", "a@b.example", "age", 30)),
        new Person(2, new UUID(1, 2), NOW, true, 1, Map.of("secret", 1)));
    List<Group> groups = List.of(
        new Group(new GroupKey(1, 0, "acme"), "company", NOW, NOW, 1, Map.of("seats", 5)),
        new Group(new GroupKey(1, 1, "web"), "app", NOW, NOW, 1, Map.of("kind", "web")));
    store.write(List.of(new OutboxBlock(
        1, new Rows(events, List.of(), persons, List.of(), List.of(), groups, List.of()))));
  }

  @AfterAll
  static void closeStore() throws IOException {
    store.close();
  }

  private static EventRow event(
      int projectId, String name, Instant at, Map<String, Object> properties) {
    UUID id = UUID.randomUUID();
    return new EventRow(
        projectId,
        id,
        name,
        "d",
        at,
        at,
        id,
        at,
        PersonMode.FULL,
        Map.of(),
        properties,
        "",
        Map.of());
  }

  @Test
  void eventsComeByHowOftenTheyHappenedInThirtyDays() throws Exception {
    assertThat(definitions.events(1, NOW))
        .containsExactly(
            new EventName("$pageview", 300, "2026-03-10T11:59:59.000000Z"),
            new EventName("buy", 1, "2026-03-10T11:59:55.000000Z"));
  }

  @Test
  void propertiesOfEventsComeWithTheirTypeAndExamples() throws Exception {
    List<PropertyName> found = definitions.ofEvents(1, List.of(), NOW);

    assertThat(found)
        .extracting(PropertyName::name)
        .containsExactlyInAnyOrder(
            "n", "'; DROP TABLE events; --", "nothing", "path", "price", "items", "o");
    assertThat(one(found, "'; DROP TABLE events; --").type()).isEqualTo("Boolean");
    assertThat(one(found, "price"))
        .isEqualTo(new PropertyName("price", "Numeric", 1, List.of("9.5"), false));
    assertThat(one(found, "items").type()).isEqualTo("Array");
    assertThat(one(found, "o")).isEqualTo(new PropertyName("o", "Object", 1, List.of(), false));
    assertThat(one(found, "nothing").type()).isNull();
    assertThat(one(found, "path").examples()).containsExactly("/old", "/new");
  }

  @Test
  void onlyTheNewestRowsOfEachEventAreLookedAt() throws Exception {
    assertThat(one(definitions.ofEvents(1, List.of(), NOW), "path").rows())
        .isEqualTo(Definitions.ROWS_OF_EACH_MAX);
  }

  @Test
  void propertiesCanBeNarrowedToAnEvent() throws Exception {
    assertThat(definitions.ofEvents(1, List.of("buy"), NOW))
        .extracting(PropertyName::name)
        .containsExactlyInAnyOrder("price", "items", "o");
    assertThat(definitions.ofEvents(1, Arrays.asList("') OR 1=1 --", "%s"), NOW))
        .isEmpty();
  }

  @Test
  void personsAndGroupsHaveNamesOfTheirOwn() throws Exception {
    assertThat(definitions.ofPersons(1))
        .extracting(PropertyName::name)
        .containsExactly("age", "email");
    assertThat(definitions.ofGroups(1, 0)).extracting(PropertyName::name).containsExactly("seats");
    assertThat(definitions.ofGroups(1, 4)).isEmpty();
  }

  private static PropertyName one(List<PropertyName> all, String name) {
    return all.stream().filter(found -> found.name().equals(name)).findFirst().orElseThrow();
  }
}
