package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.store.InMemoryState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract S 2.4 and 2.6: what persons keep of their events. */
class PersonPropertiesTest {
  private final Crank crank = new Crank(
      new InMemoryLog(),
      new InMemoryState(),
      SmallLimits.of(1_000, 200, 1_000, 5_000),
      Duration.ZERO);

  @Test
  void aNewPersonHasWhatItsFirstEventSets() throws IOException {
    Entry.Event first = send(
        "made",
        Map.of("$set", Map.of("a", 1, "both", "set"), "$set_once", Map.of("b", 2, "both", "once")));
    Person person = person();
    assertThat(person.properties())
        .isEqualTo(Map.of(
            "a", 1L, "b", 2L, "both", "set", "$creator_event_uuid", first.uuid().toString()));
    assertEquals(first.timestamp(), person.createdAt());
    assertEquals(0, person.version());
    assertThat(person.identified()).isFalse();
  }

  @Test
  void setReplacesSetOnceFillsAndUnsetRemoves() throws IOException {
    send("made", Map.of("$set", Map.of("a", 1, "gone", 1, "also", 1)));
    send(
        "made",
        Map.of(
            "$set", Map.of("a", 2),
            "$set_once", Map.of("a", 3, "b", 3),
            "$unset", List.of("gone")));
    send("made", Map.of("$unset", Map.of("also", "")));
    assertThat(person().properties())
        .containsEntry("a", 2L)
        .containsEntry("b", 3L)
        .doesNotContainKeys("gone", "also");
    assertEquals(2, person().version());
  }

  @Test
  void anEventNamedSetOnceApplies() throws IOException {
    send("$set_once", Map.of("$set_once", Map.of("b", 3)));
    assertThat(person().properties()).containsEntry("b", 3L);
  }

  @Test
  void nothingNewMakesNoNewVersion() throws IOException {
    send("made", Map.of("$set", Map.of("a", 1)));
    send("made", Map.of("$set", Map.of("a", 1), "$unset", List.of("never")));
    assertEquals(0, person().version());
  }

  @Test
  void somePropertiesAreCopiedWithTheirFirstValue() throws IOException {
    send("made", Map.of("$browser", "Firefox", "utm_source", "news", "$ip", "::1"));
    send("$set", Map.of("$browser", "Chrome"));
    assertThat(person().properties())
        .containsEntry("$browser", "Chrome")
        .containsEntry("$initial_browser", "Firefox")
        .containsEntry("utm_source", "news")
        .containsEntry("$initial_utm_source", "news")
        .doesNotContainKey("$ip");
  }

  @Test
  void whatTheCallerSetsWinsOverTheCopy() throws IOException {
    send(
        "made",
        Map.of(
            "$browser", "Firefox",
            "$set", Map.of("$browser", "Mine"),
            "$set_once", Map.of("$initial_browser", "First")));
    assertThat(person().properties())
        .containsEntry("$browser", "Mine")
        .containsEntry("$initial_browser", "First");
  }

  @Test
  void aChangeOfOnlyCopiedPropertiesIsSeenOnTheRowAlone() throws IOException {
    send("made", Map.of("$browser", "Firefox", "$set", Map.of("$geoip_city", "Ulm")));
    Entry.Event second =
        send("made", Map.of("$browser", "Chrome", "$set", Map.of("$geoip_city", "Bonn")));
    assertThat(person().properties())
        .containsEntry("$browser", "Firefox")
        .containsEntry("$geoip_city", "Ulm");
    assertThat(row(second).personProperties())
        .containsEntry("$browser", "Chrome")
        .containsEntry("$geoip_city", "Bonn");
  }

  @Test
  void withAnotherChangeTheCopiedOnesAreKeptToo() throws IOException {
    send("made", Map.of("$browser", "Firefox", "$set", Map.of("plan", 1)));
    send("made", Map.of("$browser", "Chrome", "$set", Map.of("plan", 2)));
    assertThat(person().properties()).containsEntry("$browser", "Chrome").containsEntry("plan", 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$exception", "$$heatmap"})
  void someEventsNeverChangeAPerson(String event) throws IOException {
    send("made", Map.of("$set", Map.of("a", 1)));
    Entry.Event second = send(event, Map.of("$browser", "x", "$set", Map.of("a", 2)));
    assertThat(person().properties()).containsEntry("a", 1L).doesNotContainKey("$browser");
    assertThat(row(second).personProperties()).containsEntry("a", 2L);
  }

  @Test
  void propertiesThatGrowTooLargeAreRefused() throws IOException {
    send("made", Map.of("$set", Map.of("a", 1)));
    Entry.Event second = send("made", Map.of("$set", Map.of("a", "x".repeat(6_000))));
    assertThat(crank.outcome().warningTypes()).containsExactly("person_properties_too_large");
    assertThat(person().properties()).containsEntry("a", 1L);
    assertThat(row(second).personProperties()).containsEntry("a", 1L);
  }

  @Test
  void aPersonWhoseFirstPropertiesAreTooLargeIsMadeWithoutThem() throws IOException {
    Entry.Event first = send("made", Map.of("$set", Map.of("a", "x".repeat(6_000))));
    assertThat(person().properties())
        .isEqualTo(Map.of("$creator_event_uuid", first.uuid().toString()));
  }

  @Test
  void aMergeThatGrowsTooLargeKeepsTheSurvivorsProperties() throws IOException {
    crank.send("made", "b", Map.of("$set", Map.of("big", "x".repeat(3_000))));
    send("made", Map.of("$set", Map.of("bigger", "y".repeat(3_000))));
    send("$identify", Map.of("$anon_distinct_id", "b"));
    assertThat(crank.outcome().warningTypes()).containsExactly("person_properties_too_large");
    assertThat(person().properties()).containsKey("bigger").doesNotContainKey("big");
    assertEquals(person().id(), Objects.requireNonNull(crank.person("b")).id());
  }

  @Test
  void oddShapesOfSetAreTakenAsNothing() throws IOException {
    send("made", Map.of("$set", "text", "$set_once", List.of(1), "$unset", 5));
    assertThat(person().properties()).containsOnlyKeys("$creator_event_uuid");
  }

  @Test
  void theAddressIsKeptOnTheRowUnlessTheSenderNamedOne() throws IOException {
    Entry.Event without = withAddress(crank.event("made", "a", Map.of()));
    Entry.Event with = withAddress(crank.event("made", "a", Map.of("$ip", "10.0.0.1")));
    crank.turn();
    assertThat(row(without).properties()).containsEntry("$ip", "192.0.2.7");
    assertThat(row(with).properties()).containsEntry("$ip", "10.0.0.1");
  }

  @Test
  void elementsBecomeAChainAndLeaveTheProperties() throws IOException {
    Entry.Event text = send("$autocapture", Map.of("$elements_chain", "a:text=\"Go\""));
    Entry.Event list = send(
        "$autocapture",
        Map.of("$elements", List.of(Map.of("tag_name", "button", "$el_text", "Buy"))));
    assertEquals("a:text=\"Go\"", row(text).elementsChain());
    assertThat(row(list).elementsChain()).startsWith("button").contains("Buy");
    assertThat(row(text).properties()).doesNotContainKeys("$elements", "$elements_chain");
    assertThat(row(list).properties()).doesNotContainKeys("$elements", "$elements_chain");
  }

  private Entry.Event withAddress(Entry.Event event) {
    return crank.send(new Entry.Event(
        event.projectId(),
        event.uuid(),
        event.event(),
        event.distinctId(),
        event.timestamp(),
        event.receivedAt(),
        "192.0.2.7",
        false,
        1,
        event.properties()));
  }

  private Entry.Event send(String event, Map<String, ?> properties) throws IOException {
    Entry.Event sent = crank.send(event, "a", properties);
    crank.turn();
    return sent;
  }

  private EventRow row(Entry.Event sent) throws IOException {
    return crank.outcome().row(sent.uuid());
  }

  private Person person() throws IOException {
    return Objects.requireNonNull(crank.person("a"));
  }
}
