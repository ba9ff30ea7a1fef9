/* One row of the live page, as words and elements. Everything captured is hostile: it reaches the document as text only. */

import { place, shortId } from './known.js';
import { eventName, hue } from './names.js';

export const MODES = {
  full: 'identified',
  propertyless: 'anonymous',
  force_upgrade: 'taken as identified',
};

export function title(row) {
  if (row.kind === 'rejected') return row.event || 'Refused';
  if (row.kind === 'warned') return row.event || 'Warning';
  if (row.words) return sentence(row.words);
  return row.event ? eventName(row.event) : 'Event';
}

export function sentence(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function clockTime(ms) {
  return new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
}

export function wholeTime(ms) {
  return new Date(ms).toLocaleString([], {
    year: 'numeric', month: 'short', day: 'numeric',
    hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
  });
}

export function why(reason) {
  const words = /^[a-z_]+$/.test(reason) ? reason.replaceAll('_', ' ') : reason;
  return words ? sentence(words) : 'No person is known for this id yet';
}

// ---- drawing

export function make(tag, name, text) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text !== undefined) node.textContent = text;
  return node;
}

export function status(row) {
  if (row.kind === 'rejected') return 'rejected';
  if (row.kind === 'warned' || row.warning) return 'warned';
  if (row.held) return 'held';
  return row.person ? 'stored' : 'new';
}

/** The parts of a row, in order. */
export const partsOf = (row, state, ahead) => [time(row), mark(state), what(row), who(row, state), badge(row, state, ahead)];

function time(row) {
  const node = make('time', 'at', clockTime(row.at));
  node.dateTime = new Date(row.at).toISOString();
  return node;
}

function mark(state) {
  const node = make('span', 'mark');
  node.setAttribute('aria-hidden', 'true');
  node.dataset.state = state;
  return node;
}

function what(row) {
  const node = make('span', 'what');
  node.append(make('span', 'title', title(row)));
  const below = make('span', 'below');
  if (row.kind === 'rejected' || row.kind === 'warned') below.append(make('span', 'reason', row.detail || row.type));
  else if (row.warning) below.append(make('span', 'reason', row.warning));
  else {
    if (row.words || eventName(row.event) !== row.event) below.append(make('code', 'event', row.event));
    if (row.url) below.append(make('span', 'place', place(row.url, true)));
    if (row.held) below.append(make('span', 'reason', why(row.why || '')));
  }
  if (row.repeats) below.append(make('span', 'reason', 'sent ' + row.repeats + ' times'));
  if (below.childNodes.length) node.append(below);
  return node;
}

function who(row, state) {
  const node = make('span', 'who');
  if (!row.distinct_id) return node;
  const named = row.kind === 'event' && !(row.mode ? row.mode === 'propertyless' : row.anonymous);
  const face = make('span', 'face' + (named ? ' named' : ''));
  face.setAttribute('aria-hidden', 'true');
  face.dataset.hue = String(hue(row.person || row.distinct_id));
  const words = make('span', 'id', named || !row.distinct_id ? row.distinct_id : shortId(row.distinct_id));
  words.title = row.distinct_id;
  node.append(face, words);
  const kind = row.mode ? MODES[row.mode] || row.mode : row.anonymous ? 'anonymous' : state === 'held' ? 'no person yet' : state === 'rejected' ? '' : 'identified';
  if (kind) node.append(make('span', 'kind', kind));
  return node;
}

function badge(row, state, ahead) {
  const node = make('span', 'badge');
  if (state === 'held') {
    node.append(make('span', '', 'held'), row.left = make('span', 'left'));
    row.ring = null;
    tickRow(row, ahead);
  } else if (state === 'rejected') node.textContent = 'rejected';
  else if (state === 'warned') node.textContent = 'warning';
  else if (row.releasedAt) node.textContent = row.early ? 'released early' : 'released on time';
  else if (state === 'new') node.textContent = 'accepted';
  else node.classList.add('done');
  return node;
}

/** Shows how long a held row has still to wait; ahead: the server's clock minus ours, in ms. */
export function tickRow(row, ahead) {
  const left = Math.max(0, Math.ceil((row.dueAt - (Date.now() + ahead)) / 1000));
  row.left.textContent = left > 0 ? left + ' s' : 'due';
}
