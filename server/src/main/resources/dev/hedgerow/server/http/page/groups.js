/* Groups: the types there are, the groups of one, and one of them with its events and persons. */

import { Place, question } from './api.js';
import { ago, calmly, el, number, when } from './dom.js';
import { openEvent, parsed, propertyTable, whose } from './event-view.js';
import { fromAddress, toAddress } from './narrow.js';
import { icon } from './icons.js';
import { askGroupTypes, happened, personPath } from './known.js';
import { head, shell } from './shell.js';

const PAGE = 100;
const main = document.getElementById('main');

/** One SELECT with values put in by the server, never by us. */
const sql = (query, values, signal) => question({ kind: 'HogQLQuery', query, values }, { signal }).then((found) => found.results);

const groupPath = (index, key) => '/groups?type=' + index + '&key=' + encodeURIComponent(key.toWellFormed ? key.toWellFormed() : key);

function nothing() {
  return el('div', { class: 'empty' }, icon('groups'), el('h2', {}, 'No groups yet'),
    el('p', {}, 'A group is a company, a team, a project: whatever several persons belong to. A page names it once, and from then on its events say so:'),
    el('pre', { class: 'code-block' }, "posthog.group('company', 'acme', { name: 'Acme' })"));
}

function list(content, all, index, search) {
  const chosen = all.find((one) => one.index === index) || all[0];
  const tabs = el('nav', { class: 'segments', 'aria-label': 'Types of groups' }, all.map((one) =>
    el('a', { href: '/groups?type=' + one.index, 'aria-current': one === chosen ? 'page' : null }, one.name, ' ', el('span', { class: 'fine num' }, number(one.count)))));
  const find = el('input', { class: 'input', type: 'search', placeholder: 'Find by key or name', 'aria-label': 'Find a group', value: search });
  const place = el('div', { class: 'sheet flush' });
  const shown = new Place(place, { label: 'Looking for groups' });
  const look = () => {
    const text = find.value.trim();
    toAddress({ search: text });
    shown.show((stop) => sql("SELECT key, properties, created_at, updated_at FROM groups WHERE index = {index} AND ({text} = '' OR contains(lower(key), lower({text})) OR contains(lower(coalesce(json_extract_string(properties, '$.name'), '')), lower({text}))) ORDER BY updated_at DESC, key LIMIT " + PAGE,
      { index: chosen.index, text }, stop), (rows, into) => {
      if (!rows.length) into.append(el('div', { class: 'empty' }, el('p', {}, 'No group of this type matches.')));
      else into.append(table(rows, chosen), rows.length === PAGE ? el('p', { class: 'more-line fine' }, 'The ' + PAGE + ' changed last. Search for others.') : '');
    });
  };
  find.addEventListener('input', calmly(look, 300));
  content.append(el('div', { class: 'tools' }, tabs, find), place);
  look();
}

function table(rows, type) {
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Groups' }, el('table', { class: 'table' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Group'), el('th', { scope: 'col' }, 'Key'), el('th', { scope: 'col', class: 'num wide-only' }, 'Properties'), el('th', { scope: 'col', class: 'num' }, 'Changed'))),
    el('tbody', {}, rows.map(([key, properties, , updated]) => {
      const said = parsed(properties);
      return el('tr', {}, el('th', { scope: 'row' }, el('a', { href: groupPath(type.index, key) }, said.name ? String(said.name) : key)),
        el('td', {}, el('code', { class: 'clip' }, key)), el('td', { class: 'num wide-only' }, Object.keys(said).length),
        el('td', { class: 'num' }, el('time', { datetime: updated, title: when(updated) }, ago(updated))));
    }))));
}

// ---- one of them

function one(content, type, key, group) {
  const said = group ? parsed(group[1]) : {};
  const events = el('div', {});
  const persons = el('div', {});
  const column = 'events."$group_' + type.index + '"';
  content.append(el('p', { class: 'back' }, el('a', { href: '/groups?type=' + type.index }, '← ' + type.name)),
    head(said.name ? String(said.name) : key),
    el('div', { class: 'person-columns' },
      el('section', { class: 'sheet flush', 'aria-label': 'Newest events' }, el('div', { class: 'sheet-head padded' }, el('h2', {}, 'Newest events')), events),
      el('div', {},
        el('section', { class: 'sheet' }, el('h2', { class: 'sheet-title' }, 'What it is'), el('dl', { class: 'facts' },
          el('dt', {}, 'Type'), el('dd', {}, type.name), el('dt', {}, 'Key'), el('dd', {}, el('code', {}, key)),
          group && el('dt', {}, 'First seen'), group && el('dd', {}, when(group[2])), group && el('dt', {}, 'Changed'), group && el('dd', {}, when(group[3])))),
        el('section', { class: 'sheet' }, el('h2', { class: 'sheet-title' }, 'Properties'), propertyTable(said)),
        el('section', { class: 'sheet' }, el('h2', { class: 'sheet-title' }, 'Who acted for it in 90 days'), persons))));
  new Place(events, { label: 'Looking for events' }).show((signal) => sql(
    'SELECT uuid, event, "timestamp", distinct_id, person_id, person_mode, properties."$event_type", properties."$el_text", properties."$current_url" FROM events WHERE ' + column + ' = {key} ORDER BY "timestamp" DESC LIMIT 60', { key }, signal), (rows, into) => {
    if (!rows.length) into.append(el('div', { class: 'empty' }, el('p', {}, 'No events of this group are kept.')));
    else into.append(el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of the newest events' }, el('table', { class: 'table events' }, el('tbody', {}, rows.map(([uuid, event, timestamp, distinct_id, person_id, person_mode, kind, text, url]) => {
      const row = { uuid, event, timestamp, distinct_id, person_id, person_mode, type: kind, text, url };
      return el('tr', {}, el('th', { scope: 'row' }, el('button', { class: 'cell', on: { click: () => openEvent(row) } }, el('span', { class: 'clip' }, happened(row)))),
        el('td', {}, whose(row)), el('td', { class: 'num' }, el('time', { datetime: timestamp, title: when(timestamp) }, ago(timestamp))));
    })))));
  });
  new Place(persons, { label: 'Looking for persons' }).show((signal) => sql(
    'SELECT person_id, any_value(distinct_id), count(*) AS n FROM events WHERE ' + column + " = {key} AND \"timestamp\" > now() - INTERVAL 90 DAY GROUP BY person_id ORDER BY n DESC LIMIT 30", { key }, signal), (rows, into) => {
    if (!rows.length) into.append(el('p', { class: 'fine' }, 'Nobody.'));
    else into.append(el('ul', { class: 'plain tally' }, rows.map(([id, name, n]) => el('li', {}, el('a', { class: 'clip', href: personPath(id) }, name), el('span', { class: 'num fine' }, number(n))))));
  });
}

async function start() {
  const given = fromAddress();
  const key = given.key;
  if (!key) main.append(head('Groups'));
  const holder = el('div', {});
  main.append(holder);
  await shell({ page: '/groups' });
  const shown = new Place(holder, { label: 'Looking for groups' });
  const index = Number(given.type || 0);
  await shown.show(async (signal) => {
    const all = await askGroupTypes(signal);
    const group = key && await sql('SELECT key, properties, created_at, updated_at FROM groups WHERE index = {index} AND key = {key} LIMIT 1', { index, key }, signal);
    return { all, group };
  }, ({ all, group }, content) => {
    const type = all.find((type) => type.index === index);
    if (key && type) one(content, type, key, group[0]);
    else if (all.length) list(content, all, index, given.search || '');
    else content.append(el('div', { class: 'sheet' }, nothing()));
  });
}

await start();
