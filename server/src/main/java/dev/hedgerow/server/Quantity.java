package dev.hedgerow.server;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and sizes as people write them; others are refused with an example. */
final class Quantity {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,6}) ?(KB|MB|GB|TB|)");

  private Quantity() {}

  /** Reads {@code 60s}, {@code 2m}, {@code 1h}, {@code 500ms} or {@code 0}. */
  static Duration duration(String text) {
    String plain = text.strip().toUpperCase(Locale.ROOT);
    try {
      if (plain.endsWith("MS")) {
        return Duration.ofMillis(Long.parseLong(plain.substring(0, plain.length() - 2)));
      }
      return plain.equals("0") ? Duration.ZERO : Duration.parse("PT" + plain);
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new IllegalArgumentException(
          "expected a time such as 60s, 2m, 500ms or 0 but found " + text, e);
    }
  }

  /** Reads {@code 500MB}, {@code 20GB}, {@code 1TB} or a number of bytes. */
  static long bytes(String text) {
    Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "expected a size such as 500MB, 20GB or 0 but found " + text);
    }
    long number = Long.parseLong(size.group(1));
    return switch (size.group(2)) {
      case "KB" -> number * 1_000;
      case "MB" -> number * 1_000_000;
      case "GB" -> number * 1_000_000_000;
      case "TB" -> number * 1_000_000_000_000L;
      default -> number;
    };
  }
}
