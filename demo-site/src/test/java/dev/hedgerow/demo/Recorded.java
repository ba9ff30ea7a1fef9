package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/**
 * One request that went by.
 *
 * @param target path and query as asked for
 * @param headers all of them, one a line
 * @param gzipped whether the body came as the browser's own gzip
 * @param bytes how long the body was on the way
 * @param body as it was meant: unpacked from gzip, forms and base64
 */
record Recorded(
    String method, String target, String headers, boolean gzipped, int bytes, String body) {

  static Recorded of(String method, String target, String headers, byte[] bytes)
      throws IOException {
    return new Recorded(method, target, headers, isGzip(bytes), bytes.length, plain(bytes));
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
  }

  private static String plain(byte[] bytes) throws IOException {
    if (isGzip(bytes)) {
      try (GZIPInputStream inflated = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        return new String(inflated.readAllBytes(), UTF_8);
      }
    }
    String text = new String(bytes, UTF_8);
    String data = UrlEncoded.parse(text).get("data");
    if (!text.startsWith("data=") || data == null) {
      return text;
    }
    byte[] decoded = Base64.getMimeDecoder().decode(data.replace(' ', '+').getBytes(ISO_8859_1));
    return plain(decoded);
  }

  /** Whether a text appears anywhere in what was sent. */
  boolean mentions(String text) {
    return target.contains(text) || headers.contains(text) || body.contains(text);
  }
}
