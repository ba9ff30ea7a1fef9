package dev.hedgerow.server.embedded.duck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table {@code sessions} (contract S 6.5), made of the events that have a {@code $session_id}. Its columns cost what they
 * need to be found, and only where they are asked for: properties are read from their columns where they have some, or else those
 * of where somebody came from by one reading of the JSON, and only of events that say so.
 */
final class SessionsView {
  private static final String SEEN = "e.event IN ('$pageview', '$screen')";
  private static final String PATH =
      "regexp_extract(%s, '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*([^?#]*)', 1)";
  private static final List<String> CAMPAIGN =
      List.of("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "gclid");

  /** Properties that tell where somebody came from, read together. */
  private static final List<String> ORIGIN =
      Stream.concat(Stream.of("$referring_domain"), CAMPAIGN.stream()).toList();

  /** A session in which little happened: one page, nothing clicked, soon over (in seconds). */
  private static final int BOUNCE_SECONDS = 10;

  private static final String SEARCH =
      "(^|\\.)(google|bing|duckduckgo|yahoo|yandex|baidu|ecosia|qwant|startpage|search\\.brave|kagi)\\.";
  private static final String SOCIAL =
      "(^|\\.)(facebook|instagram|twitter|linkedin|reddit|pinterest"
          + "|tiktok|mastodon|threads|bsky|youtube|vk)\\.|^(t\\.co|x\\.com|lnkd\\.in|news\\.ycombinator\\.com)$";

  private final Map<Property, String> columns;

  private SessionsView(Map<Property, String> columns) {
    this.columns = columns;
  }

  /**
   * Returns the view's text, after which the number of the project must stand.
   *
   * @param columns the properties that have a column, and its name
   */
  static String sql(Map<Property, String> columns) {
    return new SessionsView(columns).sql();
  }

  private String sql() {
    String moments = "min(e.\"timestamp\") AS started, max(e.\"timestamp\") AS ended";
    List<String> inner = new ArrayList<>(List.of(
        "e.session_id",
        "arg_min(e.distinct_id, e.\"timestamp\") AS distinct_id",
        "arg_min(COALESCE(o.person_id, e.person_id), e.\"timestamp\") AS person_id",
        moments,
        first("$current_url") + " AS entry_url",
        "arg_max(" + property("$current_url") + ", e.\"timestamp\") FILTER (" + SEEN
            + ") AS exit_url",
        first("$referring_domain") + " AS referrer",
        "count(*) FILTER (e.event = '$pageview') AS pageviews",
        "count(*) FILTER (e.event = '$screen') AS screens",
        "count(*) FILTER (e.event = '$autocapture') AS clicks"));
    CAMPAIGN.forEach(name -> inner.add(first(name) + " AS " + name));
    return "SELECT session_id, distinct_id, person_id, started AS \"$start_timestamp\","
        + " ended AS \"$end_timestamp\", entry_url AS \"$entry_current_url\", "
        + PATH.formatted("entry_url") + " AS \"$entry_pathname\","
        + " exit_url AS \"$exit_current_url\", " + PATH.formatted("exit_url")
        + " AS \"$exit_pathname\", " + seconds() + " AS \"$session_duration\","
        + " pageviews AS \"$pageview_count\", screens AS \"$screen_count\","
        + " clicks AS \"$autocapture_count\", pageviews < 2 AND clicks = 0 AND " + seconds() + " < "
        + BOUNCE_SECONDS + " AS \"$is_bounce\", referrer AS \"$entry_referring_domain\", "
        + CAMPAIGN.stream()
            .map(name -> name + " AS \"$entry_" + name + '"')
            .collect(Collectors.joining(", "))
        + ", " + channel() + " AS \"$channel_type\" FROM (SELECT " + String.join(", ", inner)
        + " FROM (SELECT *, " + origin() + " AS origin FROM kept.event_rows e) e"
        + " LEFT JOIN kept.override_rows o ON o.project_id = e.project_id"
        + " AND o.distinct_id = e.distinct_id WHERE e.event <> '$snapshot' AND e.session_id <> ''"
        + " GROUP BY e.session_id, e.project_id HAVING e.project_id = ";
  }

  /** Returns what closes the view's text. */
  static String end() {
    return ") AS grouped";
  }

  private String first(String property) {
    return "arg_min(" + property(property) + ", e.\"timestamp\") FILTER (" + SEEN + ")";
  }

  private String property(String name) {
    Property property = new Property(false, name);
    String column = columns.get(property);
    if (column != null) {
      return "e." + column;
    }
    int place = ORIGIN.indexOf(name);
    return place < 0 ? seen(property.read()) : "e.origin[" + (place + 1) + "]";
  }

  private static String origin() {
    return seen(ORIGIN.stream()
        .map(name -> new Property(false, name).path())
        .collect(Collectors.joining(", ", "json_extract_string(e.properties, [", "])")));
  }

  /** Has the engine look only at events that are asked: it finds values before it leaves any out. */
  private static String seen(String value) {
    return "CASE WHEN " + SEEN + " THEN " + value + " END";
  }

  private static String seconds() {
    return "(epoch_us(ended) - epoch_us(started)) / 1e6";
  }

  /** Where somebody came from, in the words of marketing. */
  private static String channel() {
    String medium = "lower(COALESCE(utm_medium, ''))";
    String paid = "(gclid IS NOT NULL OR regexp_matches(" + medium
        + ", '^(cpc|cpm|cpv|cpa|ppc|retargeting|paid.*)$'))";
    String source =
        "COALESCE(NULLIF(referrer, '$direct'), '') || ' ' || lower(COALESCE(utm_source, ''))";
    String host = "lower(COALESCE(referrer, ''))";
    String search = "(regexp_matches(" + host + ", '" + SEARCH
        + "') OR regexp_matches(lower(COALESCE(utm_source, '')), '^(google|bing|duckduckgo|yahoo|yandex|baidu)$'))";
    String social = "(regexp_matches(" + host + ", '" + SOCIAL
        + "') OR regexp_matches(lower(COALESCE(utm_source, '')), '^(facebook|fb|instagram|twitter|x|linkedin|reddit|pinterest|tiktok)$'))";
    return "CASE WHEN " + paid + " AND " + search + " THEN 'Paid Search' WHEN " + paid + " AND "
        + social + " THEN 'Paid Social' WHEN " + paid + " THEN 'Paid Other' WHEN " + medium
        + " IN ('email', 'e-mail', 'newsletter') THEN 'Email' WHEN " + medium
        + " = 'affiliate' THEN 'Affiliate' WHEN " + search + " THEN 'Organic Search' WHEN " + social
        + " OR " + medium + " = 'social' THEN 'Organic Social' WHEN " + source
        + " = ' ' AND utm_campaign IS NULL THEN 'Direct' WHEN " + host
        + " NOT IN ('', '$direct') THEN 'Referral' ELSE 'Other' END";
  }
}
