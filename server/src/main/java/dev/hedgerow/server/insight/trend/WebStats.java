package dev.hedgerow.server.insight.trend;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Answer;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.Filters;
import dev.hedgerow.server.insight.ask.Interval;
import dev.hedgerow.server.insight.ask.Kind;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.SqlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code WebStatsTableQuery}: visitors and views by page, source, place or device, the most visitors first. What names an entry or
 * an exit is that of the visit: the value of the first, or last, view of the session.
 */
public final class WebStats implements Kind {
  /** Rows of one answer. */
  static final int ROWS_MAX = 1_000;

  private static final Map<String, String> OF_EVENTS = Map.ofEntries(
      Map.entry("Page", "$pathname"),
      Map.entry("ScreenName", "$screen_name"),
      Map.entry("Country", "$geoip_country_code"),
      Map.entry("Region", "$geoip_subdivision_1_name"),
      Map.entry("City", "$geoip_city_name"),
      Map.entry("DeviceType", "$device_type"),
      Map.entry("Browser", "$browser"),
      Map.entry("OS", "$os"),
      Map.entry("Language", "$browser_language"),
      Map.entry("Timezone", "$timezone"),
      Map.entry("Viewport", "$viewport_width"));

  private static final Map<String, String> OF_ENTRIES = Map.of(
      "InitialPage", "$pathname",
      "InitialReferringDomain", "$referring_domain",
      "InitialUTMSource", "utm_source",
      "InitialUTMMedium", "utm_medium",
      "InitialUTMCampaign", "utm_campaign",
      "InitialUTMTerm", "utm_term",
      "InitialUTMContent", "utm_content");

  private static final String EXIT = "ExitPage";

  @Override
  public Answer answer(Ask ask) throws RejectedException, IOException {
    Asked query = ask.query();
    String by = query.needed("breakdownBy");
    boolean known = OF_EVENTS.containsKey(by) || OF_ENTRIES.containsKey(by) || by.equals(EXIT);
    if (!known) {
      TreeSet<String> all = new TreeSet<>(OF_EVENTS.keySet());
      all.addAll(OF_ENTRIES.keySet());
      all.add(EXIT);
      throw query.refuse("breakdownBy", "one of " + String.join(", ", all), by);
    }
    int limit = query.integer("limit", 10, 1, ROWS_MAX);
    int offset = query.integer("offset", 0, 0, Integer.MAX_VALUE);
    DateRange range = DateRange.of(ask, Interval.DAY);
    boolean compares = query.inner("compareFilter").flag("compare", true);
    String sql = sql(by, range, range.before(), Filters.condition(ask), limit, offset);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    ask.sources()
        .sql()
        .each(
            ask.projectId(),
            sql,
            row -> rows.add(Arrays.asList(
                row.text(0),
                Arrays.asList(row.number(1), compares ? row.number(2) : null),
                Arrays.asList(row.number(3), compares ? row.number(4) : null))));
    boolean more = rows.size() > limit;
    return new Answer(
        more ? List.copyOf(rows.subList(0, limit)) : rows,
        sql,
        Map.of(
            "columns",
            List.of(
                "context.columns.breakdown_value",
                "context.columns.visitors",
                "context.columns.views"),
            "hasMore",
            more,
            "limit",
            limit,
            "offset",
            offset,
            "resolved_date_range",
            range.told()));
  }

  private static String sql(
      String by, DateRange range, DateRange before, String filter, int limit, int offset) {
    String where = " FROM events WHERE " + DateRange.within(before.from(), range.to()) + " AND "
        + WebOverview.VIEW + " AND " + filter + " AND (" + WebOverview.within(range) + " OR "
        + WebOverview.within(before) + ")";
    String rows = OF_EVENTS.containsKey(by)
        ? "SELECT " + WebOverview.era(range) + " AS era, " + property(OF_EVENTS, by)
            + " AS shown, events.person_id AS person, 1 AS views" + where
        : visits(by, range, where);
    return "SELECT shown, count(DISTINCT person) FILTER (WHERE era = 0) AS visitors,"
        + " count(DISTINCT person) FILTER (WHERE era = 1),"
        + " CAST(coalesce(sum(views) FILTER (WHERE era = 0), 0) AS BIGINT) AS viewed,"
        + " CAST(coalesce(sum(views) FILTER (WHERE era = 1), 0) AS BIGINT)"
        + " FROM (" + rows + ") GROUP BY shown HAVING count(*) FILTER (WHERE era = 0) > 0"
        + " ORDER BY visitors DESC, viewed DESC, shown LIMIT " + (limit + 1) + " OFFSET " + offset;
  }

  private static String visits(String by, DateRange range, String where) {
    String value = by.equals(EXIT)
        ? "arg_max(" + property(OF_EVENTS, "Page")
        : "arg_min(" + property(OF_ENTRIES, by);
    return "SELECT " + WebOverview.era(range) + " AS era, " + value
        + ", (events.\"timestamp\", events.uuid)) AS shown, events.person_id AS person, count(*) AS views"
        + where
        + " GROUP BY era, person, events.\"$session_id\"";
  }

  private static String property(Map<String, String> names, String by) {
    return "events.properties." + SqlText.name(Objects.requireNonNull(names.get(by)));
  }
}
