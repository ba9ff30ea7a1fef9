/* One event, with all it says, in a drawer at the side. */

import { Place, question } from './api.js';
import { copy, el, when } from './dom.js';
import { dialog } from './dialog.js';
import { eventWords, happened, personPath, shortId } from './known.js';
import { offerAction } from './make-action.js';
import { hue } from './names.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Asks for one event, by its uuid and about when it happened; null where there is none. */
export async function oneEvent(uuid, at, signal) {
  if (!UUID.test(uuid)) throw new Error('expected the uuid of an event');
  const around = (days) => new Date(new Date(at).getTime() + days * 86400000).toISOString();
  const near = at && !Number.isNaN(new Date(at).getTime());
  const ask = (range) => question({
    kind: 'EventsQuery', select: ['*', 'person_mode', 'created_at'], where: ["uuid = CAST('" + uuid + "' AS UUID)"], limit: 1, ...range,
  }, { signal });
  let found = await ask(near ? { after: around(-1.1), before: around(1.1) } : { after: 'all' });
  if (near && !found.results.length) found = await ask({ after: 'all' });
  if (!found.results.length) return null;
  const [event, mode, created] = found.results[0];
  return { ...event, properties: parsed(event.properties), person_mode: mode, created_at: created };
}

/** Properties as an object, in whichever way they came. */
export function parsed(properties) {
  if (properties && typeof properties === 'object') return properties;
  try {
    return JSON.parse(properties) || {};
  } catch (unreadable) {
    return {};
  }
}

/** A value of JSON as people read it. */
export function shown(value) {
  if (value === null || value === undefined) return el('span', { class: 'fine' }, 'null');
  if (typeof value === 'object') return el('code', {}, JSON.stringify(value, null, 1));
  const text = String(value);
  return /^https?:\/\/[^\s]+$/.test(text) ? el('a', { href: text, rel: 'noreferrer noopener', target: '_blank' }, text) : el('span', {}, text);
}

/** A table of properties with a field to find one; ours, which begin with a dollar sign, come last. */
export function propertyTable(properties, label = 'Properties') {
  const names = Object.keys(properties).sort((a, b) => (a[0] === '$') - (b[0] === '$') || a.localeCompare(b));
  if (!names.length) return el('p', { class: 'fine' }, 'None.');
  const rows = names.map((name) => {
    const row = el('tr', {}, el('th', { scope: 'row' }, el('code', {}, name)), el('td', {}, shown(properties[name])));
    row.hay = (name + ' ' + JSON.stringify(properties[name])).toLowerCase();
    return row;
  });
  const search = names.length > 8 && el('input', { class: 'input small', type: 'search', placeholder: 'Find a property', 'aria-label': 'Find a property', on: { input: () => {
    for (const row of rows) row.hidden = !row.hay.includes(search.value.toLowerCase());
  } } });
  return el('div', { class: 'props-box' }, search, el('table', { class: 'table props' }, el('caption', { class: 'hidden' }, label), el('tbody', {}, rows)));
}

/** The face of a person: a disc of their own colour, or a dashed ring for who has none. */
export const face = (id, named = true) => el('span', { class: named ? 'face named' : 'face', 'aria-hidden': 'true', data: { hue: String(hue(id)) } });

/** A link to whose event it is. */
export function whose(row) {
  const named = row.person_mode !== 'propertyless';
  return el('a', { class: 'person', href: personPath(row.person_id), title: row.distinct_id }, face(row.person_id, named), el('span', { class: 'clip' }, named ? row.distinct_id : shortId(row.distinct_id)));
}

const MODES = { full: 'identified', propertyless: 'anonymous, without a person', force_upgrade: 'taken as identified' };

/** Opens the drawer with an event: row has uuid, event and timestamp, and what else is known already. */
export function openEvent(row, { zone } = {}) {
  const place = el('div', {});
  dialog(happened({ event: row.event, type: row.type, text: row.text, url: row.url }), place, null, { drawer: true });
  const shownIn = new Place(place, { label: 'Looking for the event' });
  shownIn.show((signal) => oneEvent(row.uuid, row.timestamp, signal), (event, content) => {
    if (!event) {
      content.append(el('div', { class: 'empty' }, el('p', {}, 'This event is not stored: it is held or on its way still, or it was forgotten.')));
      return;
    }
    const line = (name, value) => value && [el('dt', {}, name), el('dd', {}, value)];
    const chain = event.elements_chain || '';
    content.append(el('div', {},
      el('dl', { class: 'facts' },
        line('Event', el('code', {}, event.event)), eventWords(event.event) !== event.event && line('In words', eventWords(event.event)),
        line('Happened', when(event.timestamp, { dateStyle: 'full', timeStyle: 'medium' }, zone)),
        line('Whose', whose(event)), line('Kind', MODES[event.person_mode] || event.person_mode),
        line('Distinct id', el('code', {}, event.distinct_id)), line('Processed', event.created_at && when(event.created_at, { dateStyle: 'medium', timeStyle: 'medium' }, zone)),
        line('Id', el('code', {}, event.uuid))),
      chain ? el('div', { class: 'drawer-actions' }, offerAction(event)) : '',
      el('h3', { class: 'drawer-title' }, 'Properties'), propertyTable(event.properties),
      chain ? [el('h3', { class: 'drawer-title' }, 'Elements, the clicked one first'), elements(chain)] : '',
      el('p', { class: 'drawer-actions' }, el('button', { class: 'button small', on: { click: (heard) => copy(JSON.stringify({ ...event, elements_chain: chain || undefined }, null, 2), heard.currentTarget) } }, 'Copy as JSON'))));
  });
}

/** The elements of a chain, one a line, as it was sent: the parts stand between semicolons outside of quotes. */
export function elements(chain) {
  const parts = chain.match(/(?:[^;"]|"(?:\\.|[^"\\])*")+/g) || [];
  return el('ol', { class: 'elements' }, parts.slice(0, 30).map((part) => {
    const colon = part.indexOf(':');
    const text = /(?:^|")text="((?:\\.|[^"\\])*)"/.exec(part);
    return el('li', {}, el('code', {}, colon < 0 ? part : part.slice(0, colon)), text && el('span', {}, ' ' + text[1].replaceAll('\\"', '"')));
  }));
}
