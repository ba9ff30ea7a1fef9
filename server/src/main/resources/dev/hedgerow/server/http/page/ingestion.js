import { here } from './api.js';
import { shell } from './shell.js';

/* What became of a project's events. Everything captured is hostile: it reaches the document as text only. */

const byId = (id) => document.getElementById(id);
const SVG = 'http://www.w3.org/2000/svg';
const PAGE = 20;
let asked = 0;
let days = 30;
let zone;

/** Shows times where the project's days begin; an offset is no zone to every browser. */
function format(at) {
  const style = { dateStyle: 'medium', timeStyle: 'medium' };
  try {
    return new Intl.DateTimeFormat([], { ...style, timeZone: zone }).format(new Date(at));
  } catch (unknown) {
    return new Intl.DateTimeFormat([], style).format(new Date(at));
  }
}

function make(tag, name, text) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text !== undefined) node.textContent = text;
  return node;
}

function time(at) {
  const node = make('time', 'when', format(at));
  node.dateTime = at;
  return node;
}

async function get(path) {
  const answer = await fetch(path, { headers: { Accept: 'application/json' } });
  if (answer.status === 401) location.assign('/');
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail || 'the server answered ' + answer.status);
  return body;
}

function drawUsage(days, timeZone) {
  byId('zone').textContent = timeZone;
  const sum = (name) => days.reduce((all, day) => all + day[name], 0);
  byId('count-anonymous').textContent = sum('anonymous').toLocaleString();
  byId('count-identified').textContent = sum('identified').toLocaleString();
  const most = Math.max(1, ...days.map((day) => day.anonymous + day.identified));
  const width = 1000 / days.length;
  byId('chart').replaceChildren(...days.flatMap((day, i) => {
    const identified = 150 * day.identified / most;
    const anonymous = 150 * day.anonymous / most;
    return [
      bar(i, width, 160 - identified, identified, 'identified', day),
      bar(i, width, 160 - identified - anonymous, anonymous, 'anonymous', day),
    ];
  }));
  byId('days').replaceChildren(...days.slice().reverse().map((day) => {
    const row = make('tr');
    const head = make('th', '', day.day);
    head.scope = 'row';
    row.append(head, make('td', '', day.anonymous.toLocaleString()), make('td', '', day.identified.toLocaleString()));
    return row;
  }));
}

function bar(i, width, y, height, name, day) {
  const node = document.createElementNS(SVG, 'rect');
  const at = { x: i * width + width * 0.1, y, width: width * 0.8, height };
  for (const key of Object.keys(at)) node.setAttribute(key, at[key]);
  node.setAttribute('class', name);
  const words = document.createElementNS(SVG, 'title');
  words.textContent = day.day + ': ' + day[name].toLocaleString() + ' ' + name;
  node.append(words);
  return node;
}

function sentence(type) {
  const words = type.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function drawWarnings(types) {
  byId('count-warnings').textContent = types.reduce((all, type) => all + type.count, 0).toLocaleString();
  byId('none').hidden = types.length > 0;
  byId('warnings').replaceChildren(...types.map((type) => {
    const node = make('details', 'warning');
    const head = make('summary');
    head.append(make('span', 'title', sentence(type.type)), make('span', 'count', type.count.toLocaleString() + ' ×'));
    const last = make('span', 'last', 'last ');
    last.append(time(type.last_at));
    head.append(last);
    const words = (type.effect === 'refused' ? 'Refused' : 'Kept, but altered') + (type.meaning ? ': ' + type.meaning + '. Code ' : '. Code ');
    const what = make('p', 'fine', words);
    what.append(make('code', '', type.type));
    node.append(head, what, ...type.samples.map(sample));
    if (type.count > type.samples.length) node.append(more(type));
    return node;
  }));
}

function more(type) {
  const button = make('button', 'more', 'Show more');
  button.type = 'button';
  let from = type.samples.length;
  button.addEventListener('click', async () => {
    button.disabled = true;
    const found = await get(here('ingestion_warnings/?days=' + days + '&type='
      + encodeURIComponent(type.type) + '&limit=' + PAGE + '&offset=' + from)).catch(trouble);
    button.disabled = false;
    if (!found) return;
    button.before(...found.results.map(sample));
    from = found.next;
    if (from === null) button.remove();
  });
  return button;
}

function trouble(failure) {
  byId('trouble').hidden = false;
  byId('trouble').textContent = 'That could not be read: ' + failure.message;
}

function sample(found) {
  const list = make('dl', 'sample');
  const entry = (name, value) => {
    if (value === null || value === undefined || value === '') return;
    const dd = make('dd');
    dd.append(value);
    list.append(make('dt', '', name), dd);
  };
  entry('When', time(found.at));
  for (const [name, value] of Object.entries(found.details)) entry(name === 'detail' ? 'Why' : name, String(value));
  entry('Event', found.event);
  entry('Distinct id', found.distinct_id);
  entry('uuid', found.uuid);
  return list;
}

async function show(asks) {
  const mine = ++asked;
  days = asks;
  for (const button of document.querySelectorAll('[data-days]')) {
    button.setAttribute('aria-pressed', String(button.dataset.days === String(days)));
  }
  try {
    const [usage, warnings] = await Promise.all([
      get(here('usage/?days=' + days)),
      get(here('ingestion_warnings/?days=' + days)),
    ]);
    if (mine !== asked) return;
    byId('trouble').hidden = true;
    zone = usage.time_zone;
    drawUsage(usage.results, zone);
    drawWarnings(warnings.results);
  } catch (failure) {
    if (mine === asked) trouble(failure);
  }
}

for (const button of document.querySelectorAll('[data-days]')) {
  button.addEventListener('click', () => show(Number(button.dataset.days)));
}
await shell({ page: '/ingestion' }).catch(trouble);
show(30);
