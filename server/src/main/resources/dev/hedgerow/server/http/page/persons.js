/* Persons: the list with its search, and one of them; an anonymous visitor is shown by their events. */

import { Place, act, get, here } from './api.js';
import { ago, calmly, el, when } from './dom.js';
import { face } from './event-view.js';
import { fromAddress, toAddress } from './narrow.js';
import { icon } from './icons.js';
import { personPath } from './known.js';
import { personPage } from './person.js';
import { head, shell } from './shell.js';

const PAGE = 50;
const main = document.getElementById('main');

function line(person) {
  const country = person.properties.$geoip_country_name || person.properties.$geoip_country_code;
  return el('tr', {},
    el('th', { scope: 'row' }, el('a', { class: 'person', href: personPath(person.id) }, face(person.id), el('span', { class: 'clip' }, person.name))),
    el('td', { class: 'wide-only' }, person.is_identified ? el('span', { class: 'chip good' }, 'identified') : el('span', { class: 'chip' }, 'not yet')),
    el('td', { class: 'num wide-only' }, person.distinct_ids.length),
    el('td', { class: 'wide-only' }, country ? String(country) : el('span', { class: 'fine' }, '–')),
    el('td', { class: 'num' }, el('time', { datetime: person.created_at, title: when(person.created_at, { dateStyle: 'full', timeStyle: 'long' }) }, ago(person.created_at))));
}

/** Pages may be short, or empty, and not the last: goes on until there is something to show, or no more. */
async function some(path, signal) {
  let found = await get(path, { signal });
  for (let tries = 0; !found.results.length && found.next && tries < 20; tries++) found = await get(within(found.next), { signal });
  return found;
}

/** The next page's path; its host may be another name of this server. */
const within = (address) => new URL(address).pathname + new URL(address).search;

function draw(found, content, search) {
  if (!found.results.length) {
    content.append(el('div', { class: 'empty' }, icon('persons'), el('h2', {}, search ? 'Nobody found' : 'No persons yet'),
      el('p', {}, search ? 'The search looks for parts of distinct ids, of the e-mail address and of the name. An anonymous visitor is no person: open one by the whole distinct id.'
        : 'A visitor becomes a person when a page or a server identifies them. Until then their events are anonymous, and are among the events all the same.'),
      search && el('a', { class: 'button', href: personPath(search) }, 'Open “' + search + '”')));
    return;
  }
  const body = el('tbody', {}, found.results.map(line));
  let next = found.next;
  const more = el('button', { class: 'button', hidden: !next, on: { click: () => act(more, async () => {
    const page = await some(within(next));
    const lines = page.results.map(line);
    body.append(...lines);
    next = page.next;
    more.hidden = !next;
    lines[0]?.querySelector('a').focus();
  }) } }, 'Load more');
  content.append(el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Persons' }, el('table', { class: 'table' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Person'), el('th', { scope: 'col', class: 'wide-only' }, 'Identified'), el('th', { scope: 'col', class: 'num wide-only' }, 'Ids'),
      el('th', { scope: 'col', class: 'wide-only' }, 'Country'), el('th', { scope: 'col', class: 'num' }, 'First seen'))), body)),
  el('div', { class: 'more-line', hidden: !next }, more));
}

function list() {
  const place = el('div', { class: 'sheet flush' });
  const search = el('input', { class: 'input', type: 'search', placeholder: 'E-mail, name or distinct id', 'aria-label': 'Find a person', value: fromAddress().search || '' });
  main.append(head('Persons'), el('div', { class: 'tools' }, search), place);
  const shown = new Place(place, { label: 'Looking for persons' });
  const look = () => {
    const text = search.value.trim();
    toAddress({ search: text });
    shown.show((signal) => some(here('persons/?limit=' + PAGE + (text ? '&search=' + encodeURIComponent(text) : '')), signal), (found, content) => draw(found, content, text));
  };
  search.addEventListener('input', calmly(look, 300));
  search.addEventListener('keydown', (event) => { if (event.key === 'Enter') look(); });
  return look;
}

/** The id that the path names, or the parameter where a path cannot name it. */
function asked() {
  const rest = location.pathname.slice('/persons'.length).replace(/^\//, '');
  try {
    return decodeURIComponent(rest) || fromAddress().id || '';
  } catch (unreadable) {
    return rest;
  }
}

const id = asked();
if (id) {
  const { project } = await shell({ page: '/persons' });
  personPage(main, id, project);
} else {
  const look = list();
  await shell({ page: '/persons' });
  look();
}
