/* What becomes of events on their way in: what came, what the buffer did, what was refused or altered and why, and what it takes on the disk. */

import { Place, act, get, here, question } from './api.js';
import { dayWords, timeChart } from './charts.js';
import { byId, el, number, percent, when } from './dom.js';
import { diskView, nowView } from './ingestion-now.js';
import { personPath } from './known.js';
import { fromAddress, toAddress } from './narrow.js';
import { shell } from './shell.js';

const PAGE = 20;
let days = 30;
let zone;

const usagePlace = new Place(byId('usage'), { label: 'Counting events' });
const warningsPlace = new Place(byId('warnings'), { label: 'Reading the warnings' });
const diskPlace = new Place(byId('disk'), { label: 'Measuring what uses the disk' });
const figures = {};

/** Shows a number of the days; "hint" says what it is. */
function figure(name, words, value, hint) {
  figures[name] = el('div', {}, el('dt', {}, words), el('dd', {}, value), el('dd', { class: 'hint' }, hint));
  byId('counts').replaceChildren(...['anonymous', 'identified', 'bots', 'warnings'].map((one) => figures[one]).filter(Boolean));
}

function drawUsage(found, content) {
  zone = found.time_zone;
  byId('zone').textContent = zone;
  const sum = (name) => found.results.reduce((all, day) => all + day[name], 0);
  figure('anonymous', 'Anonymous', number(sum('anonymous')), 'events without a person');
  figure('identified', 'Identified', number(sum('identified')), 'events with a person');
  timeChart(content, {
    kind: 'bar', height: 220, label: 'Events by day', unfinished: true,
    series: [{ name: 'Identified', values: found.results.map((day) => day.identified), class: 'c0' }, { name: 'Anonymous', values: found.results.map((day) => day.anonymous), class: 'c8' }],
    labels: found.results.map((day) => dayWords(day.day, 'day')), titles: found.results.map((day) => dayWords(day.day, 'day', true)),
  });
}

/** Which share of the events came from programs that say so. */
async function bots() {
  const found = await question({ kind: 'HogQLQuery', query: `SELECT count(*), count(*) FILTER (WHERE properties."$virt_is_bot" = 'true') FROM events WHERE "timestamp" > now() - INTERVAL ${days} DAY` }).catch(() => null);
  const row = found?.results?.[0];
  figure('bots', 'Of bots', row ? percent(row[0] ? row[1] / row[0] : 0) : '–', row ? number(row[1]) + ' of ' + number(row[0]) + ' events; drop_bots refuses them' : 'could not be counted');
}

// ---- warnings

function sentence(type) {
  const words = type.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const moment = (at) => el('time', { datetime: at }, when(at, { dateStyle: 'medium', timeStyle: 'medium' }, zone === 'Z' ? 'UTC' : zone));

function sample(found) {
  const list = el('dl', { class: 'sample' });
  const entry = (name, value) => {
    if (value !== null && value !== undefined && value !== '') list.append(el('dt', {}, name), el('dd', {}, value));
  };
  entry('When', moment(found.at));
  for (const [name, value] of Object.entries(found.details)) entry(name === 'detail' ? 'Why' : name, String(value));
  entry('Event', found.event);
  entry('Distinct id', found.distinct_id && el('a', { href: personPath(found.distinct_id) }, found.distinct_id));
  entry('uuid', found.uuid);
  return list;
}

function more(type) {
  let from = type.samples.length;
  const button = el('button', { class: 'button small more', on: { click: () => act(button, async () => {
    const found = await get(here('ingestion_warnings/?days=' + days + '&type=' + encodeURIComponent(type.type) + '&limit=' + PAGE + '&offset=' + from));
    button.before(...found.results.map(sample));
    from = found.next;
    if (from === null) button.remove();
  }) } }, 'Show more');
  return button;
}

function warning(type) {
  return el('details', { class: 'warning' },
    el('summary', {}, el('span', { class: 'title' }, sentence(type.type)), el('span', { class: 'chip ' + (type.effect === 'refused' ? 'bad' : 'warn') }, type.effect === 'refused' ? 'refused' : 'altered'),
      el('span', { class: 'count' }, number(type.count) + ' ×'), el('span', { class: 'fine' }, 'last ', moment(type.last_at))),
    el('p', { class: 'fine' }, (type.effect === 'refused' ? 'Refused' : 'Kept, but altered') + (type.meaning ? ': ' + type.meaning + '. Code ' : '. Code '), el('code', {}, type.type)),
    type.samples.map(sample), type.count > type.samples.length && more(type));
}

function drawWarnings(found, content) {
  const sum = found.results.reduce((all, type) => all + type.count, 0);
  figure('warnings', 'Warnings', number(sum), sum ? 'of ' + found.results.length + (found.results.length === 1 ? ' kind' : ' kinds') : 'nothing refused or altered');
  content.append(...found.results.map(warning), found.results.length ? '' : el('p', { class: 'fine' }, 'Nothing was refused or altered in these days.'));
}

// ---- all of it

function show(asks) {
  days = asks;
  toAddress({ days: days === 30 ? '' : days });
  for (const button of byId('days-choice').children) button.setAttribute('aria-pressed', String(button.dataset.days === String(days)));
  usagePlace.show((signal) => get(here('usage/?days=' + days), { signal }), drawUsage);
  warningsPlace.show((signal) => get(here('ingestion_warnings/?days=' + days), { signal }), drawWarnings);
  bots();
}

byId('days-choice').append(...[7, 30, 90].map((many) => el('button', { data: { days: String(many) }, 'aria-pressed': 'false', on: { click: () => show(many) } }, many + ' days')));
const { projects } = await shell({ page: '/ingestion' });
const given = Number(fromAddress().days);
nowView(byId('now'), byId('state'), projects.length);
show([7, 30, 90].includes(given) ? given : 30);
diskPlace.show((signal) => get(here('disk/'), { signal }), (found, content) => diskView(content, found));
