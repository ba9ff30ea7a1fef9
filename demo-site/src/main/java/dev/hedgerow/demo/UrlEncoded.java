package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code a=1&b=2} as a browser writes it in a query or a form. */
final class UrlEncoded {

  private UrlEncoded() {}

  /** Name to value, the last of several winning; what can't be decoded is left out. */
  static Map<String, String> parse(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        put(fields, pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return fields;
  }

  private static void put(Map<String, String> fields, String name, String value) {
    try {
      fields.put(URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8));
    } catch (IllegalArgumentException malformed) {
      // A broken escape sequence: somebody typed the address by hand.
    }
  }
}
