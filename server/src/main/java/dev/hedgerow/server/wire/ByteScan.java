package dev.hedgerow.server.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks through bytes, eight at a time. */
final class ByteScan {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long HASHING = 0x9E3779B97F4A7C15L;

  private ByteScan() {}

  /** Tells whether all bytes are from 1 to 127. */
  static boolean isAscii(byte[] text, int from, int to) {
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long eight = (long) EIGHT.get(text, at);
      if (((eight | (eight - ONES)) & HIGH) != 0) {
        return false;
      }
    }
    while (at < to && text[at] > 0) {
      at++;
    }
    return at >= to;
  }

  /** Returns where that ASCII character is next, or a place not before the end. */
  static int find(byte[] text, int from, int to, char c) {
    return find(text, from, to, c, c);
  }

  /** Returns where one of those ASCII characters is next, or a place not before the end. */
  static int find(byte[] text, int from, int to, char one, char other) {
    long ones = ONES * one;
    long others = ONES * other;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long eight = (long) EIGHT.get(text, at);
      long found = zeros(eight ^ ones) | zeros(eight ^ others);
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && text[at] != one && text[at] != other) {
      at++;
    }
    return at;
  }

  /** Returns where the next quote, backslash or control character is, or a place not before the end. */
  static int findInText(byte[] text, int from, int to) {
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long eight = (long) EIGHT.get(text, at);
      long controls = (eight - ONES * ' ') & ~eight & HIGH;
      long found = zeros(eight ^ ONES * '"') | zeros(eight ^ ONES * '\\') | controls;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && text[at] != '"' && text[at] != '\\' && (text[at] < 0 || text[at] >= ' ')) {
      at++;
    }
    return at;
  }

  /** Returns a hash of those bytes. */
  static int hash(byte[] text, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      hash = (hash ^ (long) EIGHT.get(text, at)) * HASHING;
      hash ^= hash >>> 32;
    }
    for (; at < to; at++) {
      hash = (hash ^ text[at]) * HASHING;
    }
    return (int) (hash ^ hash >>> 32);
  }

  /** Returns the high bit of the lowest zero byte, and none where no byte is zero. */
  private static long zeros(long eight) {
    return (eight - ONES) & ~eight & HIGH;
  }
}
