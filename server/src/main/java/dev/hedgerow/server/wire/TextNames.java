package dev.hedgerow.server.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names of properties as strings. Nearly all events have the same few, so a string that was made
 * once is used again, whose hash is known by then. It may forget any of them. Safe from any thread.
 */
final class TextNames {
  private static final int KEPT = 1 << 11;
  private static final int BYTES_MAX = 64;

  @SuppressWarnings("ArrayRecordComponent") // never changed, and compared by hand
  private record Name(byte[] bytes, String text) {}

  /** Written without a lock: a name is whole or not there, and one that is lost is made again. */
  private final Name[] names = new Name[KEPT];

  /** Returns the name of those bytes of UTF-8. */
  String of(byte[] text, int from, int to) {
    if (to - from > BYTES_MAX) {
      return new String(text, from, to - from, StandardCharsets.UTF_8);
    }
    int place = ByteScan.hash(text, from, to) & KEPT - 1;
    Name known = names[place];
    if (known != null && Arrays.equals(known.bytes(), 0, known.bytes().length, text, from, to)) {
      return known.text();
    }
    byte[] bytes = Arrays.copyOfRange(text, from, to);
    Name made = new Name(bytes, new String(bytes, StandardCharsets.UTF_8));
    names[place] = made;
    return made.text();
  }
}
