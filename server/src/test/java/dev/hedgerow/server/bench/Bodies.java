package dev.hedgerow.server.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * Bodies as browsers send them: page views and clicks of about a kilobyte, four of five without a
 * person, each with a uuid of its own. For one thread.
 */
final class Bodies {
  static final String TOKEN = "phc_bench";

  private static final String PROPERTIES =
      "\"$lib\":\"web\",\"$lib_version\":\"1.449.0\",\"$browser\":\"Chrome\",\"$browser_version\":142,"
          + "\"$os\":\"Windows\",\"$os_version\":\"10.0\",\"$device_type\":\"Desktop\",\"$screen_height\":1080,"
          + "\"$screen_width\":1920,\"$viewport_height\":937,\"$viewport_width\":1903,"
          + "\"$current_url\":\"https://shop.example/products/lamps?page=2&sort=price\","
          + "\"$host\":\"shop.example\",\"$pathname\":\"/products/lamps\",\"title\":\"Lamps \\u2013 Shop\","
          + "\"$referrer\":\"https://search.example/\",\"$referring_domain\":\"search.example\","
          + "\"$timezone\":\"Europe/Berlin\",\"$browser_language\":\"de-DE\",\"$pageview_id\":"
          + "\"0199a8d2-6b1c-7c8e-a3cf-0f1d2e3c4b5a\",\"$session_id\":\"0199a8d2-6b1c-7c8e-a3cf-0f1d2e3c4b5b\","
          + "\"$window_id\":\"0199a8d2-6b1c-7c8e-a3cf-0f1d2e3c4b5c\",\"$insert_id\":\"k2j3h4g5f6d7s8a9\",";

  private final SplittableRandom random;
  private final int events;
  private final boolean gzip;

  /** Makes bodies of that many events; 1 is sent alone, more in a batch. */
  Bodies(long seed, int events, boolean gzip) {
    this.random = new SplittableRandom(seed);
    this.events = events;
    this.gzip = gzip;
  }

  /** Returns the next request's body. */
  byte[] next() {
    StringBuilder text = new StringBuilder(events * 1_200 + 100);
    String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    if (events == 1) {
      event(text, now, "\"api_key\":\"" + TOKEN + "\",");
    } else {
      text.append("{\"api_key\":\"").append(TOKEN).append("\",\"batch\":[");
      for (int i = 0; i < events; i++) {
        event(text.append(i == 0 ? "" : ","), now, "");
      }
      text.append("]}");
    }
    byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
    return gzip ? zipped(plain) : plain;
  }

  private void event(StringBuilder to, String now, String more) {
    int visitor = random.nextInt(2_000);
    boolean known = visitor % 5 == 0;
    to.append('{').append(more).append("\"uuid\":\"");
    long millis = System.currentTimeMillis(); // a UUIDv7, as browsers make it
    hex(to, (int) (millis >>> 16), 8).append('-');
    hex(to, (int) millis, 4).append("-7");
    hex(to, random.nextInt(), 3).append("-a");
    hex(to, random.nextInt(), 3).append('-');
    hex(hex(to, random.nextInt(), 6), random.nextInt(), 6);
    to.append("\",\"event\":\"").append(visitor % 2 == 0 ? "$pageview" : "$autocapture");
    to.append("\",\"timestamp\":\"").append(now).append("\",\"properties\":{").append(PROPERTIES);
    to.append("\"distinct_id\":\"visitor-").append(visitor);
    to.append("\",\"$device_id\":\"visitor-").append(visitor);
    to.append("\",\"$process_person_profile\":").append(known);
    if (visitor % 2 == 1) {
      to.append(
          ",\"$event_type\":\"click\",\"$elements_chain\":\"button.btn.buy:attr__class=\\\"btn"
              + " buy\\\"nth-child=\\\"2\\\"nth-of-type=\\\"1\\\"text=\\\"Buy\\\";div.card:nth-child=\\\"1\\\"\"");
    }
    to.append("}}");
  }

  private static StringBuilder hex(StringBuilder to, int bits, int digits) {
    for (int i = 0; i < digits; i++) {
      to.append(Character.forDigit(bits >>> (4 * i) & 0xF, 16));
    }
    return to;
  }

  private static byte[] zipped(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
