package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.RejectedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies in the form encoding (contract S 1.4.2 and 1.4.4). */
final class Form {
  private static final List<String> FIELDS = List.of("data=", "_=", "ip=", "compression=");
  private static final int LOOKED_AT = 128;

  private Form() {}

  /** Tells whether the body begins with one of the fields. */
  static boolean isAt(byte[] body) {
    String head = head(body);
    return FIELDS.stream().anyMatch(head::startsWith);
  }

  /** Tells whether one of the fields begins somewhere near the body's start. */
  static boolean isNear(byte[] body) {
    String head = head(body);
    return isAt(body) || FIELDS.stream().anyMatch(field -> head.contains("&" + field));
  }

  static boolean isType(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals("application/x-www-form-urlencoded");
  }

  /** Returns the fields {@code data} and {@code compression}, where they are. */
  static Map<String, String> fields(byte[] body) throws RejectedException {
    Map<String, String> fields = new HashMap<>();
    String text = new String(body, StandardCharsets.UTF_8);
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('&', at);
      end = end < 0 ? text.length() : end;
      int equals = text.indexOf('=', at);
      if (equals >= 0 && equals < end) {
        String name = text.substring(at, equals);
        if (name.equals("data") || name.equals("compression")) {
          fields.putIfAbsent(name, decoded(text.substring(equals + 1, end)));
        }
      }
      at = end + 1;
    }
    return fields;
  }

  private static String decoded(String value) throws RejectedException {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RejectedException("invalid_form", "expected a form but its encoding is broken");
    }
  }

  private static String head(byte[] body) {
    return new String(body, 0, Math.min(body.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
  }
}
