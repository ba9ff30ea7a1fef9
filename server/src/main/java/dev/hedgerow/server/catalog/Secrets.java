package dev.hedgerow.server.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes and hashes tokens and keys. Safe from any thread. */
public final class Secrets {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /** Characters after the prefix; 43 of 62 different ones are a little more than 256 bits. */
  private static final int LENGTH = 43;

  private static final int SALT_BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** Returns a new project token, {@code phc_…}. It is public: it only allows sending. */
  public static String projectToken() {
    return "phc_" + random();
  }

  /** Returns a new personal API key, {@code phx_…}. */
  public static String apiKey() {
    return "phx_" + random();
  }

  /** Returns 43 random characters, fit for links and cookies. */
  public static String random() {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /** Returns 32 random bytes. */
  public static byte[] salt() {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return salt;
  }

  /**
   * Returns the SHA-256 in lower-case hex, under which a secret is kept. Our secrets are random and
   * long, so a fast hash cannot be turned back.
   */
  public static String hash(String secret) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
