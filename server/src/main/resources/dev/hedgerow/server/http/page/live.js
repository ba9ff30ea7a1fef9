import { question } from './api.js';
import { ago, byId, copy, el, number, span } from './dom.js';
import { drawDetails, forgetDetails } from './live-details.js';
import { make, partsOf, sentence, status, tickRow, title } from './live-row.js';
import { shell } from './shell.js';

/*
 * The live page. Everything captured is hostile: it reaches the document as text only.
 * Items about one event share its uuid and may come in any order.
 */

const ROWS_MAX = 500;

const feed = byId('feed');
const rows = new Map(); // key -> row, oldest first
const early = new Map(); // uuid -> items that came before their event
let run = '';
let seen = 0;
let clockAhead = 0; // server's clock minus ours, in ms
let filter = 'all';
let sought = ''; // what rows must say, in lower case
let paused = false;
let waiting = []; // items that came while paused
let told = null; // the last health
let source = null;
let asked = ''; // which project, as a parameter
let heardAt = 0;
let rejectedCount = 0;
let openRow = null;
let loose = 0; // numbers rows that have no uuid
let freshCount = 0;

// ---- items to rows

function take(item) {
  if (item.kind === 'rejected') {
    rejectedCount++;
    add('r' + ++loose, { ...item });
    return;
  }
  const row = item.uuid ? rows.get(item.uuid) : null;
  if (item.kind === 'accepted') accept(item, row);
  else if (row) change(row, item);
  else if (item.kind === 'warned') add('w' + ++loose, { ...item });
  else if (item.uuid) putAside(item);
}

function accept(item, row) {
  if (row) {
    row.repeats = (row.repeats || 1) + 1;
    draw(row);
    return;
  }
  const made = { ...item, kind: 'event' };
  for (const later of early.get(item.uuid) || []) apply(made, later);
  early.delete(item.uuid);
  add(item.uuid, made);
}

function change(row, item) {
  apply(row, item);
  draw(row);
}

function apply(row, item) {
  if (item.kind === 'held') {
    if (!row.storedAt && !row.releasedAt) row.held = true;
    row.heldAt = item.at;
    row.dueAt = item.due_at;
    row.why = item.why;
  } else if (item.kind === 'released') {
    row.held = false;
    row.releasedAt = item.at;
    row.early = item.early;
  } else if (item.kind === 'stored') {
    row.held = false;
    row.storedAt = item.at;
    row.person = item.person_id;
    row.mode = item.person_mode;
  } else if (item.kind === 'warned') {
    row.warning = item.detail || item.type;
    row.warningType = item.type;
  }
}

function putAside(item) {
  const list = early.get(item.uuid) || [];
  list.push(item);
  early.set(item.uuid, list);
  if (early.size > ROWS_MAX) early.delete(early.keys().next().value);
}

function add(key, row) {
  row.key = key;
  row.node = document.createElement('li');
  row.node.dataset.key = key;
  if (freshCount < 40 && heardAt) row.node.classList.add('fresh');
  freshCount++;
  rows.set(key, row);
  draw(row);
  feed.prepend(row.node);
  if (rows.size > ROWS_MAX) forgetOldest();
}

function forgetOldest() {
  for (const [key, row] of rows) {
    if (row !== openRow) {
      row.node.remove();
      rows.delete(key);
      return;
    }
  }
}

// ---- drawing

function draw(row) {
  const state = status(row);
  row.node.dataset.state = state;
  row.node.hidden = !shown(row, state);
  let button = row.node.firstElementChild;
  if (!button) {
    button = make('button', 'row');
    button.type = 'button';
    row.node.append(button);
  }
  button.replaceChildren(...partsOf(row, state, clockAhead));
  button.setAttribute('aria-expanded', String(openRow === row));
  if (openRow === row) drawDetails(row);
}

// ---- filters, pause, counts

/** Every word must be part of the event's name, its words, the distinct id, the person or the address. */
function saysSought(row) {
  const all = [row.event, title(row), row.distinct_id, row.person, row.url, row.code].filter(Boolean).join('\n').toLowerCase();
  return sought.split(/\s+/).every((word) => all.includes(word));
}

function shown(row, state) {
  if (sought && !saysSought(row)) return false;
  if (filter === 'events') return state === 'stored' || state === 'new' || state === 'held';
  if (filter === 'held') return state === 'held';
  if (filter === 'rejected') return state === 'rejected' || state === 'warned';
  return true;
}

const NONE = {
  held: 'Nothing is held at the moment. Events of an id without a person wait here for a short while, in case an identify follows.',
  rejected: 'Nothing was rejected. What cannot be used appears here with the reason.',
  events: 'No events yet.',
};

function settle() {
  let visible = 0;
  let held = 0;
  for (const row of rows.values()) {
    if (!row.node.hidden) visible++;
    if (row.held) held++;
  }
  const empty = rows.size === 0;
  byId('welcome').hidden = !(empty && filter === 'all' && heardAt);
  byId('none').hidden = !heardAt || visible > 0 || (empty && filter === 'all' && !sought);
  byId('none').textContent = sought && rows.size ? 'None of the newest ' + rows.size + ' says “' + sought + '”. The events page looks through all of them.' : NONE[filter] || '';
  pill('held', held);
  pill('rejected', rejectedCount);
  byId('pause').textContent = !paused ? 'Pause' : waiting.length ? 'Resume · ' + waiting.length + ' new' : 'Resume';
}

function pill(name, count) {
  const node = byId('pill-' + name);
  node.hidden = count === 0;
  node.textContent = count;
}

function choose(name) {
  filter = name;
  for (const button of document.querySelectorAll('[data-filter]')) {
    button.setAttribute('aria-pressed', String(button.dataset.filter === name));
  }
  refilter();
}

function refilter() {
  for (const row of rows.values()) row.node.hidden = !shown(row, row.node.dataset.state);
  settle();
}

function setPaused(on) {
  paused = on;
  byId('pause').setAttribute('aria-pressed', String(on));
  if (!on) {
    const kept = waiting;
    waiting = [];
    kept.forEach(take);
  }
  settle();
  drawState();
}

function count(health) {
  told = health;
  clockAhead = health.now - Date.now();
  byId('count-accepted').textContent = health.accepted.toLocaleString();
  byId('count-held').textContent = health.held.toLocaleString();
  byId('hint-held').textContent = health.held ? 'the oldest for ' + span(health.oldest_held_seconds) : 'waiting for a person';
  byId('count-rejected').textContent = health.rejected.toLocaleString();
  byId('count-rejected').parentElement.dataset.alarm = String(health.rejected > 0);
  byId('count-lag').textContent = span(health.lag_seconds);
  const behind = Math.max(0, health.accepted - health.processed);
  byId('hint-lag').textContent = behind ? behind.toLocaleString() + ' to be processed' : 'everything is processed';
  byId('count-lag').parentElement.dataset.alarm = String(health.lag_seconds > 30);
}

function drawState() {
  const open = source !== null && source.readyState === 1 && heardAt > 0;
  const healthy = !told || told.status === 'ok';
  const state = !open ? 'connecting' : paused ? 'paused' : healthy ? 'live' : 'ill';
  const words = { connecting: heardAt ? 'Reconnecting' : 'Connecting', paused: 'Paused', live: 'Live', ill: told ? sentence(told.status) : '' };
  byId('state').dataset.state = state;
  if (byId('state-words').textContent !== words[state]) byId('state-words').textContent = words[state];
}

// ---- details

function show(row) {
  const before = openRow;
  openRow = row;
  if (before) before.node.firstElementChild.setAttribute('aria-expanded', 'false');
  document.body.classList.toggle('with-details', row !== null);
  byId('details').hidden = row === null;
  if (row) {
    row.node.firstElementChild.setAttribute('aria-expanded', 'true');
    forgetDetails();
    drawDetails(row);
    byId('details').focus(); // what is next by keys, not behind all rows
  } else if (before && before.node.isConnected) before.node.firstElementChild.focus();
}

// ---- the stream

function hear(message) {
  const news = JSON.parse(message.data);
  if (news.run !== run) begin(news.run);
  const first = heardAt === 0;
  freshCount = first ? 100 : 0;
  let fresh = 0;
  for (const item of news.items) {
    if (item.n <= seen) continue;
    seen = item.n;
    if (item.kind === 'accepted' || item.kind === 'rejected') fresh++;
    if (paused) {
      waiting.push(item);
      if (waiting.length > 4 * ROWS_MAX) waiting.shift();
    } else take(item);
  }
  if (news.health) count(news.health);
  heardAt = Date.now();
  settle();
  drawState();
  if (fresh && !first && !paused) say(fresh);
}

function begin(newRun) {
  run = newRun;
  seen = 0;
  rejectedCount = 0;
  rows.clear();
  early.clear();
  waiting = [];
  feed.replaceChildren();
  show(null);
}

let saidAt = 0;
let unsaid = 0;
function say(fresh) {
  unsaid += fresh;
  if (Date.now() - saidAt < 10000) return;
  byId('said').textContent = unsaid === 1 ? '1 new item' : unsaid + ' new items';
  saidAt = Date.now();
  unsaid = 0;
}

function listen() {
  source = new EventSource('/api/live' + asked);
  source.onmessage = hear;
  source.onopen = drawState;
  source.onerror = () => {
    drawState();
    if (source.readyState === EventSource.CLOSED) setTimeout(again, 3000);
  };
}

async function again() {
  try {
    const answer = await fetch('/api/live/info' + asked);
    if (answer.status === 401) {
      location.reload();
      return;
    }
  } catch (failure) { /* not back yet: the stream below finds out */ }
  listen();
}

async function greet() {
  const answer = await fetch('/api/live/info' + asked);
  if (!answer.ok) return;
  const info = await answer.json();
  byId('snippet').textContent = info.snippet.trim();
  byId('token').textContent = info.token;
  if (project) welcomeBack().catch(() => {});
}

/** Where there are events already, the page says so instead of how to get the first. */
async function welcomeBack() {
  const found = await question({ kind: 'HogQLQuery', query: 'SELECT count(*), max(created_at) FROM events' });
  const [events, last] = found.results[0];
  if (!events) return;
  byId('welcome-demo').hidden = true;
  byId('welcome-title').textContent = 'Waiting for the next event';
  byId('welcome-words').replaceChildren(number(events) + (events === 1 ? ' event is' : ' events are') + ' here already, the newest ' + ago(last) + '. The next one appears here within seconds. This is the snippet, should another page need it.');
  byId('welcome-words').after(el('p', { class: 'together' }, [['/web', 'See the site'], ['/insights', 'Ask a question'], ['/events', 'Look at the events']].map(([href, words]) => el('a', { class: 'button', href }, words))));
}

// ---- hands

feed.addEventListener('click', (event) => {
  const node = event.target.closest('li');
  const row = node && rows.get(node.dataset.key);
  if (row) show(openRow === row ? null : row);
});
feed.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const node = event.target.closest('li');
  let next = node;
  do {
    next = next && (event.key === 'ArrowDown' ? next.nextElementSibling : next.previousElementSibling);
  } while (next && next.hidden);
  if (next) {
    event.preventDefault();
    next.firstElementChild.focus();
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') show(null);
  if (event.key === ' ' && event.target === document.body) {
    event.preventDefault();
    setPaused(!paused);
  }
});
for (const button of document.querySelectorAll('[data-filter]')) {
  button.addEventListener('click', () => choose(button.dataset.filter));
}
byId('pause').addEventListener('click', () => setPaused(!paused));
byId('details-close').addEventListener('click', () => show(null));
byId('copy').addEventListener('click', () => copy(byId('snippet').textContent, byId('copy')));
setInterval(() => {
  for (const row of rows.values()) if (row.held && row.left) tickRow(row, clockAhead);
  drawState();
}, 500);

byId('search').addEventListener('input', () => {
  sought = byId('search').value.trim().toLowerCase();
  refilter();
});
const { project, projects = [] } = await shell({ page: '/' }).catch(() => ({}));
if (projects.length > 1) byId('hint-accepted').textContent = 'by all projects, since the log was made';
if (project) asked = '?project=' + project.id;
greet();
listen();
