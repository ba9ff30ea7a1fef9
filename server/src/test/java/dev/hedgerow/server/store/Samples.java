package dev.hedgerow.server.store;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Warning;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values that are hard to keep: every JSON type, odd texts, far years. */
public final class Samples {
  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");
  public static final Instant FIRST = Instant.parse("0000-01-01T00:00:00.000001Z");
  public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  /** Distinct ids that a careless store takes for one another. */
  public static final List<String> ODD_IDS = List.of(
      "a",
      "A",
      "a ",
      " a",
      "a\u0000",
      "a\u0000b",
      "a\u0000c",
      "\u0000",
      "ä",
      "a\u0308",
      "🌱",
      "🌱🌱",
      "'; DROP TABLE persons; --",
      "\"",
      "%",
      "_",
      "1",
      "1.0",
      "01",
      "null",
      "\uFFFF",
      "\t-",
      "\n-");

  private Samples() {}

  /** Returns a uuid that differs for each number. */
  public static UUID uuid(long number) {
    return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + number);
  }

  /** Returns properties with every kind of JSON value, in an order of their own. */
  public static Map<String, @Nullable Object> properties() {
    Map<String, @Nullable Object> nested = new LinkedHashMap<>();
    nested.put("z", Arrays.asList(1L, null, "two", List.of(true, Map.of("deep", 3L))));
    nested.put("", null);
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("$text", "Grüße \u0000 🌱 \" \\ \n \u2028");
    all.put("zero", 0L);
    all.put("long", Long.MIN_VALUE);
    all.put("big", new BigInteger("123456789012345678901234567890"));
    all.put("double", 0.1);
    all.put("whole", 1.0);
    all.put("small", Double.MIN_VALUE);
    all.put("large", -Double.MAX_VALUE);
    all.put("decimal", new BigDecimal("0.1234567890123456789012345678901"));
    all.put("far", new BigDecimal("1E+400"));
    all.put("yes", true);
    all.put("no", false);
    all.put("none", null);
    all.put("nested", nested);
    all.put("empty", Map.of());
    all.put("list", List.of());
    all.put("a", "after");
    return all;
  }

  /** Returns a person with odd properties. */
  public static Person person(int projectId, long number) {
    return new Person(projectId, uuid(number), NOON, number % 2 == 0, number, properties());
  }

  /** Returns the same person one version on. */
  public static Person changed(Person person, Map<String, Object> properties) {
    return new Person(
        person.projectId(), person.id(), FIRST, true, person.version() + 1, properties);
  }

  /** Returns a group. */
  public static Group group(int projectId, int index, String key) {
    return new Group(new GroupKey(projectId, index, key), "company", FIRST, LAST, 3, properties());
  }

  /** Returns that distinct id's assignment to a person. */
  public static Assignment assigned(String distinctId, long person, long version) {
    return new Assignment(new IdKey(1, distinctId), uuid(person), version);
  }

  /** Returns an event of that distinct id. */
  public static Entry.Event event(String distinctId, long number) {
    return new Entry.Event(
        1,
        uuid(number),
        "event " + number,
        distinctId,
        FIRST,
        NOON,
        number % 2 == 0 ? "2001:db8::1" : null,
        number % 2 == 1,
        4,
        properties());
  }

  /** Returns a held event that falls due that many seconds after noon. */
  public static HeldEvent held(long position, String distinctId, long dueSeconds) {
    return new HeldEvent(position, NOON, NOON.plusSeconds(dueSeconds), event(distinctId, position));
  }

  /** Returns a row. */
  public static EventRow row(long number, PersonMode mode) {
    return new EventRow(
        1,
        uuid(number),
        "$autocapture",
        "id \u0000 🌱 " + number,
        LAST,
        NOON,
        uuid(number + 1),
        FIRST,
        mode,
        mode == PersonMode.PROPERTYLESS ? Map.of() : properties(),
        properties(),
        "button.buy:text=\"Buy\";form:attr__id=\"f\"",
        Map.of(0, "acme", 4, "ä"));
  }

  /** Returns rows with something of everything. */
  public static Rows rows(long number) {
    return new Rows(
        List.of(new Erased(3, Set.of("gone"), Set.of(uuid(number)), number % 2 == 0)),
        List.of(
            row(number, PersonMode.FULL),
            row(number + 10, PersonMode.PROPERTYLESS),
            row(number + 20, PersonMode.FORCE_UPGRADE)),
        List.of(assigned("over", number, 2)),
        List.of(person(1, number)),
        List.of(new PersonKey(2, uuid(number))),
        List.of(assigned("a\u0000", number, 0)),
        List.of(group(1, 4, "acme")),
        List.of(
            new Warning(1, "cannot_merge", NOON, null, null, null, Map.of()),
            new Warning(2, "odd", LAST, "e", "d", uuid(number), Map.of("why", "because"))));
  }

  /** Returns a row with another project, uuid and properties. */
  static EventRow copy(EventRow row, int projectId, UUID uuid, Map<String, Object> properties) {
    return new EventRow(
        projectId,
        uuid,
        row.event(),
        row.distinctId(),
        row.timestamp(),
        row.createdAt(),
        row.personId(),
        row.personCreatedAt(),
        row.personMode(),
        row.personProperties(),
        properties,
        row.elementsChain(),
        row.groups());
  }
}
