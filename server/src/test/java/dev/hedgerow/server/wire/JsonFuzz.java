package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/** Any bytes as JSON: refused or read, and what was read is the same once written and read again. */
public final class JsonFuzz {
  private static final EventTree STRICT = new EventTree(Limits.STANDARD, false);
  private static final EventTree LENIENT = new EventTree(Limits.STANDARD, true);

  private JsonFuzz() {}

  /** Reads and writes. */
  public static void fuzzerTestOneInput(byte[] data) {
    boolean strictly = sameAgain(STRICT, data);
    if (strictly && !sameAgain(LENIENT, data)) {
      throw new AssertionError("expected a lenient reader to take what a strict one takes");
    }
    Map<String, ?> scanned = TextScan.object(data, 0, data.length);
    try {
      Map<String, ?> whole = Json.object(data);
      Json.bytes(whole);
      if (scanned != null && !whole.equals(scanned)) {
        throw new AssertionError("expected " + whole + " but found " + scanned);
      }
    } catch (IOException e) {
      if (scanned != null) {
        throw new AssertionError("expected to refuse what cannot be read but found " + scanned, e);
      }
    }
  }

  private static boolean sameAgain(EventTree tree, byte[] data) {
    Object value;
    try {
      JsonCuts cuts = new JsonCuts(data, 0, data.length);
      value = tree.read(data, cuts.next());
      cuts.expectEnd();
    } catch (RejectedException e) {
      return false;
    }
    byte[] written = Json.bytes(value);
    try {
      Object again = tree.read(written, new JsonCuts(written, 0, written.length).next());
      if (!Objects.equals(value, again)) {
        throw new AssertionError("expected " + value + " but found " + again);
      }
    } catch (RejectedException e) {
      throw new AssertionError("expected to read what was written", e);
    }
    return true;
  }
}
