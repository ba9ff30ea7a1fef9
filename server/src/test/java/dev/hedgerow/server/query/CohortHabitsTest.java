package dev.hedgerow.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.Cohort;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cohorts of who stopped, restarted or comes regularly (contract S 8), over a real store; days are those before now. */
class CohortHabitsTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
  private static final List<String> NAMES = List.of("ann", "ben", "cat", "dan");

  @TempDir
  static Path folder;

  private static DuckEvents store;

  @BeforeAll
  static void open() throws IOException {
    store = DuckEvents.open(folder, 256, Limits.STANDARD);
    List<EventRow> events = new ArrayList<>();
    for (Map.Entry<String, List<Integer>> one : Map.of(
            "ann", List.of(8, 1, 1), // only lately
            "ben", List.of(100, 2), // long ago, and again after a pause
            "cat", List.of(100, 40), // never since
            "dan", List.of(100, 40, 9, 2)) // all the time
        .entrySet()) {
      one.getValue().forEach(day -> events.add(event(one.getKey(), day)));
    }
    List<Person> persons = NAMES.stream()
        .map(name -> new Person(1, id(name), NOW, true, 1, Map.of()))
        .toList();
    store.write(List.of(new OutboxBlock(
        1, new Rows(events, List.of(), persons, List.of(), List.of(), List.of(), List.of()))));
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
  }

  private static UUID id(String name) {
    return PersonIds.of(new IdKey(1, name));
  }

  private static EventRow event(String name, int daysAgo) {
    Instant at = NOW.minus(Duration.ofDays(daysAgo));
    return new EventRow(
        1,
        UUID.randomUUID(),
        "read",
        name,
        at,
        at,
        id(name),
        at,
        PersonMode.FULL,
        Map.of(),
        Map.of(),
        "",
        Map.of());
  }

  private static Set<String> members(String what, String more) throws Exception {
    String leaf = "{\"type\":\"behavioral\",\"value\":\"" + what
        + "\",\"key\":\"read\",\"event_type\":\"events\"," + more.replace('\'', '"') + "}";
    Cohort cohort = new Cohort(
        1,
        1,
        "c",
        "",
        false,
        Json.object("{\"properties\":{\"type\":\"AND\",\"values\":[" + leaf + "]}}"),
        NOW,
        NOW,
        Cohort.Found.NOTHING);
    Set<String> ids = new TreeSet<>();
    String select = new CohortSql(1, new InMemoryActions(), NOW).persons(cohort);
    store.each(1, select, row -> ids.add(String.valueOf(row.text(0))));
    Set<String> names = new TreeSet<>(NAMES);
    names.removeIf(name -> !ids.contains(id(name).toString()));
    return names;
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      stopped_performing_event | 'time_value':90,'seq_time_value':10 | cat
      stopped_performing_event | 'time_value':6,'time_interval':'month','seq_time_value':5,'seq_time_interval':'day' | cat
      stopped_performing_event | 'time_value':20,'seq_time_value':'10','seq_time_interval':'day' | ``
      restarted_performing_event | 'time_value':90,'seq_time_value':10 | ben
      restarted_performing_event | 'time_value':30,'seq_time_value':3 | ben
      restarted_performing_event | 'time_value':3,'seq_time_value':1 | ann
      performed_event_regularly | 'time_value':7,'total_periods':2,'min_periods':2 | ann dan
      performed_event_regularly | 'time_value':1,'time_interval':'week','total_periods':2,'min_periods':1 | ann ben dan
      performed_event_regularly | 'time_value':7,'total_periods':2,'min_periods':1,'operator':'gte','operator_value':2 | ann
      performed_event_regularly | 'time_value':100000,'time_interval':'year','total_periods':100 | ann ben cat dan
      """)
  void whoHasTheHabitIsIn(String what, String more, String names) throws Exception {
    assertThat(members(what, more))
        .isEqualTo(names.isEmpty() ? Set.of() : new TreeSet<>(List.of(names.split(" ", -1))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      stopped_performing_event | 'time_value':10,'seq_time_value':10 | seq_time_value
      restarted_performing_event | 'time_value':10 | seq_time_value
      restarted_performing_event | 'time_value':10,'seq_time_value':1,'seq_time_interval':'age' | seq_time_interval
      performed_event_regularly | 'time_value':1,'total_periods':101 | total_periods
      performed_event_regularly | 'time_value':1,'total_periods':2,'min_periods':3 | min_periods
      """)
  void whatIsWrongIsNamed(String what, String more, String field) {
    RejectedException refused =
        catchThrowableOfType(RejectedException.class, () -> members(what, more));

    assertThat(refused).isNotNull();
    assertThat(refused.attribute()).isEqualTo("filters.properties.values[0]." + field);
  }
}
