package dev.hedgerow.server.wire;

/**
 * Makes the escapes of a JSON text harmless: those of NUL and of surrogates without their other
 * half become that of U+FFFD, which every database and UTF-8 can hold.
 */
final class Escapes {
  private static final int LENGTH = 6;

  private Escapes() {}

  /** Repairs the text where it stands. */
  static void repair(char[] text) {
    int at = 0;
    while (at < text.length) {
      if (text[at] != '\\') {
        at++;
      } else if (code(text, at) < 0) {
        at += 2;
      } else {
        at += repairOne(text, at);
      }
    }
  }

  /** Repairs the escape there, and returns how long it is with its other half. */
  private static int repairOne(char[] text, int at) {
    char c = (char) code(text, at);
    int next = code(text, at + LENGTH);
    if (Character.isHighSurrogate(c) && next >= 0 && Character.isLowSurrogate((char) next)) {
      return 2 * LENGTH;
    }
    if (c == 0 || Character.isSurrogate(c)) {
      "fffd".getChars(0, 4, text, at + 2);
    }
    return LENGTH;
  }

  /** Returns the UTF-16 unit of the escape there, or -1 where there is none. */
  private static int code(char[] text, int at) {
    if (at + LENGTH > text.length || text[at] != '\\' || text[at + 1] != 'u') {
      return -1;
    }
    int code = 0;
    for (int i = at + 2; i < at + LENGTH; i++) {
      int digit = Character.digit(text[i], 16);
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }
}
