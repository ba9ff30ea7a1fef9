/* The names a project uses, for who picks one; asked once a page and kind. */

import { get, here, question } from './api.js';
import { compact } from './dom.js';
import { eventName } from './names.js';

const asked = new Map();

function once(path) {
  if (!asked.has(path)) asked.set(path, get(here(path)).then((found) => found.results, () => []));
  return asked.get(path);
}

const fits = (name, text) => name.toLowerCase().includes(text.toLowerCase());

/** Names of events, the most frequent first: [{value, hint}]. */
export async function eventNames(text = '') {
  const all = await once('event_definitions/');
  return all.filter((one) => fits(one.name, text)).map((one) => ({ value: one.name, words: eventName(one.name), hint: compact(one.volume_30_day) }));
}

/** All that is known of properties: [{name, property_type, examples}]. type: event, person, or group with its index. */
export const properties = (type, index) =>
  once('property_definitions/?type=' + type + (type === 'group' ? '&group_type_index=' + index : ''));

/** Names of properties that fit: [{value, hint}]. */
export async function propertyNames(type, text = '', index = 0) {
  const all = await properties(type, index);
  return all.filter((one) => fits(one.name, text)).map((one) => ({ value: one.name, hint: one.examples?.[0] === undefined ? '' : String(one.examples[0]) }));
}

/** Types of groups in the order of their number: [{index, name, count}]. */
export async function askGroupTypes(signal) {
  const { results } = await question({ kind: 'HogQLQuery', query: 'SELECT index, any_value(type), count(*) FROM groups GROUP BY index ORDER BY index' }, { signal });
  return results.map(([index, name, count]) => ({ index: Number(index), name: String(name), count }));
}

let types = null;

/** The same, asked once a page; none where they cannot be told. */
export const groupTypes = () => (types ??= askGroupTypes().catch(() => []));

/** A name of an event as people say it. */
export { eventName as eventWords };

/** What happened, in a few words: the click and its text, the page, or the event's name. */
export function happened({ event, type, text, url }) {
  if (event === '$autocapture') {
    const verb = { click: 'Clicked', change: 'Changed', submit: 'Submitted' }[type] || 'Touched';
    return text ? verb + ' “' + (text.length > 80 ? text.slice(0, 80) + '…' : text) + '”' : verb + ' something';
  }
  if (event === '$pageview' && url) return 'Viewed ' + place(url);
  return eventName(event);
}

/** A page's address without what repeats: its path, and the host where that is not obvious. */
export function place(url, withHost = false) {
  try {
    const at = new URL(url);
    return !at.protocol.startsWith('http') ? url : withHost ? at.host + at.pathname : at.pathname;
  } catch (unreadable) {
    return url;
  }
}

/** Where a person's page is: under the uuid or a distinct id. */
export function personPath(id) {
  const text = id.toWellFormed ? id.toWellFormed() : id;
  return /^\.{1,2}$/.test(text) ? '/persons?id=' + encodeURIComponent(text) : '/persons/' + encodeURIComponent(text);
}

/** An id that a machine made is told by its end; one that says something in full. */
export const shortId = (id) => /^[0-9a-f]{8}-[0-9a-f-]{27,}$/i.test(id) || /^[0-9a-z-]{32,}$/i.test(id) ? '…' + id.slice(-8) : id;
