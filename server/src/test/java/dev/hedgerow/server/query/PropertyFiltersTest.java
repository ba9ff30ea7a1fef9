package dev.hedgerow.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operator and every type of filter over a real store: which of the events a to f are left. */
class PropertyFiltersTest {
  private static final When NOW = new When(Instant.parse("2026-03-10T12:00:00Z"), ZoneOffset.UTC);

  @TempDir
  static Path folder;

  private static DuckEvents store;

  @BeforeAll
  static void openStore() throws IOException {
    store = DuckEvents.open(folder, 256, Limits.STANDARD);
    List<EventRow> events = new ArrayList<>();
    events.add(event(
        "a",
        "{\"t\":\"Blue Moon\",\"n\":1,\"v\":\"1.2.3\",\"b\":true,\"m\":5}",
        "{\"plan\":\"pro\"}"));
    events.add(event(
        "b",
        "{\"t\":\"blue\",\"n\":2.5,\"v\":\"1.10.0\",\"b\":false,\"d\":\"2026-03-09\"}",
        "{\"plan\":\"free\"}"));
    events.add(event(
        "c", "{\"t\":\"\",\"n\":\"3\",\"v\":\"2.0.0-beta\",\"d\":\"2026-03-01T10:00:00Z\"}", "{}"));
    events.add(event(
        "d",
        "{\"t\":null,\"n\":\"many\",\"m\":\"Infinity\",\"v\":\"v0.2\",\"d\":1772539200}",
        null));
    events.add(event(
        "e",
        "{\"t\":\"100%_'\\\"\",\"n\":-7,\"m\":\"NaN\",\"v\":\"x\",\"d\":\"nonsense\"}",
        "{\"plan\":\"pro\"}"));
    events.add(event("f", "{}", null));
    Group acme = new Group(
        new GroupKey(1, 0, "acme"), "company", NOW.now(), NOW.now(), 1, Map.of("size", 12L));
    store.write(List.of(new OutboxBlock(
        1,
        new Rows(events, List.of(), List.of(), List.of(), List.of(), List.of(acme), List.of()))));
  }

  @AfterAll
  static void closeStore() throws IOException {
    store.close();
  }

  /** A null for the person's properties stands for an anonymous visitor. */
  private static EventRow event(String id, String properties, @Nullable String person)
      throws IOException {
    return new EventRow(
        1,
        UUID.randomUUID(),
        "click",
        id,
        NOW.now().minusSeconds(60),
        NOW.now(),
        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)),
        NOW.now(),
        person == null ? PersonMode.PROPERTYLESS : PersonMode.FULL,
        person == null ? Map.of() : Json.object(person),
        Json.object(properties),
        id.equals("a") ? "a.btn:href=\"/buy\"nth-child=\"1\"nth-of-type=\"1\"text=\"Buy\"" : "",
        id.equals("b") ? Map.of(0, "acme") : Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'key':'t','value':'blue'} | b",
        "{'key':'t','value':['blue','Blue Moon']} | ab",
        "{'key':'t','value':''} | c",
        "{'key':'t','value':'blue','operator':'is_not'} | acdef",
        "{'key':'t','value':'BLUE','operator':'icontains'} | ab",
        "{'key':'t','value':['moon','%_'],'operator':'icontains'} | ae",
        "{'key':'t','value':'blue','operator':'not_icontains'} | cdef",
        "{'key':'t','value':'^[bB]lue$','operator':'regex'} | b",
        "{'key':'t','value':'lue','operator':'regex'} | ab",
        "{'key':'t','value':'lue','operator':'not_regex'} | cdef",
        "{'key':'t','value':'(','operator':'regex'} | ''",
        "{'key':'t','value':'(','operator':'not_regex'} | ''",
        "{'key':'t','value':'(a+)+$','operator':'regex'} | ''",
        "{'key':'t','value':'bl','operator':'starts_with'} | b",
        "{'key':'t','value':'oon','operator':'ends_with'} | a",
        "{'key':'t','operator':'is_set'} | abce",
        "{'key':'t','operator':'is_not_set'} | df",
        "{'key':'t'} | abcdef",
        "{'key':'t','value':[]} | abcdef",
        "{'key':'n','value':2.5,'operator':'gt'} | c",
        "{'key':'n','value':'2.5','operator':'gte'} | bc",
        "{'key':'n','value':2,'operator':'lt'} | ae",
        "{'key':'n','value':1,'operator':'lte'} | ae",
        "{'key':'n','value':1,'operator':'max'} | ae",
        "{'key':'n','value':[1,3],'operator':'between'} | abc",
        "{'key':'n','value':[1,3],'operator':'not_between'} | def",
        "{'key':'m','value':1,'operator':'gt'} | a",
        "{'key':'m','value':'2026-01-01','operator':'is_date_before'} | a",
        "{'key':'b','value':'true'} | a",
        "{'key':'b','value':true} | a",
        "{'key':'b','value':['true','false']} | ab",
        "{'key':'d','value':'2026-03-05','operator':'is_date_after'} | b",
        "{'key':'d','value':'-4d','operator':'is_date_before'} | cd",
        "{'key':'d','value':'2026-03-01','operator':'is_date_exact'} | c",
        "{'key':'v','value':'1.2.3','operator':'semver_eq'} | a",
        "{'key':'v','value':'1.2.3','operator':'semver_neq'} | bcd",
        "{'key':'v','value':'1.9','operator':'semver_gt'} | bc",
        "{'key':'v','value':'1.10','operator':'semver_lte'} | abd",
        "{'key':'v','value':'1.2.0','operator':'semver_tilde'} | a",
        "{'key':'v','value':'1.2.0','operator':'semver_caret'} | ab",
        "{'key':'v','value':'1.*','operator':'semver_wildcard'} | ab",
        "{'type':'person','key':'plan','value':'pro'} | ae",
        "{'type':'person','key':'plan','value':'pro','operator':'is_not'} | bc",
        "{'type':'person','key':'plan','operator':'is_not_set'} | c",
        "{'type':'group','group_type_index':0,'key':'size','value':10,'operator':'gt'} | b",
        "{'type':'group','group_type_index':0,'key':'size','value':12,'operator':'is_not'} | acdef",
        "{'type':'group','group_type_index':0,'key':'size','operator':'is_not_set'} | acdef",
        "{'type':'group','group_type_index':0,'key':'size','value':'12.0.0','operator':'semver_eq'} | b",
        "{'type':'event_metadata','key':'distinct_id','value':['a','f']} | af",
        "{'type':'element','key':'text','value':'Buy'} | a",
        "{'type':'element','key':'text','value':'bu','operator':'icontains'} | a",
        "{'type':'element','key':'tag_name','value':'a','operator':'is_not'} | bcdef",
        "{'type':'element','key':'selector','value':'a.btn'} | a",
        "{'type':'element','key':'text','value':'(','operator':'not_regex'} | ''",
        "{'type':'session','key':'$pageview_count','value':3} | ''",
        "{'type':'session','key':'$pageview_count','value':3,'operator':'is_not'} | abcdef",
        "{'type':'session','key':'$entry_pathname','operator':'is_not_set'} | abcdef",
        "{'type':'hogql','key':'length(distinct_id) = 1 AND properties.n IS NULL'} | f",
        "{'type':'OR','values':[{'key':'t','value':'blue'},{'type':'AND','values':[{'key':'n','value':0,'operator':'lt'},{'type':'person','key':'plan','value':'pro'}]}]} | be",
        "{'type':'AND','values':[]} | abcdef",
        "{'key':'\\u0027; DROP TABLE events; --','operator':'is_set'} | ''",
        "{'key':'日本.x','operator':'is_not_set'} | abcdef",
      })
  void filtersLeave(String filter, String expected) throws Exception {
    assertThat(left(filter)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'key':'t','value':'x','operator':'like'} | properties[0].operator",
        "{'key':'t','value':'x','type':'planet'} | properties[0].type",
        "{'value':'x'} | properties[0].key",
        "{'key':'n','value':'many','operator':'gt'} | properties[0].value",
        "{'key':'n','value':[1],'operator':'between'} | properties[0].value",
        "{'key':'d','value':'soon','operator':'is_date_after'} | properties[0].value",
        "{'key':'v','value':'new','operator':'semver_gt'} | properties[0].value",
        "{'key':'x','value':'y','type':'element'} | properties[0].key",
        "{'key':'x','value':'y','type':'session'} | properties[0].key",
        "{'key':'id','value':'y','type':'cohort'} | properties[0].value",
        "{'type':'group','group_type_index':5,'key':'size','value':1} | properties[0].group_type_index",
        "{'type':'hogql','key':'1) OR (1'} | properties[0].key",
        "{'type':'XOR','values':[]} | properties[0].type",
      })
  void wrongFiltersAreRefusedByName(String filter, String attribute) {
    RejectedException refused = catchThrowableOfType(RejectedException.class, () -> left(filter));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.attribute()).isEqualTo(attribute);
  }

  /** A stored day, a time with an offset, and half an hour around each end of March 29 in Berlin, when the clocks were put forward. */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, is_date_exact, 2026-03-29, day first last offset",
    "Europe/Berlin, is_date_before, 2026-03-29, before",
    "Europe/Berlin, is_date_after, 2026-03-29, after first last offset",
    "Europe/Berlin, is_date_exact, 2026-03-29T00:00:00, day",
    "Europe/Berlin, is_date_before, 2026-03-29T01:00:00, before day first offset",
    "America/New_York, is_date_exact, 2026-03-29, after day last",
    "America/New_York, is_date_exact, 2026-03-28, before first offset",
    "Europe/Berlin, is_date_exact, 2026-03-28T23:30:00Z, first offset",
  })
  void daysOfFiltersAreTheProjects(String zone, String operator, String value, String expected)
      throws Exception {
    Map<String, String> stored = Map.of(
        "day", "2026-03-29",
        "before", "2026-03-28T22:30:00Z",
        "first", "2026-03-28T23:30:00Z",
        "offset", "2026-03-29T01:30:00.000+02:00",
        "last", "2026-03-29T21:30:00Z",
        "after", "2026-03-29T22:30:00Z");
    FilterOperator filter = new FilterOperator(
        new Asked(Map.of("operator", operator, "value", value)),
        new When(NOW.now(), ZoneId.of(zone)));
    List<String> met = new ArrayList<>();
    for (Map.Entry<String, String> one : new TreeMap<>(stored).entrySet()) {
      String select = "SELECT " + filter.condition(SqlText.literal(one.getValue()));
      if (Boolean.TRUE.equals(store.select(1, select, 1).rows().get(0).get(0))) {
        met.add(one.getKey());
      }
    }
    assertThat(String.join(" ", met)).isEqualTo(expected);
  }

  private static String left(String filter) throws Exception {
    Map<String, Object> query = Json.object("{\"properties\":[" + filter.replace('\'', '"') + "]}");
    List<String> conditions = PropertyFilters.conditions(new Asked(query), NOW);
    String where = conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
    return store
        .select(1, "SELECT distinct_id FROM events WHERE " + where + " ORDER BY distinct_id", 100)
        .rows()
        .stream()
        .map(row -> String.valueOf(row.get(0)))
        .collect(Collectors.joining());
  }
}
