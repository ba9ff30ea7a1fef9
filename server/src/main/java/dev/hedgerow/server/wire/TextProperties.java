package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.WrittenProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that stays text: where its members stand is known, and a value is read when it is
 * asked for. Never changes; safe from any thread.
 */
final class TextProperties extends WrittenProperties {
  /** Numbers kept of each member: where its name, its value, and what follows it begin. */
  static final int PLACES = 3;

  private static final int LONG_CHARS_SURELY = 18;

  private final byte[] text;
  private final int from;
  private final int to;
  private final String[] names;
  private final int[] places;

  /** Whether a member would be written otherwise by us, though it says the same. */
  private final boolean[] odd;

  private final int count;

  /** A hash table of members' numbers, from 1 on. */
  private final int[] slots;

  /** Takes all of that, which must not change from now on. */
  TextProperties(
      byte[] text,
      int from,
      int to,
      String[] names,
      int[] places,
      boolean[] odd,
      int count,
      int[] slots) {
    this.text = text;
    this.from = from;
    this.to = to;
    this.names = names;
    this.places = places;
    this.odd = odd;
    this.count = count;
    this.slots = slots;
  }

  /** Returns where a name is looked for first in a table of that size. */
  static int slot(String name, int slots) {
    int hash = name.hashCode();
    return (hash ^ hash >>> 16) & slots - 1;
  }

  /** Returns where the object ends in the text it is part of. */
  int end() {
    return to;
  }

  /** Returns the JSON text as UTF-8, which must not be changed. */
  byte[] utf8() {
    return from == 0 && to == text.length ? text : Arrays.copyOfRange(text, from, to);
  }

  @Override
  public String json() {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  @Override
  public int bytes() {
    return to - from;
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return member(name) >= 0;
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    int member = member(name);
    return member < 0 ? null : value(member);
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(2 * count);
    copyTo(all, null);
    return Properties.frozen(all).entrySet();
  }

  /** Puts the members into a map, but the one of that name. */
  void copyTo(Map<String, @Nullable Object> to, @Nullable String but) {
    for (int member = 0; member < count; member++) {
      if (!names[member].equals(but)) {
        to.put(names[member], value(member));
      }
    }
  }

  /**
   * Returns the object without some members and with others, which replace those of the same name.
   *
   * @param anew whether all is to be text as we write it, and not as it was sent
   */
  TextProperties changed(Set<String> gone, Map<String, @Nullable Object> put, boolean anew) {
    TextMaking making = new TextMaking(to - from + 64 * put.size() + 2);
    for (int member = 0; member < count; member++) {
      String name = names[member];
      if (gone.contains(name) || put.containsKey(name)) {
        continue;
      }
      int nameAt = places[PLACES * member];
      int valueAt = places[PLACES * member + 1];
      if (anew && odd[member]) {
        int nameEnd = ByteScan.find(text, nameAt + 1, valueAt, '"') + 1;
        byte[] nameJson = Arrays.copyOfRange(text, nameAt, nameEnd);
        making.write(name, nameJson, TextMaking.json(value(member)));
      } else {
        making.copy(name, text, nameAt, valueAt, places[PLACES * member + 2], odd[member]);
      }
    }
    put.forEach(making::write);
    return making.made();
  }

  private int member(@Nullable Object name) {
    if (!(name instanceof String known)) {
      return -1;
    }
    int slot = slot(known, slots.length);
    while (slots[slot] != 0) {
      int member = slots[slot] - 1;
      if (names[member].equals(known)) {
        return member;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return -1;
  }

  private @Nullable Object value(int member) {
    int at = places[PLACES * member + 1];
    int end = places[PLACES * member + 2];
    return switch (text[at]) {
      case 't' -> true;
      case 'f' -> false;
      case 'n' -> null;
      case '"' ->
        ByteScan.find(text, at, end, '\\') < end
            ? read(at, end)
            : new String(text, at + 1, end - at - 2, StandardCharsets.UTF_8);
      default -> isSmall(at, end) ? (Object) whole(at, end) : read(at, end);
    };
  }

  private boolean isSmall(int at, int end) {
    for (int digit = at; digit < end; digit++) {
      if (text[digit] < '0' || text[digit] > '9') {
        return false;
      }
    }
    return end - at <= LONG_CHARS_SURELY;
  }

  private long whole(int at, int end) {
    long number = 0;
    for (int digit = at; digit < end; digit++) {
      number = 10 * number + text[digit] - '0';
    }
    return number;
  }

  private @Nullable Object read(int at, int end) {
    try {
      return Json.value(text, at, end - at);
    } catch (IOException e) {
      throw new IllegalStateException("expected JSON that was found sound before", e);
    }
  }
}
