package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses calls that make much out of little. The engine's memory limit does not hold for the values
 * inside one call, nor does a call end early when its time is over; so how much it may make must be
 * seen in the text.
 */
final class SqlGrowth {
  private static final int COUNT_MAX = 10_000;
  private static final int REPEATS_MAX = 100;
  private static final int LITERAL_CHARS_MAX = 100_000;
  private static final int REPLACEMENT_CHARS_MAX = 100;
  private static final long PRODUCT_MAX = 1_000_000;
  private static final long JOINED_MAX = 256;

  private static final Set<String> PADS = Set.of("lpad", "rpad", "bitstring");
  private static final Set<String> RESIZES = Set.of("list_resize", "array_resize");
  private static final Set<String> RANGES = Set.of("range", "generate_series");
  private static final Set<String> PATTERNS = Set.of("printf", "format");
  private static final Set<String> REPLACES = Set.of("replace", "regexp_replace");
  private static final Set<String> JOINS = Set.of(
      "||",
      "concat",
      "concat_ws",
      "list_concat",
      "list_cat",
      "array_concat",
      "array_cat",
      "list_value",
      "list_pack",
      "array_value",
      "json_array",
      "json_object",
      "json_merge_patch",
      "json_deep_merge",
      "struct_pack",
      "row",
      "map",
      "map_concat",
      "struct_concat");

  /** A width of three digits, or one that an argument gives. */
  private static final Pattern WIDE = Pattern.compile("[0-9]{3}|[*]|\\{[^}]*\\{");

  private long product = 1;
  private long joined = 1;

  /** Checks a call; all calls of one statement go to one object. */
  void check(String name, Map<?, ?> call) throws RejectedException {
    List<?> arguments = arguments(call);
    if (PADS.contains(name) || RESIZES.contains(name)) {
      grow(name, count(name, arguments, 1));
    } else if (RANGES.contains(name)) {
      for (int i = 0; i < arguments.size(); i++) {
        count(name, arguments, i);
      }
      grow(name, COUNT_MAX);
    } else if (name.equals("repeat")) {
      repeat(arguments);
    } else if (PATTERNS.contains(name)) {
      String pattern = constant(arguments, 0);
      if (pattern == null || WIDE.matcher(pattern).find()) {
        throw refused(name, "a pattern written out, with widths below 100");
      }
    } else if (REPLACES.contains(name)) {
      String with = constant(arguments, 2);
      if (with == null || with.length() > REPLACEMENT_CHARS_MAX) {
        throw refused(name, "a replacement written out, of at most 100 characters");
      }
    } else if (JOINS.contains(name)) {
      join(name, arguments);
    }
  }

  private void repeat(List<?> arguments) throws RejectedException {
    long count = count("repeat", arguments, 1);
    String text = constant(arguments, 0);
    if (text != null) {
      if (text.length() * count > LITERAL_CHARS_MAX) {
        throw refused("repeat", "at most 100000 characters");
      }
    } else if (count > REPEATS_MAX) {
      throw refused("repeat", "at most 100 times what is not written out");
    }
    grow("repeat", count);
  }

  private static long count(String name, List<?> arguments, int at) throws RejectedException {
    int most = name.equals("repeat") ? LITERAL_CHARS_MAX : COUNT_MAX;
    String text = constant(arguments, at);
    if (text != null && text.matches("-?[0-9]{1,6}") && Math.abs(Integer.parseInt(text)) <= most) {
      return Math.max(1, Math.abs(Integer.parseInt(text)));
    }
    throw refused(name, "a count written out, of at most " + COUNT_MAX);
  }

  private void grow(String name, long by) throws RejectedException {
    product *= by;
    if (product > Math.max(PRODUCT_MAX, by)) {
      throw refused(name, "counts that make at most 1000000 together");
    }
  }

  private void join(String name, List<?> arguments) throws RejectedException {
    long open = arguments.stream().filter(argument -> !isWrittenOut(argument)).count();
    joined *= Math.max(1, open);
    if (joined > JOINED_MAX) {
      throw refused(
          name, "at most 8 joinings of two values that are not written out, or as much in fewer");
    }
  }

  private static List<?> arguments(Map<?, ?> call) {
    List<Object> expressions = new ArrayList<>();
    if (call.get("arguments") instanceof List<?> list) {
      for (Object argument : list) {
        if (argument instanceof Map<?, ?> map && map.get("expression") instanceof Map<?, ?> one) {
          expressions.add(one);
        }
      }
    }
    return expressions;
  }

  /** Returns whether a value is no longer than what is written: a literal, one of several, a character by its number. */
  private static boolean isWrittenOut(@Nullable Object expression) {
    if (!(expression instanceof Map<?, ?> map)) {
      return false;
    }
    if (map.get("case_checks") instanceof List<?> checks) {
      return isWrittenOut(map.get("else_expr"))
          && checks.stream()
              .allMatch(
                  check -> check instanceof Map<?, ?> one && isWrittenOut(one.get("then_expr")));
    }
    return isConstant(map)
        || ("chr".equals(map.get("function_name"))
            && arguments(map).stream().allMatch(SqlGrowth::isConstant));
  }

  private static boolean isConstant(@Nullable Object expression) {
    return expression instanceof Map<?, ?> map && "CONSTANT".equals(map.get("class"));
  }

  /** Returns the text of a literal, in which a number looks like one; null for anything else. */
  private static @Nullable String constant(List<?> arguments, int at) {
    return at < arguments.size()
            && arguments.get(at) instanceof Map<?, ?> map
            && isConstant(map)
            && map.get("literal") instanceof Map<?, ?> literal
            && literal.get("text") instanceof String text
        ? text
        : null;
  }

  private static RejectedException refused(String name, String expected) {
    return new RejectedException("sql_not_allowed", "expected for " + name + " " + expected);
  }
}
