package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.store.InMemoryState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When an event waits for its person, and when it goes on. */
class BufferTest {
  private final Crank crank = new Crank(Crank.DELAY);

  @Test
  void aBackendEventOfAnUnknownIdWaits() throws IOException {
    crank.send("signed_up", "a", Map.of());
    assertHeld(1);
    assertEquals(Crank.START, crank.processor().oldestHeldAt());
  }

  @Test
  void anEventWithoutProfileDoesNotWait() throws IOException {
    crank.send("signed_up", "a", Map.of("$process_person_profile", false));
    assertHeld(0);
  }

  @Test
  void anEventOfItsOwnDeviceDoesNotWait() throws IOException {
    crank.send("$pageview", "a", Map.of("$device_id", "a"));
    assertHeld(0);
  }

  @Test
  void anEmptyDeviceDoesNotMakeAnEventAnonymous() throws IOException {
    crank.send("$pageview", "a", Map.of("$device_id", ""));
    assertHeld(1);
  }

  @Test
  void anEventOfAnotherDeviceWaits() throws IOException {
    crank.send("$pageview", "a", Map.of("$device_id", "b"));
    assertHeld(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"$identify", "$create_alias", "$merge_dangerously", "$groupidentify", "$snapshot"})
  void eventsThatMakePersonsOrRecordingsDoNotWait(String event) throws IOException {
    crank.send(event, "a", Map.of("alias", "b"));
    assertHeld(0);
  }

  @Test
  void anEventOfAKnownPersonDoesNotWait() throws IOException {
    crank.send("$identify", "a", Map.of());
    crank.send("paid", "a", Map.of());
    assertHeld(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"posthog-ios", "posthog-android", "posthog-react-native", "posthog-flutter"})
  void mobileEventsDoNotWait(String library) throws IOException {
    crank.send("opened", "a", Map.of("$lib", library));
    assertHeld(0);
  }

  @Test
  void importsDoNotWait() throws IOException {
    Entry.Event event = crank.event("paid", "a", Map.of());
    crank.send(new Entry.Event(
        event.projectId(),
        event.uuid(),
        event.event(),
        event.distinctId(),
        event.timestamp(),
        event.receivedAt(),
        null,
        true,
        1,
        event.properties()));
    assertHeld(0);
  }

  @Test
  void withADelayOfZeroNothingWaits() throws IOException {
    Crank off = new Crank(Duration.ZERO);
    off.send("paid", "a", Map.of());
    off.turn();
    assertEquals(0, off.processor().heldCount());
    assertThat(off.outcome().rows()).hasSize(1);
  }

  @Test
  void whenTheBufferIsFullAnEventGoesThrough() throws IOException {
    Crank small = new Crank(
        new InMemoryLog(), new InMemoryState(), SmallLimits.of(10, 5, 2, 1_000), Crank.DELAY);
    small.send("one", "a", Map.of());
    small.send("two", "b", Map.of());
    small.send("three", "c", Map.of());
    small.turn();
    assertThat(small.outcome().names()).containsExactly("three");
    assertEquals(2, small.processor().heldCount());
  }

  @Test
  void whenTheBufferIsFullTheIdsHeldEventsGoFirst() throws IOException {
    Crank small = new Crank(
        new InMemoryLog(), new InMemoryState(), SmallLimits.of(10, 5, 2, 1_000), Crank.DELAY);
    small.send("one", "a", Map.of());
    small.send("two", "b", Map.of());
    small.send("three", "a", Map.of());
    small.turn();
    assertThat(small.outcome().names()).containsExactly("one", "three");
    assertEquals(1, small.processor().heldCount());
  }

  @Test
  void heldEventsKeepTheirTimeAndContentAndMakeTheirPersonWhenDue() throws IOException {
    Entry.Event sent = crank.send("paid", "a", Map.of("price", 5, "$set", Map.of("plan", "big")));
    crank.turn();
    crank.pass(Crank.DELAY);
    crank.turn();
    var row = crank.outcome().row(sent.uuid());
    assertEquals(sent.timestamp(), row.timestamp());
    assertEquals(crank.now(), row.createdAt());
    assertThat(row.properties()).containsEntry("price", 5L);
    assertThat(row.personProperties()).containsEntry("plan", "big");
    assertThat(crank.person("a")).isNotNull();
  }

  @Test
  void anotherEventFallsDueWhileTheLogGoesOnWithoutATick() throws IOException {
    crank.send("paid", "a", Map.of());
    crank.turn();
    crank.pass(Crank.DELAY);
    crank.send("$pageview", "b", Map.of("$process_person_profile", false));
    crank.turn();
    assertThat(crank.outcome().names()).containsExactly("paid", "$pageview");
    assertEquals(2, crank.log().end());
  }

  @Test
  void anEventThatComesExactlyWhenItsHeldOnesAreDueGoesAfterThem() throws IOException {
    crank.send("first", "a", Map.of());
    crank.turn();
    crank.pass(Crank.DELAY);
    crank.send("second", "a", Map.of());
    crank.turn();
    assertThat(crank.outcome().names()).containsExactly("first", "second");
    assertEquals(0, crank.processor().heldCount());
  }

  @Test
  void withTheFirstOfAnIdAllOfItsHeldEventsGoOn() throws IOException {
    crank.send("first", "a", Map.of());
    crank.pass(Duration.ofSeconds(30));
    crank.send("second", "a", Map.of());
    crank.turn();
    crank.pass(Duration.ofSeconds(30));
    crank.turn();
    assertThat(crank.outcome().names()).containsExactly("first", "second");
    assertEquals(1, crank.counted("hedgerow.held.released", "when", "due"));
    assertEquals(1, crank.counted("hedgerow.held.released", "when", "early"));
  }

  @Test
  void groupIdentifyMakesThePersonKnownAndReleases() throws IOException {
    crank.send("paid", "a", Map.of());
    crank.send("$groupidentify", "a", Map.of("$group_type", "company", "$group_key", "x"));
    crank.turn();
    assertThat(crank.outcome().names()).containsExactly("$groupidentify", "paid");
  }

  @Test
  void anAliasReleasesBothIds() throws IOException {
    crank.send("one", "a", Map.of());
    crank.send("two", "b", Map.of());
    crank.send("$create_alias", "a", Map.of("alias", "b"));
    crank.turn();
    assertThat(crank.outcome().names()).containsExactlyInAnyOrder("$create_alias", "one", "two");
    assertThat(crank.outcome().uniquePersons()).hasSize(1);
  }

  @Test
  void aLargeReleaseGoesInChunksBetweenEntriesUntilNothingIsDue() throws IOException {
    Crank small = new Crank(
        new InMemoryLog(), new InMemoryState(), SmallLimits.of(10, 3, 100, 1_000), Crank.DELAY);
    for (int i = 0; i < 8; i++) {
      small.send("paid", "id" + i, Map.of());
    }
    small.turn();
    small.pass(Crank.DELAY);
    small.turn();
    assertThat(small.outcome().rows()).hasSize(8);
    assertEquals(8 + 3, small.log().end());
    assertEquals(0, small.processor().heldCount());
  }

  @Test
  void onlyOneTickIsOnItsWay() throws IOException {
    crank.send("paid", "a", Map.of());
    crank.turn();
    crank.pass(Crank.DELAY);
    for (int i = 0; i < 5; i++) {
      assertEquals(0, crank.processor().runOnce());
    }
    crank.writer().runOnce();
    assertEquals(2, crank.log().end());
    crank.turn();
    assertEquals(2, crank.log().end());
    assertThat(crank.outcome().rows()).hasSize(1);
  }

  @Test
  void nothingTicksWhileNothingIsDue() throws IOException {
    crank.send("paid", "a", Map.of());
    crank.turn();
    crank.pass(Crank.DELAY.minusMillis(1));
    crank.turn();
    assertEquals(1, crank.log().end());
  }

  @Test
  void aHeldEventSentAgainIsDropped() throws IOException {
    Entry.Event sent = crank.send("paid", "a", Map.of());
    crank.turn();
    crank.send(sent);
    crank.turn();
    assertEquals(1, crank.processor().heldCount());
    crank.pass(Crank.DELAY);
    crank.send(sent);
    crank.turn();
    assertThat(crank.outcome().rows()).hasSize(1);
    assertEquals(2, crank.counted("hedgerow.events.duplicate"));
  }

  @Test
  void theLivePageIsToldWhyAnEventWaitsAndThatItWentOn() throws IOException {
    Entry.Event sent = crank.send("paid", "alice@example.com", Map.of());
    crank.turn();
    List<FeedItem> items = crank.feed().after(0).items();
    assertThat(items).hasSize(1);
    FeedItem.Held held = (FeedItem.Held) items.get(0);
    assertEquals(sent.uuid(), held.uuid());
    assertEquals(Crank.START.plus(Crank.DELAY), held.dueAt());
    assertEquals(
        "no person is known for alice@example.com yet; waiting for an $identify", held.why());

    crank.pass(Crank.DELAY);
    crank.turn();
    assertThat(crank.feed().after(1).items())
        .hasExactlyElementsOfTypes(FeedItem.Released.class, FeedItem.Stored.class);
  }

  private void assertHeld(int expected) throws IOException {
    crank.turn();
    assertEquals(expected, crank.processor().heldCount());
    assertEquals(expected, crank.state().heldCount());
    assertThat(crank.outcome().rows()).noneMatch(row -> expected > 0);
  }
}
