package dev.hedgerow.server.query;

import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.ActionStep;
import dev.hedgerow.server.event.Matching;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Selector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Actions as conditions on {@code events} (contract S 5.3). */
public final class ActionSql {
  private static final String AUTOCAPTURE = "$autocapture";
  private static final String URL = "events.properties.\"$current_url\"";

  private ActionSql() {}

  /** Returns the condition under which an event is the action. */
  public static String condition(Action action) throws RejectedException {
    List<String> steps = new ArrayList<>();
    for (ActionStep step : action.steps()) {
      steps.add("(" + condition(step) + ")");
    }
    return steps.isEmpty() ? "true" : "(" + String.join(" OR ", steps) + ")";
  }

  /**
   * Has the engine read every regular expression of an action.
   *
   * @throws RejectedException with {@code invalid_regex} and the field if it can't
   */
  public static void requireExpressions(Action action, SqlReads sql)
      throws RejectedException, IOException {
    for (int i = 0; i < action.steps().size(); i++) {
      ActionStep step = action.steps().get(i);
      String path = "steps[" + i + "].";
      require(sql, action, path + "url", step.urlMatching(), step.url());
      require(sql, action, path + "text", step.textMatching(), step.text());
      require(sql, action, path + "href", step.hrefMatching(), step.href());
      for (Map<String, @Nullable Object> filter : step.properties()) {
        Object operator = filter.get("operator");
        boolean regex = "regex".equals(operator) || "not_regex".equals(operator);
        if (regex && filter.get("value") != null) {
          Object value = filter.get("value") instanceof List<?> list && !list.isEmpty()
              ? list.get(0)
              : filter.get("value");
          require(sql, action, path + "properties", Matching.REGEX, String.valueOf(value));
        }
      }
    }
  }

  private static void require(
      SqlReads sql, Action action, String name, Matching matching, @Nullable String expression)
      throws RejectedException, IOException {
    if (matching != Matching.REGEX || expression == null) {
      return;
    }
    try {
      sql.select(
          action.projectId(), "SELECT regexp_matches('', " + SqlText.literal(expression) + ")", 1);
    } catch (RejectedException e) {
      throw e.status() == 400
          ? new RejectedException(
              400, "invalid_regex", "expected a regular expression (RE2): " + e.detail(), name)
          : e;
    }
  }

  private static String condition(ActionStep step) throws RejectedException {
    List<String> conditions = new ArrayList<>();
    if (step.event() != null) {
      conditions.add("event = " + SqlText.literal(step.event()));
    }
    if (step.url() != null) {
      String url = SqlText.literal(step.url());
      conditions.add(
          switch (step.urlMatching()) {
            case EXACT -> URL + " = " + url;
            case CONTAINS -> URL + " LIKE " + SqlText.literal("%" + step.url() + "%");
            case REGEX -> "regexp_matches(" + URL + ", " + url + ")";
          });
    }
    conditions.addAll(PropertyFilters.conditions("properties", step.properties()));
    if (AUTOCAPTURE.equals(step.event())) {
      addElements(step, conditions);
    }
    return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
  }

  private static void addElements(ActionStep step, List<String> conditions) {
    if (step.tagName() != null) {
      conditions.add(ChainSql.tag(step.tagName()));
    }
    if (step.text() != null) {
      conditions.add(ChainSql.value("text", step.textMatching(), step.text()));
    }
    if (step.href() != null) {
      conditions.add(ChainSql.value("href", step.hrefMatching(), step.href()));
    }
    if (step.selector() != null) {
      conditions.add(ChainSql.selector(Selector.of(step.selector())));
    }
  }
}
