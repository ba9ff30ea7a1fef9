package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.VisitsStore.list;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers as lines of texts and numbers, the same whoever found them; what is none has no line. */
final class AnswerLines {
  private AnswerLines() {}

  /** Returns a line; numbers have one decimal at most. */
  static String line(@Nullable Object... values) {
    return Arrays.stream(values).map(AnswerLines::text).collect(Collectors.joining("|"));
  }

  private static String text(@Nullable Object value) {
    if (!(value instanceof Number number)) {
      return String.valueOf(value);
    }
    return new BigDecimal(number.toString())
        .setScale(1, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static boolean isNone(@Nullable Object value) {
    return value instanceof Number number && number.doubleValue() == 0;
  }

  /** Day, value of the breakdown or status, number. */
  static List<String> byDay(Map<String, ?> answer) {
    List<String> lines = new ArrayList<>();
    for (Object result : list(answer, "results")) {
      Map<?, ?> one = (Map<?, ?>) result;
      Object value = one.containsKey("status") ? one.get("status") : one.get("breakdown_value");
      List<?> data = list(one, "data");
      for (int i = 0; i < data.size(); i++) {
        if (!isNone(data.get(i))) {
          lines.add(line(list(one, "days").get(i), value == null ? "" : value, data.get(i)));
        }
      }
    }
    return lines;
  }

  /** Days, persons. */
  static List<String> stickiness(Map<String, ?> answer) {
    List<String> lines = new ArrayList<>();
    List<?> data = list(list(answer, "results").get(0), "data");
    for (int i = 0; i < data.size(); i++) {
      if (!isNone(data.get(i))) {
        lines.add(line(i + 1, data.get(i)));
      }
    }
    return lines;
  }

  /** Interval, intervals later, persons. */
  static List<String> retention(Map<String, ?> answer) {
    List<String> lines = new ArrayList<>();
    List<?> rows = list(answer, "results");
    for (int row = 0; row < rows.size(); row++) {
      List<?> values = list(rows.get(row), "values");
      for (int i = 0; i < values.size(); i++) {
        Object count = ((Map<?, ?>) values.get(i)).get("count");
        if (!isNone(count)) {
          lines.add(line(row, i, count));
        }
      }
    }
    return lines;
  }

  /** One line: how many came to each step and, but for the first, their seconds. */
  static List<String> funnel(Map<String, ?> answer) {
    List<Object> all = new ArrayList<>();
    for (Object step : list(answer, "results")) {
      Map<?, ?> one = (Map<?, ?>) step;
      all.add(one.get("count"));
      if (all.size() > 1) {
        all.add(one.get("average_conversion_time"));
      }
    }
    return List.of(line(all.toArray()));
  }

  /** Source, target, paths, milliseconds; step, nothing, paths that came and that ended there. */
  static List<String> paths(Map<String, ?> answer) {
    List<String> lines = new ArrayList<>();
    for (Object result : list(answer, "results")) {
      Map<?, ?> edge = (Map<?, ?>) result;
      lines.add(line(
          edge.get("source"),
          edge.get("target"),
          edge.get("value"),
          edge.get("average_conversion_time")));
    }
    for (Object result : list(answer, "steps")) {
      Map<?, ?> step = (Map<?, ?>) result;
      lines.add(line(step.get("name"), "", step.get("value"), step.get("ended")));
    }
    return lines;
  }

  /** Uuid, event, distinct id, person. */
  static List<String> events(Map<String, ?> answer) {
    List<String> lines = new ArrayList<>();
    for (Object row : list(answer, "results")) {
      Map<?, ?> event = (Map<?, ?>) ((List<?>) row).get(0);
      lines.add(line(
          event.get("uuid"), event.get("event"), event.get("distinct_id"), event.get("person_id")));
    }
    return lines;
  }
}
