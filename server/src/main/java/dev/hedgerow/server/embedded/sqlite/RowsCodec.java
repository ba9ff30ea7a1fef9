package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.Erased;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.wire.Json;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Outbox blocks as bytes, compressed: 1, how many rows of events there are in four bytes, those as
 * {@link RowBytes} says, and one JSON object of lists, each of whose members is a list of a record's
 * parts in the record's order, times in microseconds.
 *
 * <pre>
 * {"z":[erased], "o":[overrides], "p":[persons], "x":[deleted persons], "a":[assignments],
 *  "g":[groups], "w":[warnings]}
 * </pre>
 *
 * Earlier versions wrote the object alone, with the rows of events as {@code "e"}.
 */
final class RowsCodec {
  private static final int WITH_ROWS = 1;

  private RowsCodec() {}

  /** Returns the rows' bytes. */
  static byte[] encode(Rows rows) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("z", each(rows.erased(), RowsCodec::ofErased));
    out.put("o", each(rows.overrides(), RowsCodec::ofAssignment));
    out.put("p", each(rows.persons(), RowsCodec::ofPerson));
    out.put("x", each(rows.deletedPersons(), RowsCodec::ofKey));
    out.put("a", each(rows.assignments(), RowsCodec::ofAssignment));
    out.put("g", each(rows.groups(), RowsCodec::ofGroup));
    out.put("w", each(rows.warnings(), RowsCodec::ofWarning));
    try (Packed.Out packed = new Packed.Out()) {
      DataOutputStream to = new DataOutputStream(packed);
      to.writeByte(WITH_ROWS);
      to.writeInt(rows.events().size());
      RowBytes each = new RowBytes();
      for (EventRow row : rows.events()) {
        each.write(row, packed);
      }
      Json.write(out, packed);
      return packed.whole();
    } catch (IOException e) {
      throw new IllegalStateException("expected nothing to fail in memory", e);
    }
  }

  /**
   * Returns the rows of those bytes.
   *
   * @throws IOException if they are not what {@link #encode} wrote
   */
  static Rows decode(byte[] bytes) throws IOException {
    PushbackInputStream packed = new PushbackInputStream(Packed.in(bytes));
    int first = packed.read();
    try (DataInputStream from = new DataInputStream(packed)) {
      if (first == WITH_ROWS) {
        return decode(from);
      }
      if (first >= 0) {
        packed.unread(first);
      }
      Map<String, @Nullable Object> in = Json.object(from);
      return rows(in, each(in, "e", RowsCodec::event));
    } catch (IllegalArgumentException e) {
      throw new IOException("expected a whole outbox block", e);
    }
  }

  private static Rows decode(DataInputStream from) throws IOException {
    List<EventRow> events = new ArrayList<>();
    for (int left = from.readInt(); left > 0; left--) {
      events.add(RowBytes.read(from));
    }
    return rows(Json.object(from), events);
  }

  private static Rows rows(Map<String, @Nullable Object> in, List<EventRow> events) {
    return new Rows(
        each(in, "z", RowsCodec::erased),
        events,
        each(in, "o", RowsCodec::assignment),
        each(in, "p", RowsCodec::person),
        each(in, "x", RowsCodec::key),
        each(in, "a", RowsCodec::assignment),
        each(in, "g", RowsCodec::group),
        each(in, "w", RowsCodec::warning));
  }

  private static List<@Nullable Object> ofErased(Erased erased) {
    return Arrays.asList(
        erased.projectId(),
        List.copyOf(erased.distinctIds()),
        List.copyOf(erased.personIds()),
        erased.withEvents());
  }

  private static Erased erased(Parts in) {
    Set<UUID> personIds = new HashSet<>();
    in.texts(2).forEach(text -> personIds.add(UUID.fromString(text)));
    return new Erased(in.integer(0), Set.copyOf(in.texts(1)), personIds, in.flag(3));
  }

  /** Returns a row of a block of an earlier version. */
  private static EventRow event(Parts in) {
    return new EventRow(
        in.integer(0),
        in.uuid(1),
        in.text(2),
        in.text(3),
        in.instant(4),
        in.instant(5),
        in.uuid(6),
        in.instant(7),
        PersonMode.of(in.text(8)),
        in.object(9),
        in.object(10),
        in.text(11),
        groupKeys(in.object(12)));
  }

  private static Map<Integer, String> groupKeys(Map<String, @Nullable Object> in) {
    Map<Integer, String> keys = new LinkedHashMap<>();
    in.forEach((index, key) -> keys.put(Integer.valueOf(index), String.valueOf(key)));
    return keys;
  }

  private static List<@Nullable Object> ofAssignment(Assignment one) {
    return Arrays.asList(
        one.key().projectId(), one.key().distinctId(), one.personId(), one.version());
  }

  private static Assignment assignment(Parts in) {
    return new Assignment(new IdKey(in.integer(0), in.text(1)), in.uuid(2), in.number(3));
  }

  private static List<@Nullable Object> ofPerson(Person person) {
    return Arrays.asList(
        person.projectId(),
        person.id(),
        Micros.of(person.createdAt()),
        person.identified(),
        person.version(),
        person.properties());
  }

  private static Person person(Parts in) {
    return new Person(
        in.integer(0), in.uuid(1), in.instant(2), in.flag(3), in.number(4), in.object(5));
  }

  private static List<@Nullable Object> ofKey(PersonKey key) {
    return Arrays.asList(key.projectId(), key.personId());
  }

  private static PersonKey key(Parts in) {
    return new PersonKey(in.integer(0), in.uuid(1));
  }

  private static List<@Nullable Object> ofGroup(Group group) {
    return Arrays.asList(
        group.key().projectId(),
        group.key().index(),
        group.key().key(),
        group.type(),
        Micros.of(group.createdAt()),
        Micros.of(group.updatedAt()),
        group.version(),
        group.properties());
  }

  private static Group group(Parts in) {
    return new Group(
        new GroupKey(in.integer(0), in.integer(1), in.text(2)),
        in.text(3),
        in.instant(4),
        in.instant(5),
        in.number(6),
        in.object(7));
  }

  private static List<@Nullable Object> ofWarning(Warning warning) {
    return Arrays.asList(
        warning.projectId(),
        warning.type(),
        Micros.of(warning.at()),
        warning.event(),
        warning.distinctId(),
        warning.uuid(),
        warning.details());
  }

  private static Warning warning(Parts in) {
    Map<String, String> details = new LinkedHashMap<>();
    in.object(6).forEach((name, value) -> details.put(name, String.valueOf(value)));
    return new Warning(
        in.integer(0),
        in.text(1),
        in.instant(2),
        in.textOrNull(3),
        in.textOrNull(4),
        in.uuidOrNull(5),
        details);
  }

  private static <T> List<List<@Nullable Object>> each(
      List<T> from, Function<T, List<@Nullable Object>> parts) {
    List<List<@Nullable Object>> to = new ArrayList<>(from.size());
    for (T one : from) {
      to.add(parts.apply(one));
    }
    return to;
  }

  private static <T> List<T> each(
      Map<String, @Nullable Object> in, String name, Function<Parts, T> made) {
    List<T> to = new ArrayList<>();
    if (in.get(name) instanceof List<?> list) {
      for (Object one : list) {
        to.add(made.apply(Parts.of(one)));
      }
    }
    return to;
  }
}
