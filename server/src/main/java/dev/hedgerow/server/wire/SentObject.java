package dev.hedgerow.server.wire;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object that remembers its text, so that it can be kept without being written again. */
final class SentObject extends LinkedHashMap<String, @Nullable Object> {
  private static final long serialVersionUID = 1L;

  private final transient byte[] text;
  private final int from;
  private int to;

  SentObject(byte[] text, int from) {
    this.text = text;
    this.from = from;
  }

  void end(int end) {
    to = end;
  }

  /**
   * Returns the text of an object that is still as it was sent: ASCII JSON that was read whole and
   * found sound. Null where it is not, or not known.
   */
  static byte @Nullable [] textOf(@Nullable Object sent, Map<String, @Nullable Object> now) {
    return sent instanceof SentObject object
            && object.to > object.from
            && object.text[object.from] == '{'
            && object.text[object.to - 1] == '}'
            && object.equals(now)
        ? Arrays.copyOfRange(object.text, object.from, object.to)
        : null;
  }
}
