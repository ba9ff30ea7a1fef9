package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.store.InMemoryState;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Contract S 2.9. */
class GroupsTest {
  private final Crank crank = new Crank(Duration.ZERO);

  @Test
  void typesGetTheirIndexInOrderOfFirstSight() throws IOException {
    Map<String, Object> groups = new LinkedHashMap<>();
    groups.put("company", "acme");
    groups.put("team", 7);
    Entry.Event first = send("paid", Map.of("$groups", groups));
    Entry.Event second = send("paid", Map.of("$groups", Map.of("team", "t")));
    assertEquals(Map.of(0, "acme", 1, "7"), row(first).groups());
    assertEquals(Map.of(1, "t"), row(second).groups());
  }

  @Test
  void theSixthTypeIsIgnoredAndToldOf() throws IOException {
    for (int i = 0; i < 6; i++) {
      send("paid", Map.of("$groups", Map.of("type" + i, "x")));
    }
    assertThat(crank.state().groupTypes(Crank.PROJECT)).hasSize(5);
    assertThat(crank.outcome().rows().get(5).groups()).isEmpty();
    assertThat(crank.outcome().warnings())
        .extracting(warning -> warning.type() + " " + warning.details())
        .containsExactly("too_many_group_types {group_type=type5}");
  }

  @Test
  void groupIdentifyMakesAndChangesAGroup() throws IOException {
    Entry.Event made = describe("acme", Map.of("size", 1, "city", "Ulm"));
    crank.pass(Duration.ofMinutes(1));
    describe("acme", Map.of("size", 2));
    Group group = Objects.requireNonNull(group("acme"));
    assertEquals(Map.of("size", 2L, "city", "Ulm"), group.properties());
    assertEquals("company", group.type());
    assertEquals(made.timestamp(), group.createdAt());
    assertEquals(crank.now(), group.updatedAt());
    assertEquals(1, group.version());
    assertThat(row(made).groups()).isEqualTo(Map.of(0, "acme"));
    assertThat(row(made).properties()).containsEntry("$groups", Map.of("company", "acme"));
  }

  @Test
  void sayingTheSameAgainMakesNoNewVersion() throws IOException {
    describe("acme", Map.of("size", 1));
    describe("acme", Map.of("size", 1));
    assertEquals(0, Objects.requireNonNull(group("acme")).version());
  }

  @Test
  void groupIdentifyDoesNotChangeThePerson() throws IOException {
    send(
        "$groupidentify",
        Map.of(
            "$group_type", "company", "$group_key", "x", "$set", Map.of("a", 1), "$browser", "b"));
    assertThat(Objects.requireNonNull(crank.person("a")).properties())
        .containsOnlyKeys("$creator_event_uuid");
  }

  @Test
  void withoutTypeOrKeyNothingIsDescribed() throws IOException {
    send("$groupidentify", Map.of("$group_key", "x"));
    send("$groupidentify", Map.of("$group_type", "company"));
    assertThat(crank.outcome().groups()).isEmpty();
    assertThat(crank.outcome().rows()).hasSize(2);
    assertThat(crank.outcome().warningTypes())
        .containsExactly(
            "group_identify_without_type_or_key", "group_identify_without_type_or_key");
  }

  @Test
  void groupsThatAreNoObjectAreToldOf() throws IOException {
    send("paid", Map.of("$groups", List.of("acme")));
    assertThat(crank.outcome().rows().get(0).groups()).isEmpty();
    assertThat(crank.outcome().warningTypes()).containsExactly("invalid_groups");
  }

  @Test
  void aKeyThatIsTooLongIsWarnedOfAndIgnored() throws IOException {
    Entry.Event named = send("paid", Map.of("$groups", Map.of("company", "k".repeat(401))));
    describe("k".repeat(401), Map.of("size", 1));
    assertThat(row(named).groups()).isEmpty();
    assertThat(crank.outcome().groups()).isEmpty();
    assertThat(crank.outcome().warningTypes())
        .containsExactly("group_key_too_long", "group_key_too_long");
  }

  @Test
  void propertiesThatGrowTooLargeAreRefused() throws IOException {
    Crank small = new Crank(
        new InMemoryLog(),
        new InMemoryState(),
        SmallLimits.of(1_000, 200, 1_000, 100),
        Duration.ZERO);
    small.send(
        "$groupidentify",
        "a",
        Map.of(
            "$group_type", "company",
            "$group_key", "x",
            "$group_set", Map.of("long", "y".repeat(100))));
    small.turn();
    assertThat(small.outcome().groups()).isEmpty();
    assertThat(small.outcome().warningTypes()).contains("group_properties_too_large");
  }

  @Test
  void namingAGroupDoesNotMakeIt() throws IOException {
    send("paid", Map.of("$groups", Map.of("company", "acme")));
    assertThat(crank.outcome().groups()).isEmpty();
  }

  private Entry.Event describe(String key, Map<String, ?> properties) throws IOException {
    return send(
        "$groupidentify",
        Map.of("$group_type", "company", "$group_key", key, "$group_set", properties));
  }

  private Entry.Event send(String event, Map<String, ?> properties) throws IOException {
    Entry.Event sent = crank.send(event, "a", properties);
    crank.turn();
    return sent;
  }

  private EventRow row(Entry.Event sent) throws IOException {
    return crank.outcome().row(sent.uuid());
  }

  private @Nullable Group group(String key) throws IOException {
    GroupKey asked = new GroupKey(Crank.PROJECT, 0, key);
    Group group = crank.state().groups(List.of(asked)).get(asked);
    assertEquals(group, crank.outcome().groups().get(asked));
    return group;
  }
}
