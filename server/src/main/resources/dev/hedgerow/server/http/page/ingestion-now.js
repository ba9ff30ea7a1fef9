/* How the way in does just now: accepted, lag, the buffer; and what all data take on the disk. */

import { get, here } from './api.js';
import { valueBars } from './charts.js';
import { el, number, percent, span } from './dom.js';

const EVERY = 2000;

/** Bytes as people say them. */
export function bytes(count) {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return (unit && value < 100 ? value.toFixed(1) : Math.round(value)) + ' ' + units[unit];
}

function figure(words) {
  const value = el('dd', {}, '–');
  const hint = el('dd', { class: 'hint' }, '\u00a0');
  return { node: el('div', {}, el('dt', {}, words), value, hint), set: (now, below) => {
    if (value.textContent !== now) value.textContent = now;
    if (hint.textContent !== below) hint.textContent = below;
  } };
}

/** Shows it in a place, anew every two seconds while somebody looks. projects: how many there are. */
export function nowView(place, state, projects) {
  const accepted = figure('Accepted');
  const lag = figure('Lag');
  const rejected = figure('Rejected');
  const aside = figure('Set aside');
  const held = figure('Held now');
  const early = figure('Released early');
  const due = figure('Released on time');
  const saved = figure('Merges it saved');
  place.append(
    el('dl', { class: 'figures', 'aria-label': 'The way in' }, [accepted, lag, rejected, aside].map((one) => one.node)),
    el('section', { class: 'sheet', 'aria-labelledby': 'buffer-title' }, el('h2', { class: 'sheet-title', id: 'buffer-title' }, 'The buffer'),
      el('p', { class: 'fine lead' }, 'An event of an id that nobody knows yet waits a short while, in case an identify follows that says whose it is. So its row is right from the start, and no second person has to be merged away.'),
      el('dl', { class: 'figures inner', 'aria-label': 'The buffer' }, [held, early, due, saved].map((one) => one.node))));
  const draw = (now) => {
    const counted = now.since_start;
    const behind = Math.max(0, now.accepted - now.processed);
    const released = counted.released_early + counted.released_on_time;
    const known = counted.person_known;
    accepted.set(number(now.accepted), (projects > 1 ? 'by all projects, ' : '') + 'since the log was made');
    lag.set(span(now.lag_seconds), behind ? number(behind) + ' to be processed' : 'everything is processed');
    rejected.set(number(counted.rejected), 'since the server started');
    aside.set(number(counted.set_aside), counted.set_aside ? 'could not be processed' : 'nothing failed');
    held.set(number(now.held), now.held ? 'the oldest for ' + span(now.oldest_held_seconds) : 'nothing waits');
    early.set(number(counted.released_early), 'as soon as a person was known');
    due.set(number(counted.released_on_time), 'when their time had come');
    saved.set(number(known), released ? percent(known / released) + ' of those released had their person then' : 'none released since the start');
    const words = now.status === 'ok' ? 'All is well' : now.status;
    if (state.textContent !== words) state.replaceChildren(el('span', { class: 'dot' + (now.status === 'ok' ? ' on' : ''), 'aria-hidden': 'true' }), words);
  };
  const look = async () => {
    if (!document.hidden) {
      try {
        draw(await get(here('ingestion/')));
      } catch (failure) {
        state.textContent = 'The server cannot be reached';
      }
    }
    setTimeout(look, EVERY);
  };
  look();
}

const FILES = { 'events.duckdb': 'Events', 'state.db': 'Persons, ids, what is held', 'log.db': 'Log', 'catalog.db': 'Projects, keys, definitions', native: 'Program libraries' };

/** Shows what uses the disk. */
export function diskView(content, found) {
  const project = found.projects[0];
  const files = Object.entries(found.files).filter(([, size]) => size > 10000).sort((a, b) => b[1] - a[1]);
  content.append(el('dl', { class: 'figures inner' },
    el('div', {}, el('dt', {}, 'In use'), el('dd', {}, bytes(found.used_bytes)), el('dd', { class: 'hint' }, found.budget_bytes ? percent(found.used_bytes / found.budget_bytes) + ' of ' + bytes(found.budget_bytes) : 'no budget is set')),
    el('div', {}, el('dt', {}, 'Free on the disk'), el('dd', {}, bytes(found.free_bytes)), el('dd', { class: 'hint' }, found.reusable_bytes ? bytes(found.reusable_bytes) + ' more inside the files' : '\u00a0')),
    project && el('div', {}, el('dt', {}, 'This project’s events'), el('dd', {}, 'about ' + bytes(project.events.bytes_about)), el('dd', { class: 'hint' }, number(project.events.count) + ' events')),
    project && el('div', {}, el('dt', {}, 'Its persons'), el('dd', {}, 'about ' + bytes(project.persons.bytes_about)), el('dd', { class: 'hint' }, number(project.persons.count) + ' persons')),
    project && project.recordings.count > 0 && el('div', {}, el('dt', {}, 'Its recordings'), el('dd', {}, 'about ' + bytes(project.recordings.bytes_about)), el('dd', { class: 'hint' }, number(project.recordings.count) + ' parts'))));
  valueBars(content, files.map(([name, size]) => ({ name: FILES[name] ? FILES[name] + ' · ' + name : name, value: size, class: 'c8' })), { format: bytes, label: 'Files of all projects' });
}
