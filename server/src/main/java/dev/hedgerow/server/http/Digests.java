package dev.hedgerow.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, as keys and sessions are kept. */
final class Digests {
  private Digests() {}

  /** Returns the text's SHA-256 in lower-case hex. */
  static String hex(String text) {
    return HexFormat.of().formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns the SHA-256 of those bytes. */
  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected SHA-256 in every Java", e);
    }
  }

  /** Returns whether both texts are the same, in a time that does not tell where they differ. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        sha256(one.getBytes(StandardCharsets.UTF_8)),
        sha256(other.getBytes(StandardCharsets.UTF_8)));
  }
}
