/* What may be written into a question: tables with their columns, functions, and the words of the language; and questions to begin with. */

export const TABLES = {
  events: ['uuid', 'event', 'properties', 'timestamp', 'distinct_id', 'elements_chain', 'created_at', 'person_id', 'person_created_at', 'person_mode', 'person_properties', '$session_id', '$window_id', '$group_0', '$group_1', '$group_2', '$group_3', '$group_4'],
  persons: ['id', 'created_at', 'properties', 'is_identified'],
  person_distinct_ids: ['distinct_id', 'person_id'],
  groups: ['index', 'key', 'type', 'created_at', 'updated_at', 'properties'],
  sessions: ['session_id', 'distinct_id', '$start_timestamp', '$end_timestamp', '$entry_current_url', '$entry_pathname', '$exit_current_url', '$exit_pathname', '$session_duration', '$pageview_count', '$autocapture_count', '$is_bounce', '$entry_referring_domain', '$entry_utm_source', '$entry_utm_medium', '$entry_utm_campaign'],
  cohort_people: ['person_id', 'cohort_id'],
  session_recordings: ['session_id', 'window_id', 'distinct_id', 'timestamp', 'properties'],
};

export const KEYWORDS = ('SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT OFFSET AS AND OR NOT IN IS NULL LIKE ILIKE BETWEEN CASE WHEN THEN ELSE END DISTINCT JOIN LEFT INNER CROSS ON USING UNION ALL EXCEPT INTERSECT WITH '
  + 'ASC DESC NULLS FIRST LAST OVER PARTITION WINDOW FILTER QUALIFY ROLLUP CUBE INTERVAL CAST TRUE FALSE EXISTS DATE TIMESTAMP SAMPLE').split(' ');

/** Functions with what they take, the most useful of those allowed. */
export const FUNCTIONS = {
  count: '(*)', sum: '(number)', avg: '(number)', min: '(value)', max: '(value)', median: '(number)', quantile_cont: '(number, 0.95)', approx_count_distinct: '(value)',
  any_value: '(value)', arg_max: '(value, by)', arg_min: '(value, by)', first: '(value)', last: '(value)', mode: '(value)', stddev: '(number)', string_agg: "(text, ', ')", list: '(value)', histogram: '(value)', countif: '(condition)',
  bool_or: '(condition)', bool_and: '(condition)', date_trunc: "('day', timestamp)", date_diff: "('day', from, to)", date_part: "('hour', timestamp)", epoch: '(timestamp)', strftime: "(timestamp, '%Y-%m-%d')", now: '()', today: '()', dayname: '(timestamp)',
  hour: '(timestamp)', dayofweek: '(timestamp)', lower: '(text)', upper: '(text)', length: '(text)', left: '(text, n)', right: '(text, n)', substring: '(text, from, n)', split_part: "(text, '/', 1)", replace: '(text, from, to)', trim: '(text)', concat: '(a, b)',
  contains: '(text, part)', starts_with: '(text, part)', regexp_matches: "(text, 'pattern')", regexp_extract: "(text, 'pattern', 1)", regexp_replace: "(text, 'pattern', to)", coalesce: '(a, b)', nullif: '(a, b)', if: '(condition, a, b)', round: '(number, 2)', floor: '(number)', ceil: '(number)', abs: '(number)', greatest: '(a, b)', least: '(a, b)',
  row_number: '()', rank: '()', lag: '(value)', lead: '(value)', json_extract_string: "(properties, '$.name')", try_cast: '(value AS DOUBLE)', unnest: '(list)', len: '(list)', range: '(n)', generate_series: '(from, to)',
};

/** Questions to begin with: [what it asks, the text]. */
export const EXAMPLES = [
  ['Events by day', `SELECT date_trunc('day', timestamp) AS day, count(*) AS events, count(DISTINCT person_id) AS people
FROM events
WHERE timestamp > now() - INTERVAL 30 DAY
GROUP BY day
ORDER BY day`],
  ['Most frequent events', `SELECT event, count(*) AS events, count(DISTINCT person_id) AS people
FROM events
WHERE timestamp > now() - INTERVAL 30 DAY
GROUP BY event
ORDER BY events DESC
LIMIT 20`],
  ['What is clicked', `SELECT properties.$el_text AS text, count(*) AS clicks, count(DISTINCT person_id) AS people
FROM events
WHERE event = '$autocapture' AND properties.$el_text IS NOT NULL
GROUP BY text
ORDER BY clicks DESC
LIMIT 20`],
  ['Where visitors come from', `SELECT coalesce(properties.$referring_domain, 'unknown') AS source, count(DISTINCT person_id) AS visitors
FROM events
WHERE event = '$pageview' AND timestamp > now() - INTERVAL 30 DAY
GROUP BY source
ORDER BY visitors DESC
LIMIT 20`],
  ['Persons by country', `SELECT properties.$geoip_country_code AS country, count(*) AS persons
FROM persons
GROUP BY country
ORDER BY persons DESC`],
  ['Hours of the day', `SELECT hour(timestamp) AS hour_of_day, count(*) AS events
FROM events
WHERE timestamp > now() - INTERVAL 14 DAY
GROUP BY hour_of_day
ORDER BY hour_of_day`],
];
