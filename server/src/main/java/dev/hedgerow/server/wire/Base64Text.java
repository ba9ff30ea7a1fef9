package dev.hedgerow.server.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Base64 as senders use it, told from other text by its looks (contract S 1.4.3). */
final class Base64Text {
  private static final int LOOKED_AT = 128;

  private Base64Text() {}

  /** Tells whether the start is all of the alphabet and the length fits. */
  static boolean looksLike(byte[] bytes) {
    if (bytes.length == 0 || bytes.length % 4 != 0) {
      return false;
    }
    for (int i = 0; i < Math.min(bytes.length, LOOKED_AT); i++) {
      if (!isOfAlphabet(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  /** Returns the decoded bytes, or the same ones when they are no base64 after all. */
  static byte[] decodedOr(byte[] bytes) {
    try {
      return Base64.getDecoder().decode(bytes);
    } catch (IllegalArgumentException e) {
      return bytes;
    }
  }

  /** Puts back the pluses that URL decoding has turned into spaces, if it then is base64. */
  static byte[] withPluses(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] plussed = text.replace(' ', '+').getBytes(StandardCharsets.UTF_8);
    return looksLike(plussed) ? plussed : bytes;
  }

  private static boolean isOfAlphabet(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '+'
        || b == '/'
        || b == '=';
  }
}
