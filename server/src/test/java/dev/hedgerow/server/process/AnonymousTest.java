package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonMode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract S 2.2 and 2.3: events that ask for no person. */
class AnonymousTest {
  private final Crank crank = new Crank(Crank.DELAY);

  @Test
  void anAnonymousRowMakesNoPerson() throws IOException {
    EventRow row = row(crank.send("$pageview", "a", anonymous(Map.of("x", 1))));
    assertEquals(PersonIds.of(new IdKey(Crank.PROJECT, "a")), row.personId());
    assertEquals(Instant.parse("1970-01-01T00:00:05Z"), row.personCreatedAt());
    assertEquals(PersonMode.PROPERTYLESS, row.personMode());
    assertThat(row.personProperties()).isEmpty();
    assertThat(crank.outcome().persons()).isEmpty();
    assertThat(crank.assignment("a")).isNull();
  }

  @Test
  void aRecordingMakesNoPersonAndIsNeverHeld() throws IOException {
    EventRow row = row(crank.send("$snapshot", "a", Map.of("$session_id", "s")));
    assertEquals(PersonMode.PROPERTYLESS, row.personMode());
    assertThat(crank.outcome().persons()).isEmpty();
  }

  @Test
  void itKeepsThatItAskedForNoPersonAndLosesWhatItSaysOfOne() throws IOException {
    EventRow row = row(crank.send(
        "$pageview",
        "a",
        anonymous(Map.of(
            "$set", Map.of("a", 1),
            "$set_once", Map.of("b", 1),
            "$unset", Map.of("c", 1),
            "$groups", Map.of("company", "x"),
            "kept", true))));
    assertThat(row.properties())
        .containsEntry("$process_person_profile", false)
        .containsEntry("kept", true)
        .doesNotContainKeys("$set", "$set_once", "$unset");
    assertThat(row.groups()).isEmpty();
    assertThat(crank.state().groupTypes(Crank.PROJECT)).isEmpty();
  }

  @Test
  void ofAKnownPersonItHasTheIdButNotTheProperties() throws IOException {
    crank.send("$identify", "a", Map.of("$set", Map.of("name", "A")));
    crank.pass(Duration.ofSeconds(60));
    EventRow row = row(crank.send("$pageview", "a", anonymous(Map.of())));
    assertEquals(PersonMode.PROPERTYLESS, row.personMode());
    assertEquals(Crank.START, row.personCreatedAt());
    assertThat(row.personProperties()).isEmpty();
  }

  @Test
  void moreThanAMinuteAfterThePersonItIsTakenAsIdentified() throws IOException {
    crank.send("$identify", "a", Map.of("$set", Map.of("name", "A")));
    crank.pass(Duration.ofSeconds(61));
    EventRow row = row(crank.send("$pageview", "a", anonymous(Map.of())));
    assertEquals(PersonMode.FORCE_UPGRADE, row.personMode());
    assertThat(row.personProperties()).containsEntry("name", "A");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$identify", "$create_alias", "$merge_dangerously", "$groupidentify"})
  void eventsAboutPersonsAreDropped(String event) throws IOException {
    crank.send(event, "a", anonymous(Map.of("alias", "b", "$anon_distinct_id", "b")));
    crank.turn();
    assertThat(crank.outcome().rows()).isEmpty();
    assertThat(crank.outcome().warningTypes())
        .containsExactly("invalid_event_when_process_person_profile_is_false");
    assertThat(crank.outcome().persons()).isEmpty();
  }

  @Test
  void anythingButFalseAsksForAPersonAndIsWarnedOf() throws IOException {
    EventRow row = row(crank.send("$identify", "a", Map.of("$process_person_profile", "false")));
    assertEquals(PersonMode.FULL, row.personMode());
    assertThat(row.properties()).doesNotContainKey("$process_person_profile");
    assertThat(crank.outcome().warningTypes()).containsExactly("invalid_process_person_profile");
  }

  @Test
  void trueIsNotKeptOnTheRow() throws IOException {
    EventRow row = row(crank.send("$identify", "a", Map.of("$process_person_profile", true)));
    assertThat(row.properties()).doesNotContainKey("$process_person_profile");
    assertThat(crank.outcome().warnings()).isEmpty();
  }

  @Test
  void earlierAnonymousRowsCountToThePersonThatComesLater() throws IOException {
    crank.send("$pageview", "a", anonymous(Map.of()));
    crank.send("$identify", "a", Map.of());
    crank.turn();
    assertThat(crank.outcome().uniquePersons()).hasSize(1);
    assertThat(crank.outcome().overrides()).isEmpty();
  }

  private EventRow row(Entry.Event sent) throws IOException {
    crank.turn();
    return crank.outcome().row(sent.uuid());
  }

  private static Map<String, @Nullable Object> anonymous(Map<String, ?> properties) {
    Map<String, @Nullable Object> all = new HashMap<>(properties);
    all.put("$process_person_profile", false);
    return all;
  }
}
