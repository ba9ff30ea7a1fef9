package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.LimitsBut;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Rows of two projects; the second's hold a word that no answer to the first may show. */
final class TwoProjects {
  /** The word. */
  static final String SECRET = "SECRET";

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final UUID ALICE = UUID.fromString("ed61ac20-e164-59aa-bdb5-5ec5c468daf3");
  private static final UUID ANON = UUID.fromString("cfa956a0-5af4-51c6-9ef5-cb3c80e09b69");

  private TwoProjects() {}

  /** Returns the rows of project 1, and those of project 2. */
  static List<OutboxBlock> blocks() {
    return List.of(new OutboxBlock(1, rows(1)), new OutboxBlock(2, others()));
  }

  static Limits within(Duration most) {
    return LimitsBut.with("queryFor", most);
  }

  static Stream<String> lines(String name) throws IOException {
    try (InputStream in = TwoProjects.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("expected " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList().stream();
    }
  }

  static Rows rows(int project) {
    Map<String, Object> cart = Map.of("cart", Map.of("name", "basket"));
    return new Rows(
        List.of(
            event(
                project,
                0,
                "$pageview",
                "anon",
                Map.of("$browser", "Firefox", "$session_id", "s-1")),
            event(project, 1, "click", "anon", Map.of("$browser", "Chrome", "$session_id", "s-1")),
            event(project, 2, "click", "bob", Map.of("$browser", "Chrome")),
            event(
                project,
                3,
                "purchase",
                "alice@example.com",
                Map.of("shop", cart, "price in €", 12.5, "paid", true)),
            event(project, 4, "signed_up", "alice@example.com", Map.of("$browser", "Firefox")),
            event(project, 5, "$snapshot", "anon", Map.of("$session_id", "s-1"))),
        List.of(new Assignment(new IdKey(project, "anon"), ALICE, 1)),
        List.of(new Person(project, ALICE, NOON, true, 1, Map.of("name", "Alice"))),
        List.of(),
        List.of(
            new Assignment(new IdKey(project, "anon"), ALICE, 1),
            new Assignment(new IdKey(project, "alice@example.com"), ALICE, 0)),
        List.of(new Group(
            new GroupKey(project, 0, "acme"),
            "company",
            NOON,
            NOON,
            0,
            Map.of("name", "Acme Inc"))),
        List.of());
  }

  private static Rows others() {
    return new Rows(
        List.of(
            event(2, 0, SECRET, SECRET, Map.of("x", SECRET)),
            event(2, 1, "$snapshot", SECRET, Map.of("$session_id", SECRET))),
        List.of(),
        List.of(new Person(2, ALICE, NOON, true, 1, Map.of("x", SECRET))),
        List.of(),
        List.of(new Assignment(new IdKey(2, SECRET), ALICE, 1)),
        List.of(new Group(new GroupKey(2, 0, SECRET), "x", NOON, NOON, 0, Map.of())),
        List.of());
  }

  private static EventRow event(
      int project, int second, String name, String id, Map<String, Object> properties) {
    boolean alice = id.startsWith("alice");
    return new EventRow(
        project,
        UUID.randomUUID(),
        name,
        id,
        NOON.plusSeconds(second),
        NOON,
        alice
            ? ALICE
            : id.equals("anon")
                ? ANON
                : UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)),
        NOON,
        alice ? PersonMode.FULL : PersonMode.PROPERTYLESS,
        alice ? Map.of("plan", "pro") : Map.of(),
        properties,
        "",
        name.equals("purchase") ? Map.of(0, "acme") : Map.of());
  }
}
