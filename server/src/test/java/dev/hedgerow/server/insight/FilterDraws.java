package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.VisitsStore.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Single property filters drawn by chance for {@link RandomFilter}, with what each means. */
final class FilterDraws {
  /** A filter and what it means. */
  record Leaf(Map<String, Object> json, Predicate<Visit> holds) {}

  /** What a filter is about: its fields but operator and value, and the text of it that an event has. */
  private record Subject(Map<String, Object> json, Function<Visit, @Nullable String> text) {}

  private static final List<String> OF_TEXTS = List.of(
      "exact",
      "is_not",
      "in",
      "not_in",
      "icontains",
      "not_icontains",
      "starts_with",
      "not_starts_with",
      "ends_with",
      "not_ends_with");
  private static final List<String> OF_NUMBERS =
      List.of("gt", "gte", "lt", "lte", "min", "max", "between", "not_between");
  private static final List<String> OF_DATES =
      List.of("is_date_exact", "is_date_before", "is_date_after");
  private static final List<String> OF_VERSIONS = List.of(
      "semver_eq",
      "semver_neq",
      "semver_gt",
      "semver_gte",
      "semver_lt",
      "semver_lte",
      "semver_tilde",
      "semver_caret",
      "semver_wildcard");
  private static final List<String> REGEXES =
      List.of("^b", "oon$", "[0-9]+", "a.*e", "(?i)BLUE", "^$", ".", "red|on", "(");
  private static final List<Object> NUMBERS = List.of(-1, 0, "0.5", 1, 2, 2.5, " 3", "1e1", 1_000);
  private static final List<Object> DATES = List.of(
      "2026-03-28",
      "2026-03-29",
      "2026-03-30",
      "2026-03-29T01:00:00Z",
      "2026-03-29 03:30:00",
      "2026-03-29T00:30:00+02:00",
      "-3d",
      "-1w",
      "-1dStart");
  private static final List<Object> VERSIONS =
      List.of("1.2.3", "1.2.0", "v0.2.0", "0.0.3", "2.0.0");

  private final Random random;
  private final Visits visits;
  private final OperatorReference operators;

  FilterDraws(Random random, Visits visits) {
    this.random = random;
    this.visits = visits;
    this.operators = new OperatorReference(visits.zone, visits.now);
  }

  Leaf leaf() {
    return switch (random.nextInt(12)) {
      case 0 -> cohort();
      case 1 -> element();
      case 2 -> selector();
      case 3 -> own();
      default -> compared();
    };
  }

  private <T> T any(List<T> of) {
    return Draws.any(random, of);
  }

  private Leaf compared() {
    boolean ofPerson = random.nextInt(4) == 0;
    Subject subject = ofPerson ? ofPerson() : subject();
    boolean duration = "$session_duration".equals(subject.json.get("key"));
    String operator = duration ? any(OF_NUMBERS) : operator();
    Object value = value(operator, subject);
    List<String> wanted = value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
    Map<String, Object> json = object("operator", operator, "value", value);
    if (operator.equals("exact") && random.nextBoolean()) {
      json.remove("operator");
    }
    json.putAll(subject.json);
    return new Leaf(
        json,
        visit -> !(ofPerson && visit.alone())
            && operators.holds(operator, wanted, subject.text.apply(visit)));
  }

  private String operator() {
    return switch (random.nextInt(8)) {
      case 0 -> any(List.of("is_set", "is_not_set"));
      case 1 -> any(List.of("regex", "not_regex"));
      case 2 -> any(OF_NUMBERS);
      case 3 -> any(OF_DATES);
      case 4 -> any(OF_VERSIONS);
      default -> any(OF_TEXTS);
    };
  }

  private Subject ofPerson() {
    String key = any(List.of("name", "note", "size", "seen"));
    return new Subject(
        object("type", "person", "key", key), visit -> visit.text(Visit.OF_PERSON + key));
  }

  private Subject subject() {
    return switch (random.nextInt(8)) {
      case 0 -> {
        String key = any(List.of("note", "size"));
        yield new Subject(
            object("type", "group", "group_type_index", 0, "key", key),
            visit -> visits.ofGroup(visit, key));
      }
      case 1, 2 -> {
        String key = any(sessionColumns());
        yield new Subject(
            object("type", "session", "key", key),
            visit -> SessionReference.text(visits, visit.session(), key));
      }
      case 3 ->
        any(List.of(
            new Subject(object("type", "event_metadata", "key", "event"), Visit::event),
            new Subject(
                object("type", "event_metadata", "key", "distinct_id"),
                visit -> visit.row().distinctId()),
            new Subject(object("type", "event_metadata", "key", "$session_id"), Visit::session),
            new Subject(
                object("type", "feature", "key", "new"), visit -> visit.text("$feature/new"))));
      default -> {
        String key = any(List.of(
            "color", "price", "note", "note", "size", "seen", "seen", "version", "paid", "gone"));
        yield new Subject(
            random.nextBoolean() ? object("key", key) : object("type", "event", "key", key),
            visit -> visit.text(key));
      }
    };
  }

  private List<String> sessionColumns() {
    List<String> columns = new ArrayList<>(List.of(
        "$pageview_count",
        "$autocapture_count",
        "$session_duration",
        "$is_bounce",
        "$start_timestamp",
        "$end_timestamp"));
    if (!SessionReference.hasTwoEntries(visits)) {
      columns.add("$entry_current_url");
    }
    return columns;
  }

  private @Nullable Object value(String operator, Subject subject) {
    if (operator.equals("is_set") || operator.equals("is_not_set")) {
      return null;
    }
    if (operator.endsWith("between")) {
      return List.of(any(NUMBERS), any(NUMBERS));
    }
    if (operator.endsWith("regex")) {
      return any(REGEXES);
    }
    if (operator.equals("semver_wildcard")) {
      return any(List.of("1.*", "1.2.x", "1.2.3", "0.*"));
    }
    if (OF_NUMBERS.contains(operator)) {
      return any(NUMBERS);
    }
    if (OF_DATES.contains(operator)) {
      return any(DATES);
    }
    if (OF_VERSIONS.contains(operator)) {
      return any(VERSIONS);
    }
    Object one = text(subject);
    return switch (random.nextInt(4)) {
      case 0 -> List.of(one, text(subject));
      case 1 -> List.of(one);
      default -> one;
    };
  }

  /** Returns a text, mostly one that some event has there, or a part of it. */
  private Object text(Subject subject) {
    String found = subject.text.apply(any(visits.all));
    if (found == null || random.nextInt(4) == 0) {
      return any(List.of("Moon", "BLUE", "n", "%", "_", "true", true, 1, "öö"));
    }
    int from = random.nextInt(3) == 0 ? random.nextInt(found.length() + 1) : 0;
    int to =
        random.nextInt(3) == 0 ? from + random.nextInt(found.length() - from + 1) : found.length();
    return found.substring(from, to);
  }

  private Leaf cohort() {
    String operator = any(List.of("in", "not_in", "exact", "is_not"));
    boolean in = operator.equals("in") || operator.equals("exact");
    return new Leaf(
        object("type", "cohort", "key", "id", "value", visits.cohort(), "operator", operator),
        visit -> !visit.alone() && visits.members.contains(visit.person()) == in);
  }

  private Leaf own() {
    return new Leaf(
        object("type", "hogql", "key", "properties.color = 'red' OR event = 'buy'"),
        visit -> visit.event().equals("buy") || "red".equals(visit.text("color")));
  }

  private Leaf element() {
    String key = any(List.of("text", "href", "tag_name"));
    List<String> known = key.equals("tag_name")
        ? List.of("exact", "is_not")
        : List.of("exact", "is_not", "icontains", "not_icontains", "regex", "not_regex");
    String operator = any(known);
    List<String> wanted = operator.endsWith("regex")
        ? List.of(any(List.of("^/buy", "[0-9]$", "(?i)GO", "(")))
        : switch (key) {
          case "tag_name" -> any(List.of(List.of("a"), List.of("form", "span"), List.of("b")));
          case "href" -> any(List.of(List.of("/buy"), List.of("/GO"), List.of("x=\"1\"", "/go")));
          default -> any(List.of(List.of("Buy"), List.of("buy now", "Go"), List.of("\"hi\"; a")));
        };
    boolean not = operator.equals("is_not") || operator.startsWith("not_");
    String plain = operator.equals("is_not") ? "exact" : operator.replace("not_", "");
    boolean never = wanted.contains("(");
    return new Leaf(
        object("type", "element", "key", key, "operator", operator, "value", wanted),
        visit -> !never
            && visit.elements().stream()
                    .anyMatch(one -> operators.holds(
                        plain,
                        wanted,
                        switch (key) {
                          case "text" -> one.text();
                          case "href" -> one.href();
                          default -> one.tag();
                        }))
                != not);
  }

  private Leaf selector() {
    List<Element.Part> parts = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      parts.add(any(List.of(
          new Element.Part(random.nextBoolean(), "form", null, null),
          new Element.Part(random.nextBoolean(), "a", "btn", null),
          new Element.Part(random.nextBoolean(), null, "main", null),
          new Element.Part(random.nextBoolean(), "body", null, null),
          new Element.Part(random.nextBoolean(), null, null, "/buy"))));
    }
    StringBuilder written = new StringBuilder(parts.get(0).written());
    for (Element.Part part : parts.subList(1, parts.size())) {
      written.append(part.child() ? " > " : " ").append(part.written());
    }
    boolean not = random.nextBoolean();
    return new Leaf(
        object(
            "type",
            "element",
            "key",
            "selector",
            "operator",
            not ? "is_not" : "exact",
            "value",
            written.toString()),
        visit -> Element.meet(visit.elements(), parts) != not);
  }
}
