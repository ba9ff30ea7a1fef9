package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.EventRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an event's address and user agent tell (contract S 9). */
class EnrichmentTest {
  private static final String GOOGLEBOT =
      "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
  private static final String FIREFOX =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

  @TempDir
  private Path folder;

  private Path file = Path.of("");
  private Crank crank = new Crank(Crank.DELAY);

  @BeforeEach
  void open() throws IOException {
    file = new PlacesFile()
        .add("81.2.69.142", london())
        .add("2001:218::1", Map.of("country", named("Japan", "JP")))
        .to(folder.resolve("places.mmdb"));
    crank = new Crank(new Enrichment(Places.open(file)));
  }

  private static Map<String, ?> named(String name, String code) {
    return Map.of("names", Map.of("en", name, "de", "anders"), "iso_code", code);
  }

  @Test
  void whatTheDoorLookedUpBeforeItForgotTheAddressIsThePersonsToo() throws IOException {
    crank.send("e", "alice", Map.of("$geoip_city_name", "London"));
    crank.send("$identify", "alice", Map.of());
    crank.turn();

    assertThat(Objects.requireNonNull(crank.person("alice")).properties())
        .containsEntry("$geoip_city_name", "London")
        .containsEntry("$initial_geoip_city_name", "London");
  }

  @Test
  void theDoorKnowsTheSamePlacesAndBots() throws IOException {
    DoorClues clues = new DoorClues(Places.open(file));

    assertThat(clues.place("81.2.69.142")).containsEntry("$geoip_city_name", "London");
    assertThat(clues.place("81.2.69.143")).isEmpty();
    assertThat(clues.isBot(GOOGLEBOT)).isTrue();
    assertThat(clues.isBot(FIREFOX)).isFalse();
    assertThat(new DoorClues(null).place("81.2.69.142")).isEmpty();
  }

  private static Map<String, ?> london() {
    return Map.of(
        "city", Map.of("names", Map.of("en", "London"), "confidence", 25),
        "country", named("United Kingdom", "GB"),
        "continent", Map.of("names", Map.of("en", "Europe"), "code", "EU"),
        "postal", Map.of("code", "EC1A"),
        "location",
            Map.of(
                "latitude",
                51.5,
                "longitude",
                -0.09,
                "accuracy_radius",
                10,
                "time_zone",
                "Europe/London"),
        "subdivisions", List.of(named("England", "ENG"), named("London", "LND")));
  }

  private EventRow row(String event, String distinctId, Map<String, ?> properties)
      throws IOException {
    crank.send(event, distinctId, properties);
    crank.turn();
    crank.pass(Crank.DELAY);
    crank.turn();
    List<EventRow> rows = crank.outcome().rows();
    return rows.get(rows.size() - 1);
  }

  private Map<String, @Nullable Object> personOf(String distinctId) throws IOException {
    return Objects.requireNonNull(crank.person(distinctId)).properties();
  }

  @Test
  void anEventGetsAllThatIsKnownOfItsAddress() throws IOException {
    assertThat(row("seen", "ann", Map.of("$ip", "81.2.69.142")).properties())
        .containsEntry("$geoip_city_name", "London")
        .containsEntry("$geoip_city_confidence", 25L)
        .containsEntry("$geoip_country_name", "United Kingdom")
        .containsEntry("$geoip_country_code", "GB")
        .containsEntry("$geoip_continent_name", "Europe")
        .containsEntry("$geoip_continent_code", "EU")
        .containsEntry("$geoip_postal_code", "EC1A")
        .containsEntry("$geoip_latitude", 51.5)
        .containsEntry("$geoip_longitude", -0.09)
        .containsEntry("$geoip_accuracy_radius", 10L)
        .containsEntry("$geoip_time_zone", "Europe/London")
        .containsEntry("$geoip_subdivision_1_code", "ENG")
        .containsEntry("$geoip_subdivision_1_name", "England")
        .containsEntry("$geoip_subdivision_2_code", "LND")
        .containsEntry("$geoip_subdivision_2_name", "London");
  }

  @Test
  void aPersonGetsThePlaceAndKeepsTheFirst() throws IOException {
    row("seen", "ann", Map.of("$ip", "81.2.69.142"));
    assertThat(personOf("ann"))
        .containsEntry("$geoip_city_name", "London")
        .containsEntry("$initial_geoip_city_name", "London");
    row("$identify", "ann", Map.of("$ip", "2001:218::1"));
    assertThat(personOf("ann"))
        .containsEntry("$geoip_country_name", "Japan")
        .containsEntry("$geoip_city_name", null)
        .containsEntry("$initial_geoip_country_name", "United Kingdom")
        .containsEntry("$initial_geoip_city_name", "London");
  }

  @Test
  void whatTheSenderSetsOfAPersonWins() throws IOException {
    row("seen", "ann", Map.of("$ip", "81.2.69.142", "$set", Map.of("$geoip_city_name", "Bath")));
    assertThat(personOf("ann"))
        .containsEntry("$geoip_city_name", "Bath")
        .containsEntry("$geoip_country_code", "GB");
  }

  @Test
  void anAnonymousEventGetsAPlaceOnItsRowOnly() throws IOException {
    EventRow row =
        row("seen", "a1", Map.of("$ip", "81.2.69.142", "$process_person_profile", false));
    assertThat(row.properties()).containsEntry("$geoip_country_code", "GB");
    assertThat(crank.person("a1")).isNull();
  }

  @Test
  void noPlaceIsLookedForWhereNobodyWantsOneOrThereIsNone() throws IOException {
    for (Map<String, ?> properties : List.of(
        Map.of("$ip", "81.2.69.142", "$geoip_disable", true),
        Map.of("$ip", "10.0.0.1"),
        Map.of("$ip", "2001:db8::1"),
        Map.of("$ip", "localhost"),
        Map.of("$ip", "abc.de"),
        Map.of("$ip", "999.2.69.142"),
        Map.of("$ip", "::::"),
        Map.of("$ip", 81L),
        Map.<String, Object>of())) {
      assertThat(row("seen", "ann", properties).properties())
          .allSatisfy((name, value) -> assertThat(name).doesNotStartWith("$geoip_c"));
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws IOException {
    Path other = Files.writeString(folder.resolve("other.mmdb"), "no database");
    assertThatThrownBy(() -> Places.open(other)).isInstanceOf(IOException.class);
  }

  @Test
  void aDamagedDatabaseOnlyLeavesEventsWithoutAPlace() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int metadata = bytes.length - 300;
    for (int i = 0; i < metadata; i += 499) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) 0xFF;
      Path other = Files.write(folder.resolve("damaged-" + i + ".mmdb"), damaged);
      try (Places places = Places.open(other)) {
        new Enrichment(places).of(crank.event("seen", "ann", Map.of("$ip", "81.2.69.142")));
      }
      Files.delete(other);
    }
  }

  @Test
  void theFirstDatabaseInAFolderIsFound() throws IOException {
    assertThat(Places.find(folder)).isEqualTo(file);
    Files.delete(file);
    assertThat(Places.find(folder)).isNull();
  }

  @Test
  void aBotIsKeptAndMarked() throws IOException {
    assertThat(row("seen", "bot", Map.of("$raw_user_agent", GOOGLEBOT)).properties())
        .containsEntry("$virt_is_bot", true)
        .containsEntry("$virt_traffic_type", "Bot")
        .containsEntry("$virt_traffic_category", "search_engine")
        .containsEntry("$virt_bot_name", "Googlebot");
    assertThat(row("seen", "bot", Map.of("$user_agent", "curl/8.5.0")).properties())
        .containsEntry("$virt_traffic_type", "Automation")
        .containsEntry("$virt_traffic_category", "http_library");
    assertThat(row("seen", "bot", Map.of("$raw_user_agent", "GPTBot/1.2")).properties())
        .containsEntry("$virt_traffic_type", "AI Agent");
  }

  @Test
  void aBrowserIsNotMarked() throws IOException {
    assertThat(row("seen", "ann", Map.of("$raw_user_agent", FIREFOX)).properties())
        .doesNotContainKey("$virt_is_bot");
  }

  @Test
  void theLatestUserAgentsAreRememberedAndNoMore() {
    Bots bots = new Bots();
    Map<String, Bots.@Nullable Bot> found = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      found.put("agent " + i, bots.of("agent " + i));
    }
    assertThat(found.values()).containsOnlyNulls();
    assertThat(bots.of(GOOGLEBOT)).isEqualTo(new Bots.Bot("Googlebot", "search_engine"));
    assertThat(bots.of("x".repeat(1_000_000))).isNull();
  }
}
