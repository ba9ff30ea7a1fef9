package dev.hedgerow.server.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One request, made once and given new uuids before each sending, so that a sender costs next to
 * nothing. A uuid tells who sent it, in which request, and where in it. For one thread.
 */
final class Stamped {
  private static final byte[] MARK = "\"uuid\":\"".getBytes(StandardCharsets.ISO_8859_1);
  private static final int REQUEST_DIGITS = 9;
  private static final int EVENT_DIGITS = 3;

  private final byte[] whole;
  private final int[] uuids;

  /** Makes the requests of one sender; no two of a run may have the same number. */
  Stamped(int sender, int events) {
    whole = Wire.request(new Bodies(sender, events, false).next());
    uuids = new int[events];
    int at = 0;
    for (int event = 0; event < events; event++) {
      at = after(at);
      uuids[event] = at;
      byte[] fixed = String.format("%08x-0000-4000-8000-%012x", sender, event)
          .getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(fixed, 0, whole, at, fixed.length);
    }
  }

  /** Returns that request, head and body; it is the same array each time. */
  byte[] of(int request) {
    for (int at : uuids) {
      for (int digit = 0; digit < REQUEST_DIGITS; digit++) {
        int nibble = (int) ((long) request >>> (4 * (REQUEST_DIGITS - 1 - digit))) & 0xF;
        whole[at + 24 + digit] = (byte) Character.forDigit(nibble, 16);
      }
    }
    return whole;
  }

  /** Returns who sent a uuid. */
  static int sender(String uuid) {
    return Integer.parseUnsignedInt(uuid.substring(0, 8), 16);
  }

  /** Returns in which request it was. */
  static int request(String uuid) {
    return Integer.parseInt(uuid.substring(24, 24 + REQUEST_DIGITS), 16);
  }

  /** Returns where in the request it was, from 0. */
  static int event(String uuid) {
    return Integer.parseInt(uuid.substring(36 - EVENT_DIGITS), 16);
  }

  private int after(int from) {
    for (int at = from; at + MARK.length <= whole.length; at++) {
      if (Arrays.equals(whole, at, at + MARK.length, MARK, 0, MARK.length)) {
        return at + MARK.length;
      }
    }
    throw new IllegalStateException("expected another uuid in the body but found none");
  }
}
