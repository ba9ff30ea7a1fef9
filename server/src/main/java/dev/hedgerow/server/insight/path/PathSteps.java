package dev.hedgerow.server.insight.path;

import static java.util.stream.Collectors.joining;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Actor;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.Filters;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.Expression;
import dev.hedgerow.server.query.SqlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an event is called as a step of a path, as SQL (contract S 6.2): a page view by its URL's
 * path without a slash at the end, a screen by its name, other events by theirs. An event without
 * such a name is no step. Patterns are the engine's (RE2), so none can explode.
 */
final class PathSteps {
  /** The path of a URL, without its last slash: scheme, host, query and fragment are left out. */
  private static final String URL_PATH =
      "^(?s:(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://[^/?#]*)?([^?#]*?)/?(?:[?#].*)?)$";

  private static final int REGEX_CHARS_MAX = 500;
  private static final int FILTERS_MAX = 30;

  private PathSteps() {}

  /**
   * Returns the steps in a question's range: actor, moment, id, name. Those of an actor come by moment and then by id, in no order
   * here.
   *
   * @throws RejectedException if a pattern is none
   */
  static String sql(Ask ask, PathsAsked asked, DateRange range)
      throws RejectedException, IOException {
    Actor actor = Actor.of(ask);
    String raw = "SELECT " + actor.sql() + " AS actor, events.\"timestamp\" AS moment,"
        + " events.uuid AS id, " + page(asked) + " AS page, " + raw(ask, asked)
        + " AS raw FROM events WHERE " + actor.condition() + " AND " + range.condition() + " AND "
        + types(asked) + " AND (" + Filters.condition(ask) + ")";
    String named = "SELECT actor, moment, id, page AND raw <> '' AS page, CASE WHEN page THEN"
        + " regexp_extract(raw, " + SqlText.literal(URL_PATH) + ", 1) ELSE raw END AS name FROM ("
        + raw + ") AS r";
    String rooted = "SELECT actor, moment, id, CASE WHEN page AND name = '' THEN '/' ELSE name END"
        + " AS name FROM (" + named + ") AS n";
    String clean =
        "SELECT actor, moment, id, " + cleaned(ask, "name") + " AS name FROM (" + rooted + ") AS s";
    String excluded = asked.excluded().stream().map(SqlText::literal).collect(joining(", "));
    // kept as they are: the engine would find each name twice, for the condition and for the answer
    return "WITH named AS MATERIALIZED (SELECT actor, moment, id, " + grouped(ask, "name")
        + " AS name FROM (" + clean + ") AS c) SELECT actor, moment, id, name FROM named"
        + " WHERE name <> ''" + (excluded.isEmpty() ? "" : " AND name NOT IN (" + excluded + ")");
  }

  private static String page(PathsAsked asked) {
    return asked.includes(PathsAsked.PAGEVIEW) ? "events.event = '$pageview'" : "false";
  }

  private static String types(PathsAsked asked) {
    if (asked.types().isEmpty() || asked.includes(PathsAsked.HOGQL)) {
      return "true";
    }
    List<String> types = new ArrayList<>();
    for (String type : List.of(PathsAsked.PAGEVIEW, PathsAsked.SCREEN)) {
      if (asked.includes(type)) {
        types.add("events.event = " + SqlText.literal(type));
      }
    }
    if (asked.includes(PathsAsked.CUSTOM)) {
      types.add("NOT starts_with(events.event, '$')");
    }
    return "(" + String.join(" OR ", types) + ")";
  }

  private static String raw(Ask ask, PathsAsked asked) throws RejectedException {
    Asked filter = PathsAsked.filter(ask);
    List<String> cases = new ArrayList<>();
    if (asked.includes(PathsAsked.PAGEVIEW)) {
      cases.add("WHEN events.event = '$pageview' THEN events.properties.\"$current_url\"");
    }
    if (asked.includes(PathsAsked.SCREEN)) {
      cases.add(
          "WHEN events.event = '$screen' THEN nullif(events.properties.\"$screen_name\", '')");
    }
    if (asked.includes(PathsAsked.CUSTOM)) {
      cases.add("WHEN "
          + (asked.types().isEmpty() ? "true" : "NOT starts_with(events.event, '$')")
          + " THEN events.event");
    }
    if (asked.includes(PathsAsked.HOGQL)) {
      String expression = Expression.of(
          filter.at() + "pathsHogQLExpression", filter.needed("pathsHogQLExpression"));
      cases.add("WHEN true THEN nullif(CAST((" + expression + ") AS VARCHAR), '')");
    }
    return "CASE " + String.join(" ", cases) + " END";
  }

  /** Applies {@code localPathCleaningFilters}, one after the other. */
  private static String cleaned(Ask ask, String name) throws RejectedException, IOException {
    String cleaned = name;
    List<Asked> filters = PathsAsked.filter(ask).objects("localPathCleaningFilters");
    if (filters.size() > FILTERS_MAX) {
      throw PathsAsked.filter(ask)
          .refuse("localPathCleaningFilters", "at most " + FILTERS_MAX, filters.size());
    }
    for (Asked filter : filters) {
      String regex = filter.string("regex");
      if (regex == null || regex.isEmpty()) {
        continue;
      }
      check(ask, filter, regex);
      String alias = filter.string("alias");
      String literal = (alias == null ? "" : alias).replace("\\", "\\\\");
      cleaned = "regexp_replace(" + cleaned + ", " + SqlText.literal(regex) + ", "
          + SqlText.literal(literal) + ", 'g')";
    }
    return cleaned;
  }

  private static void check(Ask ask, Asked filter, String regex)
      throws RejectedException, IOException {
    if (regex.length() > REGEX_CHARS_MAX) {
      throw filter.refuse(
          "regex", "at most " + REGEX_CHARS_MAX + " characters", regex.length() + " of them");
    }
    try {
      ask.sources()
          .sql()
          .select(ask.projectId(), "SELECT regexp_matches('', " + SqlText.literal(regex) + ")", 1);
    } catch (RejectedException e) {
      if (e.status() != 400) {
        throw e;
      }
      throw filter.refuse("regex", "an RE2 pattern", regex);
    }
  }

  /** Names every step that one of the {@code pathGroupings} fits by that pattern; the first wins. */
  private static String grouped(Ask ask, String name) throws RejectedException {
    List<String> cases = new ArrayList<>();
    for (String pattern : PathsAsked.names(PathsAsked.filter(ask), "pathGroupings")) {
      cases.add("WHEN regexp_full_match(" + name + ", " + SqlText.literal(wildcard(pattern))
          + ") THEN " + SqlText.literal(pattern));
    }
    return cases.isEmpty() ? name : "CASE " + String.join(" ", cases) + " ELSE " + name + " END";
  }

  /** Returns a pattern in which {@code *} stands for any text as a regular expression. */
  static String wildcard(String pattern) {
    StringBuilder regex = new StringBuilder("(?s)");
    pattern.codePoints().forEach(c -> {
      if (c == '*') {
        regex.append(".*");
      } else if (c < 128 && !Character.isLetterOrDigit(c)) {
        regex.append('\\').appendCodePoint(c);
      } else {
        regex.appendCodePoint(c);
      }
    });
    return regex.toString();
  }
}
