/* The explorer: which events there were, with the columns one wants, narrowed as one likes. */

import { Place, act, ask, here, post, question } from './api.js';
import { ago, csv, download, el, number, when } from './dom.js';
import { combo } from './combo.js';
import { openEvent, whose } from './event-view.js';
import { dateControl } from './dates.js';
import { dialog } from './dialog.js';
import { filterBar, filtersOf, fromAddress, listOf, toAddress } from './narrow.js';
import { icon } from './icons.js';
import { eventNames, happened, place as placeOf, propertyNames } from './known.js';
import { actions, drawPreview, rename, stepWords } from './make-action.js';
import { propertyName } from './names.js';
import { head, shell } from './shell.js';

const PAGE = 100;
const EXPORT = 10000;
const COLUMNS = ['properties.$current_url', 'properties.$browser', 'properties.$geoip_country_code'];
const BASE = ['uuid', 'event', '"timestamp"', 'distinct_id', 'person_id', 'person_mode', 'properties."$event_type"', 'properties."$el_text"', 'properties."$current_url"'];
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const UUID = /^[0-9a-f-]{36}$/;

const main = document.getElementById('main');
const state = { event: '', from: '-24h', to: '', filters: [], columns: COLUMNS, tab: 'events' };

/** A property's name as SQL may say it, or null where it may not. */
const writable = (name) => /["\\\0]/.test(name) ? null : 'properties."' + name + '"';

/** A column's name in the address, "properties.$browser" or "person.properties.plan", as SQL and as words. */
function column(name) {
  const person = name.startsWith('person.properties.');
  const bare = name.slice(person ? 18 : 11);
  const sql = writable(bare);
  return sql === null ? null : { name, bare, words: (person ? 'Person’s ' : '') + propertyName(bare), sql: person ? 'person.' + sql : sql };
}
const columns = () => state.columns.map(column).filter(Boolean);

function query(limit, after) {
  const asked = { kind: 'EventsQuery', select: [...BASE, ...columns().map((one) => one.sql)], after: state.from, limit, properties: state.filters };
  if (state.to) asked.before = /^\d{4}-\d\d-\d\d$/.test(state.to) ? state.to + 'T23:59:59.999' : state.to;
  if (state.event) asked.event = state.event;
  if (after && TIME.test(after.timestamp) && UUID.test(after.uuid)) {
    const moment = "CAST('" + after.timestamp.replace('Z', '') + "' AS TIMESTAMP)";
    asked.where = ['"timestamp" < ' + moment + ' OR ("timestamp" = ' + moment + " AND uuid < CAST('" + after.uuid + "' AS UUID))"];
  }
  return asked;
}

function row(values) {
  const [uuid, event, timestamp, distinct_id, person_id, person_mode, type, text, url, ...more] = values;
  return { uuid, event, timestamp, distinct_id, person_id, person_mode, type, text, url, more };
}

function cell(one, value) {
  if (value === null || value === undefined) return el('span', { class: 'fine' }, '–');
  const words = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return el('span', { class: 'clip', title: words }, one.bare === '$current_url' ? placeOf(words, true) : words);
}

function line(found, shownColumns, zone) {
  const words = happened(found);
  return el('tr', {},
    el('th', { scope: 'row' }, el('button', { class: 'cell what', on: { click: () => openEvent(found, { zone }) } },
      el('span', { class: 'clip' }, words), words !== found.event && found.event.startsWith('$') && el('code', { class: 'fine' }, found.event), el('span', { class: 'fine narrow-only' }, ago(found.timestamp)))),
    el('td', {}, whose(found)),
    shownColumns.map((one, i) => el('td', { 'data-name': one.words }, cell(one, found.more[i]))),
    el('td', { class: 'num' }, el('time', { datetime: found.timestamp, title: when(found.timestamp, { dateStyle: 'full', timeStyle: 'long' }, zone) }, ago(found.timestamp))));
}

function draw(answer, content, zone) {
  const shownColumns = columns();
  const rows = answer.results.map(row);
  if (!rows.length) {
    content.append(el('div', { class: 'empty' }, icon('events'), el('h2', {}, 'No events'), el('p', {}, state.filters.length || state.event ? 'None of these dates match. Take a filter out, or choose more dates.' : 'Nothing came in these dates. Choose more, or look at the live page for the snippet to paste.')));
    return;
  }
  const body = el('tbody', {}, rows.map((one) => line(one, shownColumns, zone)));
  const more = el('button', { class: 'button', hidden: !answer.hasMore, on: { click: () => act(more, async () => {
    const next = await question(query(PAGE, rows.at(-1)));
    const added = next.results.map(row);
    rows.push(...added);
    const lines = added.map((one) => line(one, shownColumns, zone));
    body.append(...lines);
    more.hidden = !next.hasMore;
    told.textContent = counted();
    lines[0]?.querySelector('button').focus();
  }) } }, 'Load more');
  const counted = () => number(rows.length) + (more.hidden ? ' events, all there are' : ' events shown');
  const told = el('p', { class: 'fine', role: 'status' });
  told.textContent = counted();
  content.append(
    el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Events' }, el('table', { class: 'table events' },
      el('thead', {}, el('tr', {}, ['Event', 'Whose', ...shownColumns.map((one) => one.words)].map((words) => el('th', { scope: 'col' }, words)), el('th', { scope: 'col', class: 'num' }, 'When'))), body)),
    el('div', { class: 'more-line' }, more, told));
}

/** Lets one choose the columns: ticks for those shown, a field for more. */
function chooseColumns(changed) {
  const list = el('ul', { class: 'ticks' });
  let chosen = [...state.columns];
  const drawList = () => list.replaceChildren(...chosen.map((name, i) => el('li', {}, el('span', { class: 'clip', title: name }, column(name)?.words || name),
    el('button', { class: 'quiet', 'aria-label': 'Move ' + name + ' to the front', disabled: i === 0, on: { click: () => { chosen = [name, ...chosen.filter((one) => one !== name)]; drawList(); } } }, icon('up')),
    el('button', { class: 'quiet', 'aria-label': 'Remove ' + name, on: { click: () => { chosen = chosen.filter((one) => one !== name); drawList(); } } }, icon('close')))));
  drawList();
  const offer = async (text) => [
    ...(await propertyNames('event', text)).map((one) => ({ ...one, value: 'properties.' + one.value, words: one.value })),
    ...(await propertyNames('person', text)).map((one) => ({ ...one, value: 'person.properties.' + one.value, words: 'person’s ' + one.value })),
  ].filter((one) => !chosen.includes(one.value) && column(one.value));
  const add = combo({ label: 'Add a column', placeholder: 'Add a column: a property’s name', offer, chosen: (name) => {
    const made = /^(person\.)?properties\./.test(name) ? name : 'properties.' + name;
    add.input.value = '';
    if (name && column(made) && !chosen.includes(made)) chosen = [...chosen, made];
    drawList();
  } });
  const node = dialog('Columns', el('div', {}, add.node, list), [
    el('button', { class: 'button', on: { click: () => { chosen = [...COLUMNS]; drawList(); } } }, 'As at first'),
    el('button', { class: 'button strong', on: { click: () => { node.close(); changed(chosen); } } }, 'Apply'),
  ]);
  add.input.focus();
}

async function exportCsv() {
  const answer = await question(query(EXPORT));
  const shownColumns = columns();
  download('events.csv', new Blob([csv([['timestamp', 'event', 'distinct_id', 'person_id', 'uuid', ...shownColumns.map((one) => one.bare)],
    ...answer.results.map(row).map((one) => [one.timestamp, one.event, one.distinct_id, one.person_id, one.uuid, ...one.more])])], { type: 'text/csv' }));
  return answer.hasMore;
}

function explorer(holder, zone) {
  const place = el('div', { class: 'sheet flush' });
  const shown = new Place(place, { label: 'Looking for events' });
  const look = () => {
    toAddress({ event: state.event, from: state.from === '-24h' ? '' : state.from, to: state.to, filters: state.filters.length ? JSON.stringify(state.filters) : '', columns: state.columns.join() === COLUMNS.join() ? '' : JSON.stringify(state.columns) });
    shown.show((signal) => question(query(PAGE), { signal }), (answer, content) => draw(answer, content, zone));
  };
  const name = combo({ label: 'Event', value: state.event, placeholder: 'Any event', offer: eventNames, chosen: (value) => { state.event = value; look(); } });
  name.input.addEventListener('change', () => { if (name.input.value.trim() !== state.event) { state.event = name.input.value.trim(); look(); } });
  const save = el('button', { class: 'button', on: { click: () => act(save, async () => {
    if (await exportCsv()) throw new Error('the first ' + number(EXPORT) + ' events are in the file; “hedgerow export” takes out any number');
  }) } }, icon('download'), 'CSV');
  holder.append(
    el('div', { class: 'tools' }, name.node,
      dateControl({ date_from: state.from, date_to: state.to }, (range) => { Object.assign(state, { from: range.date_from, to: range.date_to || '' }); look(); }),
      el('span', { class: 'tools-right' },
        el('button', { class: 'button', on: { click: () => chooseColumns((chosen) => { state.columns = chosen; look(); }) } }, icon('settings'), 'Columns'), save,
        el('button', { class: 'button square', 'aria-label': 'Ask again', title: 'Ask again', on: { click: look } }, icon('refresh')))),
    filterBar(state.filters, (filters) => { state.filters = filters; look(); }).node, place);
  look();
}

/** The actions there are: what each asks for, how many past events it finds, and renaming and removing it. */
function actionList(holder) {
  const place = el('div', { class: 'sheet flush' });
  holder.append(el('p', { class: 'fine lead' }, 'An action is a name for events, such as clicks on one button. Make one from any autocaptured event: open it here or on the live page. It counts past events as well.'), place);
  const shown = new Place(place, { label: 'Reading the actions' });
  const look = () => shown.show(() => actions(), (list, content) => {
    if (!list.length) {
      content.append(el('div', { class: 'empty' }, icon('star'), el('h2', {}, 'No actions yet'), el('p', {}, 'Open an autocaptured event, and choose “Make an action from this element”.')));
      return;
    }
    content.append(el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Actions' }, el('table', { class: 'table actions' },
      el('thead', {}, el('tr', {}, ['Action', 'An event is this when'].map((words) => el('th', { scope: 'col' }, words)), el('th', { scope: 'col' }, el('span', { class: 'hidden' }, 'What to do')))),
      el('tbody', {}, list.map((one) => el('tr', {},
        el('th', { scope: 'row' }, one.name),
        el('td', {}, one.steps.length ? el('ul', { class: 'plain' }, one.steps.map((step) => el('li', {}, stepWords(step)))) : el('span', { class: 'fine' }, 'no step: every event')),
        el('td', { class: 'num' }, one.steps.length > 0 && el('button', { class: 'button small', on: { click: () => count(one) } }, 'Count'),
          ' ', el('button', { class: 'button small', on: { click: () => renamed(one, look) } }, 'Rename'),
          ' ', el('button', { class: 'button small danger', on: { click: (heard) => removed(one, heard.currentTarget, look) } }, 'Remove'))))))));
  });
  look();
}

function count(action) {
  const place = el('div', { class: 'preview' });
  dialog(action.name, place);
  new Place(place, { label: 'Counting past events' }).show((signal) => post(here('actions/preview/'), { steps: action.steps }, { signal }), drawPreview);
}

function renamed(action, done) {
  const name = el('input', { class: 'input wide', value: action.name, maxlength: 200 });
  const save = el('button', { class: 'button strong', on: { click: () => act(save, async () => { await rename(action, name.value); node.close(); done(); }, 'Renamed.') } }, 'Rename');
  const node = dialog('Rename the action', el('label', { class: 'field' }, el('span', { class: 'label' }, 'Name'), name), save);
  name.select();
}

function removed(action, button, done) {
  const sure = el('button', { class: 'button danger', on: { click: () => act(sure, async () => { await ask('DELETE', here('actions/' + action.id + '/')); node.close(); done(); }, 'Removed.') } }, 'Remove');
  const node = dialog('Remove “' + action.name + '”?', el('p', {}, 'Questions and cohorts that use it stop working. The events stay.'), sure);
}

async function start() {
  const given = fromAddress();
  state.event = given.event || '';
  state.from = given.from || '-24h';
  state.to = given.to || '';
  state.filters = filtersOf(given.filters);
  state.tab = given.tab === 'actions' ? 'actions' : 'events';
  const wanted = listOf(given.columns).filter((one) => typeof one === 'string' && /^(person\.)?properties\../.test(one));
  if (wanted.length) state.columns = wanted;
  const tab = (name, words) => el('a', { href: name === 'events' ? '/events' : '/events?tab=' + name, 'aria-current': state.tab === name ? 'page' : null }, words);
  const holder = el('div', {});
  main.append(head('Events', el('nav', { class: 'segments', 'aria-label': 'Of events' }, tab('events', 'Events'), tab('actions', 'Actions'))), holder);
  const { project } = await shell({ page: '/events' });
  const zone = project?.settings?.time_zone;
  if (state.tab === 'actions') actionList(holder); else explorer(holder, zone === 'Z' ? 'UTC' : zone);
}

await start();
