package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Comparing versions (contract S 6.4, {@code semver_}): the first three numbers count, missing ones are 0, what follows them
 * does not. A text that begins with no number matches nothing.
 */
final class SemverSql {
  private static final Pattern VERSION = Pattern.compile(
      "v?([0-9]{1,6})(?:\\.([0-9]{1,6}|[*xX]))?(?:\\.([0-9]{1,6}|[*xX]))?(?:[-+.].*)?");
  private static final long STEP = 1_000_000;

  private SemverSql() {}

  /** Returns the condition on a text. */
  static String condition(Asked filter, String operator, String found, String wanted)
      throws RejectedException {
    Matcher version = VERSION.matcher(wanted.strip());
    if (!version.matches()) {
      throw filter.refuse("value", "a version such as 1.2.3", wanted);
    }
    long major = Long.parseLong(version.group(1));
    long minor = part(version.group(2));
    long patch = part(version.group(3));
    long at = number(major, minor, patch);
    String stored = stored(found);
    String condition = switch (operator) {
      case "eq" -> stored + " = " + at;
      case "neq" -> stored + " <> " + at;
      case "gt" -> stored + " > " + at;
      case "gte" -> stored + " >= " + at;
      case "lt" -> stored + " < " + at;
      case "lte" -> stored + " <= " + at;
      case "tilde" -> in(stored, at, number(major, minor + 1, 0));
      case "caret" ->
        in(
            stored,
            at,
            major > 0
                ? number(major + 1, 0, 0)
                : minor > 0 ? number(0, minor + 1, 0) : number(0, 0, patch + 1));
      case "wildcard" ->
        in(
            stored,
            at,
            isNumber(version.group(3))
                ? at + 1
                : isNumber(version.group(2))
                    ? number(major, minor + 1, 0)
                    : number(major + 1, 0, 0));
      default -> throw filter.refuse("operator", "a known operator", "semver_" + operator);
    };
    return "coalesce(" + condition + ", false)";
  }

  private static String in(String stored, long from, long to) {
    return "(" + stored + " >= " + from + " AND " + stored + " < " + to + ")";
  }

  private static String stored(String found) {
    StringBuilder sum = new StringBuilder("(");
    long weight = STEP * STEP;
    for (int group = 1; group <= 3; group++) {
      String digits = "regexp_extract(" + found
          + ", '^v?([0-9]{1,6})(?:\\.([0-9]{1,6}))?(?:\\.([0-9]{1,6}))?(?:[^0-9].*)?$', " + group
          + ")";
      String value = "TRY_CAST(nullif(" + digits + ", '') AS BIGINT)";
      sum.append(group == 1 ? value : " + coalesce(" + value + ", 0)")
          .append(" * ")
          .append(weight);
      weight /= STEP;
    }
    return sum.append(")").toString();
  }

  private static boolean isNumber(@Nullable String part) {
    return part != null && Character.isDigit(part.charAt(0));
  }

  private static long part(@Nullable String part) {
    return isNumber(part) ? Long.parseLong(String.valueOf(part)) : 0;
  }

  private static long number(long major, long minor, long patch) {
    return (major * STEP + minor) * STEP + patch;
  }
}
