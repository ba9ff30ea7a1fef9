package dev.hedgerow.server.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.hedgerow.server.event.Matching;
import dev.hedgerow.server.event.RejectedException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a property filter compares (contract S 6.4, operators): its operator and its values. */
final class FilterOperator {
  private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

  /** How a time ends that says how far its zone is from UTC, which the engine leaves out of plain timestamps. */
  private static final String OFFSET = ":[0-9.]+[+-][0-9]{2}(:?[0-9]{2})?$";

  private static final int DAY_CHARS = 10;

  private final Asked filter;
  private final @Nullable When when;
  private final String operator;
  private final List<String> values;

  FilterOperator(Asked filter, @Nullable When when) throws RejectedException {
    this.filter = filter;
    this.when = when;
    String named = filter.string("operator");
    this.operator = named == null ? "exact" : named;
    this.values = values(filter.fields().get("value"));
  }

  private static List<String> values(@Nullable Object value) {
    List<String> values = new ArrayList<>();
    for (Object item :
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
      if (item != null) {
        values.add(item.toString());
      }
    }
    return values;
  }

  /**
   * Returns the condition on a text, or null where a value is missing.
   *
   * @param found SQL of the text, NULL when it is not there
   */
  @Nullable
  String condition(String found) throws RejectedException {
    if (operator.equals("is_set")) {
      return found + " IS NOT NULL";
    }
    if (operator.equals("is_not_set")) {
      return found + " IS NULL";
    }
    if (values.isEmpty()) {
      return null;
    }
    return switch (operator) {
      case "exact", "in", "is_cleaned_path_exact" -> found + " IN (" + literals() + ")";
      case "is_not", "not_in" -> unless(found, found + " IN (" + literals() + ")");
      case "icontains", "icontains_multi" -> contains(found);
      case "not_icontains", "not_icontains_multi" -> unless(found, contains(found));
      case "starts_with" -> each("starts_with(" + found + ", %s)");
      case "not_starts_with" -> unless(found, each("starts_with(" + found + ", %s)"));
      case "ends_with" -> each("ends_with(" + found + ", %s)");
      case "not_ends_with" -> unless(found, each("ends_with(" + found + ", %s)"));
      case "regex" -> regex(found);
      case "not_regex" -> isNeverMet() ? "false" : unless(found, regex(found));
      case "gt" -> compared(found, ">");
      case "gte", "min" -> compared(found, ">=");
      case "lt" -> compared(found, "<");
      case "lte", "max" -> compared(found, "<=");
      case "between" -> between(found);
      case "not_between" -> "NOT " + between(found);
      case "is_date_exact", "is_date_before", "is_date_after" -> date(found);
      default -> {
        if (operator.startsWith("semver_")) {
          yield SemverSql.condition(
              filter, operator.substring("semver_".length()), found, values.get(0));
        }
        throw filter.refuse("operator", "a known operator", operator);
      }
    };
  }

  /** Returns whether what is not there meets it: all that ask for something else or for nothing (contract S 6.4). */
  boolean takesMissing() {
    return operator.equals("is_not_set") || (isNegative() && !isNeverMet());
  }

  private boolean isNegative() {
    return operator.startsWith("not_") || operator.equals("is_not");
  }

  /** An expression that does not compile matches nothing, and so does its negation (contract S 6.4). */
  private boolean isNeverMet() {
    return operator.endsWith("regex") && values.stream().noneMatch(FilterOperator::compiles);
  }

  /** What makes a condition for one wanted value. */
  interface ForValue {
    String condition(Matching matching, String wanted) throws RejectedException;
  }

  /**
   * Returns the condition that any, or for a negative operator none, of the values matches.
   *
   * @param only the one matching that is possible, or null for all
   */
  @Nullable
  String anyOf(ForValue forValue, @Nullable Matching only) throws RejectedException {
    if (values.isEmpty()) {
      return null;
    }
    Matching matching = switch (operator) {
      case "exact", "is_not" -> Matching.EXACT;
      case "icontains", "not_icontains" -> Matching.CONTAINS;
      case "regex", "not_regex" -> Matching.REGEX;
      default ->
        throw filter.refuse(
            "operator",
            "one of exact, is_not, icontains, not_icontains, regex, not_regex",
            operator);
    };
    if (only != null && matching != only) {
      throw filter.refuse("operator", "exact or is_not for this key", operator);
    }
    if (isNeverMet()) {
      return "false";
    }
    List<String> conditions = new ArrayList<>();
    for (String wanted : values) {
      boolean never = matching == Matching.REGEX && !compiles(wanted);
      conditions.add(never ? "false" : forValue.condition(matching, wanted));
    }
    return (isNegative() ? "NOT " : "") + "(" + String.join(" OR ", conditions) + ")";
  }

  private static String unless(String found, String condition) {
    return "(" + found + " IS NULL OR NOT " + condition + ")";
  }

  private String literals() {
    return values.stream().map(SqlText::literal).collect(Collectors.joining(", "));
  }

  private String each(String form) {
    return values.stream()
        .map(value -> form.formatted(SqlText.literal(value)))
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private String contains(String found) {
    return values.stream()
        .map(value -> "contains(lower(" + found + "), "
            + SqlText.literal(value.toLowerCase(Locale.ROOT)) + ")")
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private String regex(String found) {
    List<String> conditions = new ArrayList<>();
    for (String value : values) {
      if (compiles(value)) {
        conditions.add("regexp_matches(" + found + ", " + SqlText.literal(value) + ")");
      }
    }
    return conditions.isEmpty() ? "false" : FilterSubject.joined("OR", conditions);
  }

  private static boolean compiles(String expression) {
    try {
      Pattern.compile(expression);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private String compared(String found, String sign) throws RejectedException {
    return "coalesce(" + SqlText.number(found) + " " + sign + " " + wanted(values.get(0))
        + ", false)";
  }

  private String between(String found) throws RejectedException {
    if (values.size() != 2) {
      throw filter.refuse("value", "two numbers", values.size() + " values");
    }
    return "coalesce(" + SqlText.number(found) + " BETWEEN " + wanted(values.get(0)) + " AND "
        + wanted(values.get(1)) + ", false)";
  }

  private String wanted(String value) throws RejectedException {
    try {
      return "CAST(" + SqlText.literal(new BigDecimal(value.strip()).toString()) + " AS DOUBLE)";
    } catch (NumberFormatException e) {
      throw filter.refuse("value", "a number", value);
    }
  }

  private String date(String found) throws RejectedException {
    String text = values.get(0);
    if (when == null && (text.startsWith("-") || text.endsWith("Start"))) {
      throw filter.refuse("value", "a date that is not relative", text);
    }
    When known = when == null ? new When(Instant.EPOCH, ZoneOffset.UTC) : when;
    Instant at = RelativeDate.of(filter.at() + "value", text, known.now(), known.zone());
    boolean wholeDay = text.length() <= DAY_CHARS;
    LocalDate day = at.atZone(known.zone()).toLocalDate();
    Instant begin = day.atStartOfDay(known.zone()).toInstant();
    Instant end = day.plusDays(1).atStartOfDay(known.zone()).toInstant();
    String stored = stored(found);
    String ofMoment = switch (operator) {
      case "is_date_before" -> stored + " < " + SqlText.moment(at);
      case "is_date_after" -> stored + " > " + SqlText.moment(at);
      default ->
        wholeDay
            ? stored + " BETWEEN " + SqlText.moment(begin) + " AND "
                + SqlText.moment(end.minus(1, ChronoUnit.MICROS))
            : stored + " = " + SqlText.moment(at);
    };
    String storedDay = "TRY_CAST(" + found + " AS DATE)";
    String today = "TRY_CAST(" + SqlText.literal(day.toString()) + " AS DATE)";
    String ofDay = switch (operator) {
      case "is_date_before" -> storedDay + (at.isAfter(begin) ? " <= " : " < ") + today;
      case "is_date_after" -> storedDay + " > " + today;
      default -> wholeDay || at.equals(begin) ? storedDay + " = " + today : "false";
    };
    return "coalesce(CASE WHEN regexp_full_match(" + found + ", '" + DAY + "') THEN " + ofDay
        + " ELSE " + ofMoment + " END, false)";
  }

  /** A time that says nothing of a zone is UTC; a number is seconds, or milliseconds where it is as large. */
  private static String stored(String found) {
    String number = "TRY_CAST(" + found + " AS DOUBLE)";
    return "coalesce(CASE WHEN regexp_matches(" + found + ", '" + OFFSET
        + "') THEN make_timestamp(epoch_us(TRY_CAST(" + found + " AS TIMESTAMPTZ))) ELSE TRY_CAST("
        + found + " AS TIMESTAMP) END, make_timestamp(TRY_CAST(round(CASE"
        + " WHEN " + number + " < 1e11 THEN " + number + " * 1e6 ELSE " + number
        + " * 1e3 END) AS BIGINT)))";
  }
}
