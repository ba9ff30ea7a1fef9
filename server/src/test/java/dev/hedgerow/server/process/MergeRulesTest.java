package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract S 2.5, rule by rule, and the vectors of S 12. */
class MergeRulesTest {
  private final Crank crank = new Crank(Duration.ZERO);

  @ParameterizedTest
  @CsvSource({
    "1, anon-1, cfa956a0-5af4-51c6-9ef5-cb3c80e09b69",
    "2, test-distinct, fe122a9b-b476-5283-b1df-8a64639c41ed",
    "1, alice@example.com, ed61ac20-e164-59aa-bdb5-5ec5c468daf3"
  })
  void aDistinctIdHasItsOwnPersonId(int project, String distinctId, UUID expected) {
    assertEquals(expected, PersonIds.of(new IdKey(project, distinctId)));
  }

  @Test
  void joiningAnIdWithItselfDoesNothing() throws IOException {
    identify("a", "a");
    assertThat(person("a").identified()).isFalse();
    assertThat(crank.outcome().rows()).hasSize(1);
  }

  @Test
  void identifyWithoutAnAnonymousIdJoinsNothing() throws IOException {
    crank.send("$identify", "a", Map.of());
    crank.turn();
    assertThat(person("a").identified()).isFalse();
    assertThat(crank.outcome().warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anonymous",
        "Guest",
        "distinctid",
        "distinct_id",
        "ID",
        "not_authenticated",
        "email",
        "undefined",
        "TRUE",
        "false",
        "[object Object]",
        "NaN",
        "None",
        "none",
        "null",
        "0",
        "'null'",
        "\"guest\"",
        "  ",
        "''"
      })
  void anIdThatStandsForNobodyIsNotJoined(String illegal) throws IOException {
    identify("a", illegal);
    assertThat(crank.outcome().warningTypes())
        .containsExactly("cannot_merge_with_illegal_distinct_id");
    assertThat(crank.outcome().names()).containsExactly("$identify");
    assertThat(crank.assignment(illegal)).isNull();
    assertThat(person("a").identified()).isFalse();
  }

  @Test
  void aSurvivingIdThatStandsForNobodyIsNotJoinedEither() throws IOException {
    identify("anonymous", "a");
    assertThat(crank.outcome().warningTypes())
        .containsExactly("cannot_merge_with_illegal_distinct_id");
    assertThat(crank.assignment("a")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "NULL", "[Object object]", "user", "00"})
  void idsThatOnlyLookLikeNobodyAreJoined(String legal) throws IOException {
    identify("a", legal);
    assertThat(crank.assignment(legal)).isNotNull();
    assertThat(crank.outcome().warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"$identify, $anon_distinct_id", "$create_alias, alias", "$merge_dangerously, alias"})
  void anIdThatIsNoTextIsWarnedOf(String event, String name) throws IOException {
    crank.send(event, "a", Map.of(name, 12));
    crank.turn();
    assertThat(crank.outcome().warningTypes()).containsExactly("cannot_merge_without_text_id");
    assertThat(crank.outcome().names()).containsExactly(event);
    assertThat(crank.assignment("12")).isNull();
  }

  @Test
  void twoUnknownIdsBecomeOnePersonWithTheAnonymousIdsUuid() throws IOException {
    identify("a", "anon");
    assertEquals(own("anon"), person("a").id());
    assertEquals(own("anon"), person("anon").id());
    assertThat(person("a").identified()).isTrue();
    assertThat(crank.outcome().overrides()).containsOnlyKeys(new IdKey(Crank.PROJECT, "a"));
  }

  @Test
  void earlierAnonymousRowsOfBothUnknownIdsCountToTheNewPerson() throws IOException {
    crank.send("$pageview", "anon", Map.of("$process_person_profile", false));
    crank.send("$pageview", "a", Map.of("$process_person_profile", false));
    identify("a", "anon");
    assertThat(crank.outcome().uniquePersons()).containsExactly(own("anon"));
  }

  @Test
  void anUnknownAnonymousIdIsAttachedToTheKnownPerson() throws IOException {
    crank.send("$pageview", "anon", Map.of("$process_person_profile", false));
    crank.send("signed_up", "a", Map.of());
    identify("a", "anon");
    assertEquals(own("a"), person("anon").id());
    assertThat(crank.outcome().uniquePersons()).containsExactly(own("a"));
    assertThat(Objects.requireNonNull(crank.assignment("anon")).version()).isEqualTo(1);
  }

  @Test
  void anUnknownIdIsAttachedToTheKnownAnonymousPersonEvenWhenThatIsIdentified() throws IOException {
    identify("a", "anon");
    identify("b", "anon");
    assertEquals(own("anon"), person("b").id());
    assertThat(crank.outcome().warnings()).isEmpty();
  }

  @Test
  void twoIdsOfOnePersonStayAndThePersonIsIdentified() throws IOException {
    identify("a", "anon");
    long version = person("a").version();
    identify("a", "anon");
    assertThat(person("a").identified()).isTrue();
    assertEquals(version, person("a").version());
    assertThat(crank.outcome().persons()).hasSize(1);
  }

  @Test
  void twoPersonsBecomeOneAndTheIntoIdWinsConflicts() throws IOException {
    crank.send("made", "A", Map.of("$set", Map.of("x", 1, "y", 1)));
    crank.pass(Duration.ofSeconds(10));
    crank.send("made", "B", Map.of("$set", Map.of("y", 2, "z", 2)));
    crank.turn();
    long before = person("B").version();
    identify("B", "A");

    Person merged = person("A");
    assertEquals(own("B"), merged.id());
    assertThat(merged.properties())
        .containsEntry("x", 1L)
        .containsEntry("y", 2L)
        .containsEntry("z", 2L);
    assertEquals(Crank.START, merged.createdAt());
    assertThat(merged.identified()).isTrue();
    assertEquals(before + 1, merged.version());
    assertThat(crank.outcome().persons()).hasSize(1);
    assertThat(crank.outcome().uniquePersons()).containsExactly(own("B"));
  }

  @Test
  void theMergingEventsOwnPropertiesComeLast() throws IOException {
    crank.send("made", "A", Map.of("$set", Map.of("x", 1)));
    crank.send("made", "B", Map.of("$set", Map.of("y", 2)));
    crank.send("$identify", "B", Map.of("$anon_distinct_id", "A", "$set", Map.of("x", 5, "y", 6)));
    crank.turn();
    assertThat(person("B").properties()).containsEntry("x", 5L).containsEntry("y", 6L);
    assertEquals(1, person("B").version());
  }

  @Test
  void anIdentifiedPersonIsNotAbsorbedByIdentify() throws IOException {
    identify("A", "anon-a");
    crank.send("made", "B", Map.of());
    identify("B", "A");
    assertThat(crank.outcome().warningTypes()).containsExactly("cannot_merge_already_identified");
    assertEquals(own("anon-a"), person("A").id());
    assertThat(lastRowPerson()).isEqualTo(own("B"));
  }

  @Test
  void anIdentifiedPersonIsNotAbsorbedByAnAlias() throws IOException {
    identify("A", "anon-a");
    crank.send("made", "B", Map.of());
    crank.send("$create_alias", "B", Map.of("alias", "A"));
    crank.turn();
    assertThat(crank.outcome().warningTypes()).containsExactly("cannot_merge_already_identified");
    assertEquals(own("anon-a"), person("A").id());
  }

  @Test
  void mergeDangerouslyAbsorbsAnIdentifiedPerson() throws IOException {
    identify("A", "anon-a");
    crank.send("made", "B", Map.of());
    crank.send("$merge_dangerously", "B", Map.of("alias", "A"));
    crank.turn();
    assertThat(crank.outcome().warnings()).isEmpty();
    assertEquals(own("B"), person("A").id());
    assertEquals(own("B"), person("anon-a").id());
    assertThat(crank.outcome().persons()).hasSize(1);
    assertThat(crank.outcome().uniquePersons()).containsExactly(own("B"));
  }

  @Test
  void theAliassedIdIsAbsorbedAndTheEventsOwnIdSurvives() throws IOException {
    crank.send("made", "old", Map.of());
    crank.send("made", "new", Map.of());
    crank.send("$create_alias", "new", Map.of("alias", "old"));
    crank.turn();
    assertEquals(own("new"), person("old").id());
  }

  @Test
  void everyRepointingRaisesTheVersionAndOverrides() throws IOException {
    crank.send("made", "a", Map.of());
    crank.send("made", "b", Map.of());
    crank.send("made", "c", Map.of());
    identify("b", "a");
    crank.send("$merge_dangerously", "c", Map.of("alias", "b"));
    crank.turn();
    assertEquals(own("c"), person("a").id());
    assertEquals(2, Objects.requireNonNull(crank.assignment("a")).version());
    assertEquals(1, Objects.requireNonNull(crank.assignment("b")).version());
    assertThat(crank.outcome().uniquePersons()).containsExactly(own("c"));
    assertThat(crank.outcome().overrides())
        .containsOnlyKeys(new IdKey(Crank.PROJECT, "a"), new IdKey(Crank.PROJECT, "b"));
  }

  @Test
  void aLongAnonymousIdIsCutLikeADistinctId() throws IOException {
    identify("a", "n".repeat(250));
    assertThat(crank.assignment("n".repeat(200))).isNotNull();
  }

  @Test
  void projectsDoNotMixTheirPersons() throws IOException {
    Entry.Event here = crank.event("made", "same", Map.of());
    crank.send(here);
    crank.send(new Entry.Event(
        2,
        here.uuid(),
        "made",
        "same",
        here.timestamp(),
        here.receivedAt(),
        null,
        false,
        1,
        new HashMap<>()));
    crank.turn();
    assertThat(crank.outcome().uniquePersons()).hasSize(2);
  }

  @Test
  void theMergedPersonIsAsOldAsTheOlder() throws IOException {
    Instant longAgo = Crank.START.minus(Duration.ofDays(30));
    crank.send(Crank.event(UUID.randomUUID(), "made", "A", longAgo, Map.of()));
    crank.send("made", "B", Map.of());
    identify("B", "A");
    assertEquals(longAgo, person("B").createdAt());
  }

  private void identify(String into, String other) throws IOException {
    crank.send("$identify", into, Map.of("$anon_distinct_id", other));
    crank.turn();
  }

  private UUID lastRowPerson() throws IOException {
    var rows = crank.outcome().rows();
    return rows.get(rows.size() - 1).personId();
  }

  private Person person(String distinctId) throws IOException {
    return Objects.requireNonNull(crank.person(distinctId));
  }

  private static UUID own(String distinctId) {
    return PersonIds.of(new IdKey(Crank.PROJECT, distinctId));
  }
}
