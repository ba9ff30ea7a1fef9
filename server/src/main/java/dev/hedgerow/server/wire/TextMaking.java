package dev.hedgerow.server.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The members of a {@link TextProperties} while it is made. For one thread. */
final class TextMaking {
  /** About as many members as events usually have. */
  private static final int MEMBERS = 48;

  private static final int MEMBERS_OF_OUTER = 12;

  private byte[] text;
  private final int from;
  private int length;

  private String[] names;
  private int[] places;
  private boolean[] odd;
  private int count;
  private int[] slots;

  /** Makes an object whose text is there already; one around another has few members of its own. */
  TextMaking(byte[] text, int from, boolean isOuter) {
    this.text = text;
    this.from = from;
    int members = isOuter ? MEMBERS_OF_OUTER : MEMBERS;
    this.names = new String[members];
    this.places = new int[TextProperties.PLACES * members];
    this.odd = new boolean[members];
    this.slots = new int[slots(members)];
  }

  /** Returns a power of two that leaves at least half of the slots free. */
  private static int slots(int members) {
    return Integer.highestOneBit(members) << 2;
  }

  /** Makes an object whose text is to be written, of about so many bytes. */
  TextMaking(int bytes) {
    this(new byte[bytes], 0, false);
    write((byte) '{');
  }

  /** Adds a member of the text that is there, unless one of that name is there already. */
  boolean add(String name, int nameAt, int valueAt, int valueEnd, boolean isOdd) {
    if (count == names.length) {
      names = Arrays.copyOf(names, 2 * count);
      places = Arrays.copyOf(places, TextProperties.PLACES * 2 * count);
      odd = Arrays.copyOf(odd, 2 * count);
      slots = new int[slots(2 * count)];
      for (int member = 0; member < count; member++) {
        takeSlot(names[member], member);
      }
    }
    if (!takeSlot(name, count)) {
      return false;
    }
    names[count] = name;
    places[TextProperties.PLACES * count] = nameAt;
    places[TextProperties.PLACES * count + 1] = valueAt;
    places[TextProperties.PLACES * count + 2] = valueEnd;
    odd[count] = isOdd;
    count++;
    return true;
  }

  private boolean takeSlot(String name, int member) {
    int slot = TextProperties.slot(name, slots.length);
    while (slots[slot] != 0) {
      if (names[slots[slot] - 1].equals(name)) {
        return false;
      }
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = member + 1;
    return true;
  }

  /** Writes a member with its name and value in JSON. */
  void write(String name, byte[] nameJson, byte[] valueJson) {
    separate();
    int nameAt = length;
    write(nameJson, 0, nameJson.length);
    write((byte) ':');
    int valueAt = length;
    write(valueJson, 0, valueJson.length);
    add(name, nameAt, valueAt, length, false);
  }

  /** Writes a member as it stands in another text. */
  void copy(String name, byte[] other, int nameAt, int valueAt, int valueEnd, boolean isOdd) {
    separate();
    int to = length;
    write(other, nameAt, valueEnd);
    add(name, to, to + valueAt - nameAt, length, isOdd);
  }

  /** Writes a value with any name. */
  void write(String name, @Nullable Object value) {
    write(name, json(name), json(value));
  }

  static byte[] json(@Nullable Object value) {
    return Json.text(value).getBytes(StandardCharsets.UTF_8);
  }

  private void separate() {
    if (count > 0) {
      write((byte) ',');
    }
  }

  private void write(byte one) {
    if (length == text.length) {
      text = Arrays.copyOf(text, 2 * length);
    }
    text[length++] = one;
  }

  private void write(byte[] bytes, int start, int end) {
    int more = end - start;
    if (length + more > text.length) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, length + more));
    }
    System.arraycopy(bytes, start, text, length, more);
    length += more;
  }

  /** Returns the object that was written. */
  TextProperties made() {
    write((byte) '}');
    if (text.length > length) {
      text = Arrays.copyOf(text, length);
    }
    return made(length);
  }

  /** Returns the object whose text ends there. */
  TextProperties made(int end) {
    return new TextProperties(text, from, end, names, places, odd, count, slots);
  }
}
