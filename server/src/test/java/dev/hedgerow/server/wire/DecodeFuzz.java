package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Any bytes as a whole capture request: two bytes choose path, query and headers, the rest is the
 * body. Never fails, stays within its limits, and what it makes of them can be read back as it is.
 */
public final class DecodeFuzz {
  private static final Limits LIMITS = Limits.STANDARD;
  private static final Project PROJECT = new Project(1, "test", "phc_test", Instant.EPOCH, 3);
  private static final Capture CAPTURE =
      new Capture(LIMITS, token -> token.equals(PROJECT.token()) ? PROJECT : null, Told::salt);
  private static final List<String> PATHS =
      List.of("/batch", "/e", "/engage", "/s", "/track", "/capture", "/i/v0/e", "/in");
  private static final List<String> COMPRESSIONS =
      List.of("", "gzip", "gzip-js", "lz64", "base64", "lz-string", "b64", "zstd");
  private static final List<String> TYPES =
      List.of("application/json", "text/plain", "application/x-www-form-urlencoded", "text/html");

  private DecodeFuzz() {}

  /** Takes a request. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length < 2) {
      return;
    }
    long[] taken = {0};
    Intake intake = CAPTURE.take(request(data), bytes -> taken[0] += bytes);
    if (taken[0] > 6L * LIMITS.inflatedBytesMax()) {
      throw new AssertionError("expected bounded memory but " + taken[0] + " bytes were taken");
    }
    for (byte[] entry : intake.entries()) {
      Entry read = EntryCodec.decode(entry);
      if (intake.refusal() != null && !(read instanceof Entry.Refused)) {
        throw new AssertionError("expected only warnings of a refused request");
      }
      if (!EntryCodec.decode(EntryCodec.encode(read)).equals(read)) {
        throw new AssertionError("expected an entry to be read back as it was written: "
            + new String(entry, StandardCharsets.UTF_8));
      }
    }
  }

  private static CaptureRequest request(byte[] data) {
    Map<String, String> query = new HashMap<>();
    String compression = COMPRESSIONS.get(data[0] >> 3 & 7);
    if ((data[0] & 0x40) == 0) {
      query.put("compression", compression);
    }
    byte[] body = Arrays.copyOfRange(data, 2, data.length);
    boolean inQuery = (data[1] & 4) != 0;
    if (inQuery) {
      query.put("data", new String(body, StandardCharsets.UTF_8));
    }
    return new CaptureRequest(
        PATHS.get(data[0] & 7),
        query,
        TYPES.get(data[1] & 3),
        compression,
        inQuery ? new byte[0] : body,
        Told.NOW,
        "203.0.113.9",
        "Mozilla/5.0");
  }
}
