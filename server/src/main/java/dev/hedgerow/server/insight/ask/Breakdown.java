package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.Expression;
import dev.hedgerow.server.query.PropertyFilters;
import dev.hedgerow.server.query.SqlText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * By what a question's answer is broken down (contract S 6.2): up to three properties, or cohorts. The values of one event are one
 * text, since that is what a GROUP BY and a comparison take; {@link #told} cuts it again.
 *
 * @param sql that text, as SQL over events; empty where there is no breakdown
 * @param parts how many properties it is made of
 * @param limit how many values are told apart; the others are told together
 * @param hidesOther whether the others are left out
 * @param cohorts the cohorts broken down by, 0 for everybody; then there are no properties
 * @param aboutPersons whether it tells of persons or cohorts, of which anonymous events know nothing (contract S 4)
 */
public record Breakdown(
    String sql,
    int parts,
    int limit,
    boolean hidesOther,
    List<Integer> cohorts,
    boolean aboutPersons) {
  /** What stands for all values that are not told apart. */
  public static final String OTHER = "$$_posthog_breakdown_other_$$";

  /** What stands for a value that is not there. */
  public static final String NONE = "$$_posthog_breakdown_null_$$";

  /** Properties in one breakdown. */
  static final int PROPERTIES_MAX = 3;

  /** Values told apart. */
  static final int LIMIT_MAX = 1_000;

  private static final List<String> TYPES =
      List.of("event", "person", "group", "session", "feature", "event_metadata", "hogql");

  private static final int LIMIT_DEFAULT = 25;

  /** Stands between several values; where it is part of one, a space is told instead. */
  private static final char BETWEEN = '\u001f';

  private static final Breakdown NOTHING =
      new Breakdown("", 0, LIMIT_DEFAULT, false, List.of(), false);

  /** Reads the {@code breakdownFilter} of a question. */
  public static Breakdown of(Ask ask) throws RejectedException {
    Asked filter = ask.query().inner("breakdownFilter");
    int limit = filter.integer("breakdown_limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
    boolean hides = filter.flag("breakdown_hide_other_aggregation", false);
    if ("cohort".equals(filter.string("breakdown_type"))) {
      return new Breakdown("", 0, limit, hides, cohorts(filter), true);
    }
    List<String> columns = new ArrayList<>();
    boolean persons = false;
    for (Asked one : filter.objects("breakdowns")) {
      columns.add(column(one, "property", "type", "group_type_index"));
      persons |= "person".equals(one.string("type"));
    }
    if (columns.isEmpty() && filter.has("breakdown")) {
      persons = "person".equals(filter.string("breakdown_type"));
      for (Asked one : ofBreakdown(filter)) {
        columns.add(column(one, "breakdown", "breakdown_type", "breakdown_group_type_index"));
      }
    }
    if (columns.size() > PROPERTIES_MAX) {
      throw filter.refuse(
          "breakdowns", "at most " + PROPERTIES_MAX + " properties", columns.size() + " of them");
    }
    String between = "chr(" + (int) BETWEEN + ")";
    String sql = columns.stream()
        .map(column -> "CAST(" + column + " AS VARCHAR)")
        .map(text -> columns.size() == 1 ? text : "replace(" + text + ", " + between + ", ' ')")
        .map(text -> "coalesce(" + text + ", " + SqlText.literal(NONE) + ")")
        .collect(Collectors.joining(", "));
    if (columns.size() > 1) {
      sql = "concat_ws(" + between + ", " + sql + ")";
    }
    return columns.isEmpty()
        ? NOTHING
        : new Breakdown(sql, columns.size(), limit, hides, List.of(), persons);
  }

  /** The old form: a name, or a list of names. */
  private static List<Asked> ofBreakdown(Asked filter) throws RejectedException {
    if (!(filter.fields().get("breakdown") instanceof List)) {
      return List.of(filter);
    }
    List<Asked> all = new ArrayList<>();
    for (String name : filter.strings("breakdown")) {
      all.add(filter.with("breakdown", name));
    }
    return all;
  }

  private static String column(Asked one, String key, String type, String group)
      throws RejectedException {
    String known = one.oneOf(type, "event", TYPES);
    if (known.equals("hogql")) {
      return "(" + Expression.of(one.at() + key, one.needed(key)) + ")";
    }
    return PropertyFilters.column(one, known, key, group);
  }

  private static List<Integer> cohorts(Asked filter) throws RejectedException {
    Object found = filter.fields().get("breakdown");
    List<Integer> ids = new ArrayList<>();
    for (Object item : found instanceof List<?> list ? list : Collections.singletonList(found)) {
      if ("all".equals(item)) {
        ids.add(0);
      } else if (item instanceof Number id
          && id.doubleValue() == id.intValue()
          && id.intValue() > 0
          && ids.size() < LIMIT_MAX) {
        ids.add(id.intValue());
      } else {
        throw filter.refuse("breakdown", "ids of cohorts, or all", item);
      }
    }
    return ids;
  }

  /** Returns whether there is none. */
  public boolean isNone() {
    return parts == 0;
  }

  /** Returns what it leaves out, as SQL that follows other conditions. */
  public String condition() {
    return aboutPersons ? " AND " + PropertyFilters.IDENTIFIED : "";
  }

  /** Returns the text of all values that are not told apart. */
  public String other() {
    return String.join(String.valueOf(BETWEEN), Collections.nCopies(parts, OTHER));
  }

  /** Returns the value as answers tell it: a text, or a list of texts where there are several properties. */
  public Object told(String value) {
    return parts == 1 ? value : List.of(value.split(String.valueOf(BETWEEN), -1));
  }

  /** Returns a value as answers tell it in the form that SQL compares. */
  public String asked(Object told) {
    return told instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(String.valueOf(BETWEEN)))
        : String.valueOf(told);
  }
}
