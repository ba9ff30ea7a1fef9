package dev.hedgerow.server.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members of a JSON object without reading their values, but looks at every byte: what it
 * does not give up is sound JSON. It gives up what is unusual, such as names with escapes or twice
 * the same name, as well as what is no JSON; then the object is to be read whole. For one thread.
 */
final class TextScan {
  private static final int NOWHERE = -1;
  private static final int NESTING_MAX = 100;
  private static final int DIGITS_MAX = 100;
  private static final int ESCAPE_BYTES = 6;

  /** With these, every number is in the range of a double. */
  private static final int EXPONENT_DIGITS_MAX = 2;

  /** Readers of JSON have limits for names, which are far beyond. */
  private static final int NAME_BYTES_MAX = 1_000;

  private static final TextNames NAMES = new TextNames();

  private final byte[] text;
  private final int to;
  private int depth;

  /** Whether something since this was last cleared would be written otherwise by us. */
  private boolean odd;

  private @Nullable TextProperties inner;

  private TextScan(byte[] text, int to) {
    this.text = text;
    this.to = to;
  }

  /** An object, and the one that is its member under a name. */
  record Nested(TextProperties outer, TextProperties inner) {}

  /** Returns the object that those bytes are, or null. They must not change from now on. */
  static @Nullable TextProperties object(byte[] text, int from, int to) {
    TextScan scan = new TextScan(text, to);
    return from < to && isUtf8(text, from, to) ? scan.whole(from, "") : null;
  }

  /**
   * Returns the object that those bytes, which are ASCII or {@link #isUtf8 sound UTF-8}, are, and
   * the member of that name, which is one as well, or null.
   */
  static @Nullable Nested nested(byte[] text, int from, int to, String name) {
    TextScan scan = new TextScan(text, to);
    TextProperties outer = from < to ? scan.whole(from, name) : null;
    return outer == null || scan.inner == null ? null : new Nested(outer, scan.inner);
  }

  static boolean isUtf8(byte[] text, int from, int to) {
    if (ByteScan.isAscii(text, from, to)) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, from, to - from));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private @Nullable TextProperties whole(int from, String innerName) {
    TextProperties found = text[from] == '{' ? members(from, innerName) : null;
    return found != null && found.end() == to ? found : null;
  }

  private @Nullable TextProperties members(int from, String innerName) {
    TextMaking made = new TextMaking(text, from, !innerName.isEmpty());
    int at = space(from + 1);
    if (isAt(at, '}')) {
      return made.made(at + 1);
    }
    while (true) {
      odd = false;
      int nameAt = at;
      int nameEnd = isAt(at, '"') ? plainText(at) : NOWHERE;
      int colon = nameEnd < 0 ? NOWHERE : space(nameEnd);
      if (!isAt(colon, ':')) {
        return null;
      }
      String name = NAMES.of(text, nameAt + 1, nameEnd - 1);
      int valueAt = space(colon + 1);
      int valueEnd = name.equals(innerName) ? inner(valueAt) : value(valueAt);
      if (valueEnd < 0 || !made.add(name, nameAt, valueAt, valueEnd, odd)) {
        return null;
      }
      at = space(valueEnd);
      if (isAt(at, '}')) {
        return made.made(at + 1);
      }
      if (!isAt(at, ',')) {
        return null;
      }
      at = space(at + 1);
    }
  }

  private int inner(int at) {
    inner = isAt(at, '{') ? members(at, "") : null;
    return inner == null ? NOWHERE : inner.end();
  }

  /** Returns where the value ends that begins there. */
  private int value(int at) {
    if (at < 0 || at >= to) {
      return NOWHERE;
    }
    return switch (text[at]) {
      case '"' -> text(at);
      case '{' -> object(at);
      case '[' -> array(at);
      case 't' -> word(at, "true");
      case 'f' -> word(at, "false");
      case 'n' -> word(at, "null");
      default -> number(at);
    };
  }

  /** Of more than one member, two may have the same name, of which one would not be written. */
  private int object(int from) {
    int at = space(from + 1);
    if (isAt(at, '}')) {
      return at + 1;
    }
    if (++depth > NESTING_MAX) {
      return NOWHERE;
    }
    while (true) {
      int colon = space(name(at));
      at = isAt(colon, ':') ? space(value(space(colon + 1))) : NOWHERE;
      if (isAt(at, '}')) {
        depth--;
        return at + 1;
      }
      if (!isAt(at, ',')) {
        return NOWHERE;
      }
      odd = true;
      at = space(at + 1);
    }
  }

  private int array(int from) {
    int at = space(from + 1);
    if (isAt(at, ']')) {
      return at + 1;
    }
    if (++depth > NESTING_MAX) {
      return NOWHERE;
    }
    while (true) {
      at = space(value(at));
      if (isAt(at, ']')) {
        depth--;
        return at + 1;
      }
      if (!isAt(at, ',')) {
        return NOWHERE;
      }
      at = space(at + 1);
    }
  }

  private int plainText(int from) {
    int end = ByteScan.findInText(text, from + 1, to);
    return isAt(end, '"') && end - from <= NAME_BYTES_MAX ? end + 1 : NOWHERE;
  }

  private int name(int from) {
    int end = isAt(from, '"') ? text(from) : NOWHERE;
    boolean plain = end > 0 && ByteScan.find(text, from, end, '\\') >= end;
    return plain && end - from <= NAME_BYTES_MAX ? end : NOWHERE;
  }

  private int text(int from) {
    int at = ByteScan.findInText(text, from + 1, to);
    while (isAt(at, '\\')) {
      int end = escape(at);
      at = end < 0 ? NOWHERE : ByteScan.findInText(text, end, to);
    }
    return isAt(at, '"') ? at + 1 : NOWHERE;
  }

  private int escape(int at) {
    if (at + 1 >= to) {
      return NOWHERE;
    }
    byte escaped = text[at + 1];
    odd |= escaped == '/' || escaped == 'u';
    return switch (escaped) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
      case 'u' -> character(at);
      default -> NOWHERE;
    };
  }

  /** NUL and a surrogate without its other half are no text: readers differ about them. */
  private int character(int at) {
    int code = code(at);
    if (code <= 0 || Character.isLowSurrogate((char) code)) {
      return NOWHERE;
    }
    if (!Character.isHighSurrogate((char) code)) {
      return at + ESCAPE_BYTES;
    }
    int half = at + ESCAPE_BYTES;
    boolean isPair = isAt(half, '\\')
        && isAt(half + 1, 'u')
        && Character.isLowSurrogate((char) Math.max(0, code(half)));
    return isPair ? half + ESCAPE_BYTES : NOWHERE;
  }

  /** Returns the UTF-16 unit of the escape there, or -1 where its digits are none. */
  private int code(int at) {
    int code = 0;
    for (int i = at + 2; i < at + ESCAPE_BYTES; i++) {
      int digit = i < to && text[i] > 0 ? Character.digit(text[i], 16) : -1;
      if (digit < 0) {
        return -1;
      }
      code = 16 * code + digit;
    }
    return code;
  }

  private int word(int at, String word) {
    int end = at + word.length();
    if (end > to) {
      return NOWHERE;
    }
    for (int i = 0; i < word.length(); i++) {
      if (text[at + i] != word.charAt(i)) {
        return NOWHERE;
      }
    }
    return end;
  }

  private int number(int from) {
    int at = text[from] == '-' ? from + 1 : from;
    int end = digits(at);
    if (end < 0 || (text[at] == '0' && end > at + 1)) {
      return NOWHERE;
    }
    odd |= at > from && text[at] == '0'; // minus zero
    if (isAt(end, '.')) {
      odd = true;
      end = digits(end + 1);
    }
    if (isAt(end, 'e') || isAt(end, 'E')) {
      odd = true;
      boolean signed = isAt(end + 1, '-') || isAt(end + 1, '+');
      int exponentAt = signed ? end + 2 : end + 1;
      end = digits(exponentAt);
      if (end - exponentAt > EXPONENT_DIGITS_MAX) {
        return NOWHERE;
      }
    }
    return end;
  }

  /** Returns where the digits end of which there is at least one there. */
  private int digits(int from) {
    int at = from;
    while (at < to && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at == from || at - from > DIGITS_MAX ? NOWHERE : at;
  }

  private boolean isAt(int at, char c) {
    return at >= 0 && at < to && text[at] == c;
  }

  private int space(int from) {
    int at = from;
    while (isAt(at, ' ') || isAt(at, '\n') || isAt(at, '\r') || isAt(at, '\t')) {
      odd = true;
      at++;
    }
    return at;
  }
}
