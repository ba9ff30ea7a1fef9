package dev.hedgerow.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Inflates what old snippets pack with lz-string's {@code compressToBase64} (contract S 1.4.7), without ever holding more
 * than it may. Every phrase that a code stands for is a stretch of what was written before, so the dictionary is two
 * numbers a code.
 */
final class LzString {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int BITS_A_SIGN = 6;
  private static final int NARROW = 0;
  private static final int WIDE = 1;
  private static final int END = 2;
  private static final int CODES_BEFORE = 3;
  private static final int WIDTH_BEFORE = 2;

  private final byte[] packed;
  private final int charsMax;
  private final Allowance allowance;
  private int bit;
  private char[] out = new char[1024];
  private int length;
  private int[] starts = new int[256];
  private int[] lengths = new int[256];
  private int codes = CODES_BEFORE;
  private int width = WIDTH_BEFORE;
  private int codesOfThatWidth = 1;

  private LzString(byte[] packed, int charsMax, Allowance allowance) {
    this.packed = packed;
    this.charsMax = charsMax;
    this.allowance = allowance;
  }

  /** Returns the text as UTF-8, at most that many bytes. */
  static byte[] inflate(byte[] packed, int bytesMax, Allowance allowance)
      throws RejectedException, IOException {
    LzString unpacking = new LzString(packed, bytesMax, allowance);
    unpacking.run();
    byte[] text = new String(unpacking.out, 0, unpacking.length).getBytes(UTF_8);
    if (text.length > bytesMax) {
      throw Gzip.tooLarge(bytesMax);
    }
    allowance.take(text.length);
    return text;
  }

  private void run() throws RejectedException, IOException {
    int before = 0;
    for (int code = number(width); code != END; code = number(width)) {
      int start = length;
      if (code == NARROW || code == WIDE) {
        room(1);
        out[length++] = (char) number(code == NARROW ? 8 : 16);
        learn(start, 1);
      } else if (code < codes) {
        copy(starts[code], lengths[code]);
      } else if (code == codes && start > 0) {
        copy(before, start - before + 1); // the phrase before, and its first sign once more
      } else {
        throw damaged();
      }
      if (start > 0) {
        learn(before, start - before + 1);
      }
      before = start;
    }
  }

  private void learn(int start, int count) throws IOException {
    if (codes == starts.length) {
      allowance.take(8L * codes);
      starts = Arrays.copyOf(starts, 2 * codes);
      lengths = Arrays.copyOf(lengths, 2 * codes);
    }
    starts[codes] = start;
    lengths[codes++] = count;
    if (--codesOfThatWidth == 0) {
      codesOfThatWidth = 1 << width++;
    }
  }

  private void copy(int start, int count) throws RejectedException, IOException {
    room(count);
    for (int i = start; i < start + count; i++) {
      out[length++] = out[i];
    }
  }

  private void room(int count) throws RejectedException, IOException {
    if (count > charsMax - length) {
      throw Gzip.tooLarge(charsMax);
    }
    if (length + count > out.length) {
      int larger = (int) Math.min(charsMax, 2L * Math.max(out.length, count));
      allowance.take(2L * (larger - out.length));
      out = Arrays.copyOf(out, larger);
    }
  }

  /** Reads a number of so many bits, the lowest first. */
  private int number(int bits) throws RejectedException {
    int number = 0;
    for (int i = 0; i < bits; i++, bit++) {
      int at = bit / BITS_A_SIGN;
      if (at >= packed.length) {
        throw damaged();
      }
      int sign = packed[at] == '=' ? 0 : ALPHABET.indexOf(packed[at]);
      if (sign < 0) {
        throw damaged();
      }
      number |= ((sign >> (BITS_A_SIGN - 1 - bit % BITS_A_SIGN)) & 1) << i;
    }
    return number;
  }

  private static RejectedException damaged() {
    return new RejectedException(
        "invalid_lz_string", "expected lz-string in base64 but it is damaged");
  }
}
