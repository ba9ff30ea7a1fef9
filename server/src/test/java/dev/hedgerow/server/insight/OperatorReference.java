package dev.hedgerow.server.insight;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What the operators of property filters mean for one text, or for none (contract S 6.4). */
final class OperatorReference {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final int PARTS = 3;

  private final ZoneId zone;
  private final Instant now;

  OperatorReference(ZoneId zone, Instant now) {
    this.zone = zone;
    this.now = now;
  }

  /**
   * Returns whether a filter holds.
   *
   * @param wanted the filter's values as text, none for those that take none
   * @param found null where the property is not there
   */
  boolean holds(String operator, List<String> wanted, @Nullable String found) {
    return switch (operator) {
      case "is_set" -> found != null;
      case "is_not_set" -> found == null;
      case "is_not", "not_in" -> !holds("exact", wanted, found);
      case "not_icontains", "not_starts_with", "not_ends_with", "not_between" ->
        !holds(operator.substring("not_".length()), wanted, found);
      case "not_regex" ->
        wanted.stream().anyMatch(OperatorReference::compiles) && !holds("regex", wanted, found);
      default -> found != null && compared(operator, wanted, found);
    };
  }

  private boolean compared(String operator, List<String> wanted, String found) {
    String first = wanted.get(0);
    if (operator.startsWith("semver_")) {
      return semver(operator.substring("semver_".length()), first, found);
    }
    return switch (operator) {
      case "exact", "in" -> wanted.contains(found);
      case "icontains" -> wanted.stream().anyMatch(one -> lower(found).contains(lower(one)));
      case "starts_with" -> wanted.stream().anyMatch(found::startsWith);
      case "ends_with" -> wanted.stream().anyMatch(found::endsWith);
      case "regex" ->
        wanted.stream()
            .anyMatch(
                one -> compiles(one) && Pattern.compile(one).matcher(found).find());
      case "gt" -> isNumber(found) && number(found) > number(first);
      case "gte", "min" -> isNumber(found) && number(found) >= number(first);
      case "lt" -> isNumber(found) && number(found) < number(first);
      case "lte", "max" -> isNumber(found) && number(found) <= number(first);
      case "between" ->
        isNumber(found) && number(found) >= number(first) && number(found) <= number(wanted.get(1));
      case "is_date_before", "is_date_after", "is_date_exact" -> date(operator, first, found);
      default -> throw new IllegalArgumentException("expected an operator but found " + operator);
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean compiles(String regex) {
    try {
      Pattern.compile(regex);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  private static double number(String text) {
    return Double.parseDouble(text.strip());
  }

  private boolean date(String operator, String wanted, String found) {
    Instant at = stored(found);
    if (at == null) {
      return false;
    }
    Instant asked = asked(wanted);
    boolean wholeDay = wanted.length() <= "2026-01-31".length();
    return switch (operator) {
      case "is_date_before" -> at.isBefore(asked);
      case "is_date_after" -> at.isAfter(asked);
      default -> wholeDay ? day(at).equals(day(asked)) : at.equals(asked);
    };
  }

  private LocalDate day(Instant at) {
    return at.atZone(zone).toLocalDate();
  }

  /** What a property says: a day of the project, a time that is UTC unless it says otherwise, or seconds or milliseconds. */
  private @Nullable Instant stored(String text) {
    if (isNumber(text)) {
      double seconds = number(text) < 1e11 ? number(text) : number(text) / 1_000;
      return Instant.ofEpochMilli(Math.round(seconds * 1_000));
    }
    try {
      return text.length() == "2026-01-31".length()
          ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
          : moment(text, ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static Instant moment(String text, ZoneId otherwise) {
    String iso = text.replace(' ', 'T');
    try {
      return OffsetDateTime.parse(iso).toInstant();
    } catch (DateTimeParseException e) {
      return LocalDateTime.parse(iso).atZone(otherwise).toInstant();
    }
  }

  /** What a filter says: such as -3d, -1w or -1dStart from now, a day, or a time of the project unless it says otherwise. */
  private Instant asked(String text) {
    ZonedDateTime today = now.atZone(zone);
    return switch (text) {
      case "-3d" -> today.minusDays(3).toInstant();
      case "-1w" -> today.minusDays(7).toInstant();
      case "-1dStart" -> today.minusDays(1).toLocalDate().atStartOfDay(zone).toInstant();
      default ->
        text.length() == "2026-01-31".length()
            ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
            : moment(text, zone);
    };
  }

  private static boolean semver(String operator, String wanted, String found) {
    List<Integer> at = version(found);
    List<Integer> from = version(wanted);
    if (at.isEmpty()) {
      return false;
    }
    int given = wanted.replace(".*", "").replace(".x", "").split("\\.", -1).length;
    return switch (operator) {
      case "eq" -> order(at, from) == 0;
      case "neq" -> order(at, from) != 0;
      case "gt" -> order(at, from) > 0;
      case "gte" -> order(at, from) >= 0;
      case "lt" -> order(at, from) < 0;
      case "lte" -> order(at, from) <= 0;
      case "tilde" -> order(at, from) >= 0 && order(at, after(from, 1)) < 0;
      case "caret" -> order(at, from) >= 0 && order(at, after(from, firstAboveZero(from))) < 0;
      case "wildcard" -> order(at, from) >= 0 && order(at, after(from, given - 1)) < 0;
      default -> throw new IllegalArgumentException("expected an operator but found " + operator);
    };
  }

  /** Returns the three numbers that a text begins with, the missing ones 0; nothing if it begins with none. */
  private static List<Integer> version(String text) {
    List<Integer> numbers = new ArrayList<>();
    String rest = text.startsWith("v") ? text.substring(1) : text;
    while (numbers.size() < PARTS && !rest.isEmpty() && Character.isDigit(rest.charAt(0))) {
      String digits = rest.split("[^0-9]", 2)[0];
      if (digits.length() > 6) {
        return List.of();
      }
      numbers.add(Integer.parseInt(digits));
      rest = rest.substring(digits.length());
      rest = rest.startsWith(".") ? rest.substring(1) : "";
    }
    while (!numbers.isEmpty() && numbers.size() < PARTS) {
      numbers.add(0);
    }
    return numbers;
  }

  private static int firstAboveZero(List<Integer> version) {
    for (int i = 0; i < PARTS; i++) {
      if (version.get(i) > 0) {
        return i;
      }
    }
    return PARTS - 1;
  }

  /** Returns the least version whose number at that place is greater. */
  private static List<Integer> after(List<Integer> version, int place) {
    List<Integer> next = new ArrayList<>(List.of(0, 0, 0));
    for (int i = 0; i <= place; i++) {
      next.set(i, version.get(i) + (i == place ? 1 : 0));
    }
    return next;
  }

  private static int order(List<Integer> one, List<Integer> other) {
    for (int i = 0; i < PARTS; i++) {
      if (!one.get(i).equals(other.get(i))) {
        return Integer.compare(one.get(i), other.get(i));
      }
    }
    return 0;
  }
}
