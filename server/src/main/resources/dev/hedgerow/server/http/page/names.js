/* What things are called for people. */

const EVENTS = {
  $autocapture: 'Autocapture', $pageview: 'Page view', $pageleave: 'Page leave', $identify: 'Identify', $groupidentify: 'Group',
  $create_alias: 'Alias', $merge_dangerously: 'Merge', $set: 'Set person properties', $opt_in: 'Opted in', $rageclick: 'Rage click',
  $screen: 'Screen', $web_vitals: 'Web vitals', $feature_flag_called: 'Feature flag called', $exception: 'Exception',
};

const PROPERTIES = {
  $browser: 'Browser', $browser_version: 'Browser version', $browser_language: 'Language', $os: 'Operating system', $os_version: 'OS version',
  $device_type: 'Device type', $device: 'Device', $current_url: 'Address', $host: 'Host', $pathname: 'Path', $referrer: 'Referrer',
  $referring_domain: 'Referring domain', $geoip_country_code: 'Country code', $geoip_country_name: 'Country', $geoip_city_name: 'City',
  $geoip_continent_name: 'Continent', $geoip_time_zone: 'Time zone', $screen_width: 'Screen width', $screen_height: 'Screen height',
  $viewport_width: 'Viewport width', $viewport_height: 'Viewport height', $lib: 'Library', $lib_version: 'Library version',
  $session_id: 'Session', $window_id: 'Window', $device_id: 'Device id', $ip: 'Address of the sender', $raw_user_agent: 'User agent',
  $el_text: 'Text of the element', $event_type: 'Kind of interaction', $title: 'Page title', $screen_name: 'Screen',
  utm_source: 'UTM source', utm_medium: 'UTM medium', utm_campaign: 'UTM campaign', utm_content: 'UTM content', utm_term: 'UTM term',
  $initial_referring_domain: 'First referring domain', $initial_utm_source: 'First UTM source', $initial_current_url: 'First address',
  $session_duration: 'Session duration', $entry_current_url: 'Entry address', $entry_pathname: 'Entry path', $exit_pathname: 'Exit path', $entry_referring_domain: 'Referrer', $entry_utm_source: 'UTM source of the session', $entry_utm_medium: 'UTM medium of the session', $entry_utm_campaign: 'UTM campaign of the session', $pageview_count: 'Page views', $is_bounce: 'Bounced',
};

/** An event's name; null stands for any event. */
export const eventName = (name) => name === null || name === undefined ? 'Any event' : EVENTS[name] || name;

export const propertyName = (name) => PROPERTIES[name] || name;

const OWNERS = { person: 'Person’s ', group: 'Group’s ', element: 'Element’s ' };

/** A property's name that says whose it is, where that is not the event. */
export const propertyWords = (type, name) => (OWNERS[type] || '') + propertyName(name);

/** A value of a breakdown. */
export function valueName(value) {
  if (Array.isArray(value)) return value.map(valueName).join(' · ');
  if (value === null || value === undefined || value === '$$_posthog_breakdown_null_$$') return '(none)';
  if (value === '$$_posthog_breakdown_other_$$') return 'Other';
  if (value === '') return '(empty)';
  return String(value);
}

/** Who a row about a person or visitor is about, in words. */
export function actorName({ id, properties, distinct_ids: ids }) {
  const known = properties && (properties.email || properties.name || properties.username);
  return String(known || (ids || []).find((one) => !/^[0-9a-f-]{32,}$/i.test(one)) || ids?.[0] || id);
}

/** A steady colour for a person. */
export function hue(text) {
  let sum = 0;
  for (const letter of String(text)) sum = (sum * 31 + letter.codePointAt(0)) | 0;
  return Math.abs(sum) % 8;
}
