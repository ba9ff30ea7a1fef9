package dev.hedgerow.server.http;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes questions wrong or hostile in ways drawn by chance: a field gone, renamed or said twice, another type, numbers and dates
 * that are none, words of other fields, texts that mean something to SQL, JSON, patterns or formulas, parts of other questions, deep
 * nesting, and very many.
 */
final class Mutation {
  /** Stands in a text for what is written into the JSON as it is. */
  private static final String RAW = "@@raw:";

  private static final List<String> TEXTS = List.of(
      "",
      " ",
      "'",
      "\"",
      "\\",
      "\\'",
      "''",
      "a'; DROP TABLE events; --",
      "') OR 1=1 --",
      "\u0000",
      "a\u0000b",
      "\u001f",
      "\u202e",
      "日本",
      "\ud83d\ude00",
      "%",
      "_",
      "?",
      "$1",
      "{x}",
      "$$_posthog_breakdown_other_$$",
      "/*",
      "--",
      "*",
      "/* */ 1",
      "1) UNION SELECT 1 --",
      "'a' || ",
      "(SELECT max(event) FROM events)",
      "sum(price)",
      "count(*)",
      "row_number() OVER ()",
      "read_csv('/etc/passwd')",
      "getenv('HOME')",
      "unnest([1, 2])",
      "person.properties.plan",
      "events.person_properties",
      "properties.",
      "properties",
      "sessions.x",
      "main.events",
      "NULL",
      "1/0",
      "1e400",
      "CAST('x' AS INTEGER)",
      "9223372036854775807 + 1",
      "repeat('x', 1000000000)",
      "range(1000000000)",
      "pow(10, 400)",
      "(a+)+$",
      "(a{1,1000}){1,1000}",
      "(?=a)b",
      "[",
      "(",
      "\\E",
      "\\1",
      "(?P<n>a)(?P=n)",
      "\\p{Nope}",
      "A / 0",
      "A / (B - B)",
      "A +",
      "Z",
      "--A",
      "1..2",
      "0x1F",
      "-7d",
      "+7d",
      "-0d",
      "-99999999999d",
      "-2147483648y",
      "-999999y",
      "all",
      "now",
      "dStart",
      "-1mStart",
      "2026-02-30",
      "0000-00-00",
      "9999-12-31",
      "-10000-01-01",
      "+999999999-12-31T23:59:59Z",
      "2026-13-45T99:99:99Z",
      "1969-12-31",
      "292278994-08-17",
      "2026-03-29T02:30:00",
      "-5q",
      "-1M",
      "NaN",
      "Infinity",
      "-1",
      "1.5",
      "99999999999999999999",
      "0",
      "true",
      "null",
      "[]",
      "{}",
      "1.2.x",
      "~1",
      "^1.2");

  private static final List<Object> NUMBERS = List.of(
      0,
      -1,
      1,
      2,
      5,
      26,
      0.5,
      -0.0,
      Integer.MAX_VALUE,
      Integer.MIN_VALUE,
      Long.MAX_VALUE,
      Long.MIN_VALUE,
      1e308,
      1e-320,
      new BigInteger("123456789012345678901234567890"),
      new BigDecimal("1e400"),
      RAW + "NaN",
      RAW + "-Infinity",
      RAW + "1e999",
      RAW + "-1e999999999",
      RAW + "01",
      RAW + "1e-999999999");

  private final Random random;
  private final List<Map<String, @Nullable Object>> questions;
  private final List<String> words = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /** Makes one that takes parts out of those questions. */
  Mutation(Random random, List<Map<String, @Nullable Object>> questions) {
    this.random = random;
    this.questions = questions;
    questions.forEach(this::learn);
  }

  private void learn(@Nullable Object value) {
    if (value instanceof String text) {
      words.add(text);
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((name, inner) -> {
        names.add(String.valueOf(name));
        learn(inner);
      });
    } else if (value instanceof List<?> list) {
      list.forEach(this::learn);
    }
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Returns a question made of one of the questions, as the JSON of a request's body. */
  String body() {
    Object question = any(questions);
    for (int i = 1 + random.nextInt(6) / 3 + random.nextInt(6) / 5; i > 0; i--) {
      question = mutated(copy(question), random.nextInt(60) == 0 ? 0 : 2 + random.nextInt(6));
    }
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("query", question);
    if (random.nextInt(20) == 0) {
      body.put(any(List.of("filters_override", "variables_override", "name")), value());
    }
    StringBuilder json = new StringBuilder();
    write(json, body);
    return json.toString();
  }

  private static @Nullable Object copy(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copied = new LinkedHashMap<>();
      map.forEach((name, inner) -> copied.put(String.valueOf(name), copy(inner)));
      return copied;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copied = new ArrayList<>();
      list.forEach(item -> copied.add(copy(item)));
      return copied;
    }
    return value;
  }

  /** Changes something at most so deep inside of a value. */
  @SuppressWarnings("unchecked") // what was copied here
  private @Nullable Object mutated(@Nullable Object value, int depth) {
    if (depth > 0 && value instanceof Map<?, ?> map && !map.isEmpty()) {
      Map<String, @Nullable Object> fields = (Map<String, @Nullable Object>) map;
      String name = any(List.copyOf(fields.keySet()));
      switch (random.nextInt(14)) {
        case 0 -> fields.remove(name);
        case 1 -> fields.put(any(names), fields.remove(name));
        case 2 -> fields.put(any(names), value());
        case 3 -> fields.put(any(TEXTS), fields.get(name));
        case 4 -> fields.put(RAW + name, value()); // the same name twice
        default -> fields.put(name, mutated(fields.get(name), depth - 1));
      }
      return fields;
    }
    if (depth > 0 && value instanceof List<?> list && !list.isEmpty()) {
      List<@Nullable Object> items = (List<@Nullable Object>) list;
      int at = random.nextInt(items.size());
      switch (random.nextInt(10)) {
        case 0 -> items.remove(at);
        case 1 -> items.add(value());
        case 2 -> items.addAll(Collections.nCopies(any(List.of(1, 30, 300)), items.get(at)));
        default -> items.set(at, mutated(items.get(at), depth - 1));
      }
      return items;
    }
    return instead(value);
  }

  private @Nullable Object instead(@Nullable Object value) {
    return switch (random.nextInt(12)) {
      case 0 -> Collections.nCopies(any(List.of(0, 1, 2, 27, 3_000)), value);
      case 1 -> nested(value, any(List.of(1, 3, 25, 60, 990, 1_500)));
      case 2 ->
        value instanceof String text ? text.repeat(any(List.of(0, 2, 500, 20_000))) : value();
      case 3 -> value instanceof String text ? text + any(TEXTS) : any(NUMBERS);
      case 4 -> value instanceof String ? any(words) : any(NUMBERS);
      default -> value();
    };
  }

  private static @Nullable Object nested(@Nullable Object value, int times) {
    Object nested = value;
    for (int i = 0; i < times; i++) {
      nested = value instanceof Map && i % 2 == 0
          ? new LinkedHashMap<>(Map.of("type", "OR", "values", Collections.singletonList(nested)))
          : Collections.singletonList(nested);
    }
    return nested;
  }

  private @Nullable Object value() {
    return switch (random.nextInt(12)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2, 3 -> any(NUMBERS);
      case 4 -> any(List.of(List.of(), Map.of(), List.of(List.of()), List.of(Map.of())));
      case 5 ->
        any(List.of("1+", "-", "(", "A*", "((A)+", "a|", "NOT ", "[a-", "x,"))
                .repeat(any(List.of(40, 9_000)))
            + any(List.of("", "1", "A", ")"));
      case 6 -> any(words);
      case 7 -> copy(any(questions).values().stream().skip(1).findFirst().orElse(null));
      case 8 ->
        Map.of("key", any(TEXTS), "value", any(TEXTS), "operator", any(words), "type", any(words));
      default -> any(TEXTS);
    };
  }

  private static void write(StringBuilder json, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      String before = "{";
      for (Map.Entry<?, ?> one : map.entrySet()) {
        json.append(before);
        text(json, String.valueOf(one.getKey()).replace(RAW, ""));
        write(json.append(':'), one.getValue());
        before = ",";
      }
      json.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      json.append('[');
      for (int i = 0; i < list.size(); i++) {
        write(i == 0 ? json : json.append(','), list.get(i));
      }
      json.append(']');
    } else if (value instanceof String text && text.startsWith(RAW)) {
      json.append(text.substring(RAW.length()));
    } else if (value instanceof String text) {
      text(json, text);
    } else {
      json.append(value);
    }
  }

  private static void text(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= ' ' && c != '"' && c != '\\' && c < 127;
      json.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
    }
    json.append('"');
  }
}
