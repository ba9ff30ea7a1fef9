package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@code EventsQuery} (contract S 6.2) as one SELECT. */
final class EventsQuestion {
  private static final Duration LOOKED_BACK = Duration.ofHours(24);
  private static final List<String> SELECTED =
      List.of("*", "event", "person", "timestamp", "distinct_id");

  private static final String EVENT = "struct_pack(uuid := uuid, event := event, "
      + "properties := CAST(properties AS JSON), \"timestamp\" := strftime(\"timestamp\", '%Y-%m-%dT%H:%M:%S.%fZ'), "
      + "distinct_id := distinct_id, elements_chain := elements_chain, person_id := person_id)";
  private static final String PERSON = "struct_pack(id := person_id, distinct_id := distinct_id, "
      + "created_at := "
      + "strftime(person_created_at, '%Y-%m-%dT%H:%M:%S.%fZ'), properties := CAST(person_properties AS JSON))";

  /** What is read of a row for those. */
  private static final List<String> READ = List.of(
      "uuid",
      "event",
      "properties",
      "\"timestamp\"",
      "distinct_id",
      "elements_chain",
      "person_id",
      "person_created_at",
      "person_properties");

  /** Whether only whole columns are asked for, in the usual order. */
  private boolean plain = true;

  /** Whether rows are chosen by their narrow columns alone. */
  private boolean narrow = true;

  private final List<String> columns = new ArrayList<>();
  private final List<String> selected = new ArrayList<>();
  private final List<String> conditions = new ArrayList<>();
  private final List<String> orders = new ArrayList<>();

  private EventsQuestion() {}

  /**
   * Makes the question.
   *
   * @param more further conditions, such as that of the action asked for
   */
  static EventsQuestion of(Asked asked, Instant now, ZoneId zone, List<String> more)
      throws RejectedException {
    EventsQuestion question = new EventsQuestion();
    question.conditions.addAll(more);
    question.narrow = more.isEmpty();
    question.select(asked);
    question.restrict(asked, now, zone);
    question.order(asked);
    question.plain &=
        asked.strings("orderBy").isEmpty() && asked.strings("where").isEmpty();
    return question;
  }

  /** Returns the columns as they were asked for. */
  List<String> columns() {
    return columns;
  }

  /**
   * Returns the SELECT, passing over the first rows. Where only whole columns are asked for in the usual order, those that
   * are answered are made into objects, and not all that they are chosen from; where narrow columns choose them, only what is not older
   * than the oldest of them is read whole.
   *
   * @param rows how many are read at most
   */
  String sql(int offset, int rows) {
    String from = " FROM events WHERE " + String.join(" AND ", conditions);
    String order = " ORDER BY " + String.join(", ", orders);
    String over = offset == 0 ? "" : " OFFSET " + offset;
    String what = "SELECT " + String.join(", ", selected);
    if (!plain) {
      return what + from + order + over;
    }
    String oldest = narrow
        ? " AND \"timestamp\" >= (SELECT min(moment) FROM (SELECT \"timestamp\" AS moment" + from
            + " ORDER BY moment DESC LIMIT " + ((long) offset + rows) + ") AS moments)"
        : "";
    return what + " FROM (SELECT " + String.join(", ", READ) + from + oldest + order + " LIMIT "
        + rows + over + ") AS newest" + order;
  }

  private void select(Asked asked) throws RejectedException {
    List<String> items = asked.strings("select");
    for (String item : items.isEmpty() ? SELECTED : items) {
      String expression = Expression.of("select", item);
      plain &= SELECTED.contains(item.strip());
      columns.add(Expression.label(item));
      selected.add(
          switch (expression) {
            case "*" -> EVENT;
            case "person" -> PERSON;
            default -> expression;
          });
    }
  }

  private void restrict(Asked asked, Instant now, ZoneId zone) throws RejectedException {
    equal("event", asked.string("event"));
    equal("distinct_id", asked.string("distinctId"));
    String after = asked.string("after");
    String before = asked.string("before");
    if (!"all".equals(after)) {
      Instant from =
          after == null ? now.minus(LOOKED_BACK) : RelativeDate.of("after", after, now, zone);
      conditions.add("\"timestamp\" > " + SqlText.moment(from));
    }
    if (before != null) {
      conditions.add(
          "\"timestamp\" < " + SqlText.moment(RelativeDate.of("before", before, now, zone)));
    }
    for (String item : asked.strings("where")) {
      conditions.add("(" + Expression.of("where", item) + ")");
    }
    List<String> ofProperties = PropertyFilters.conditions(asked, new When(now, zone));
    narrow &= ofProperties.isEmpty();
    conditions.addAll(ofProperties);
    if (conditions.isEmpty()) {
      conditions.add("true");
    }
  }

  private void order(Asked asked) throws RejectedException {
    for (String item : asked.strings("orderBy")) {
      orders.add(Expression.of("orderBy", item));
    }
    if (orders.isEmpty()) {
      orders.add("\"timestamp\" DESC");
      orders.add("uuid DESC");
    }
  }

  private void equal(String column, @Nullable String value) {
    if (value != null) {
      conditions.add(column + " = " + SqlText.literal(value));
    }
  }
}
