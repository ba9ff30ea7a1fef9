/* A site on one screen: how many came, how long they stayed, to which pages, from where, with what. A click on any row narrows all of it. */

import { Place, question } from './api.js';
import { countryName, dayWords, timeChart, worldMap } from './charts.js';
import { compact, el, number, percent, span } from './dom.js';
import { dateControl } from './dates.js';
import { filterBar, filtersOf, fromAddress, toAddress } from './narrow.js';
import { icon } from './icons.js';
import { head, shell } from './shell.js';

const main = document.getElementById('main');
const ROWS = 10;
const MORE = 100;

const TILES = {
  visitors: { words: 'Visitors', math: 'dau' },
  views: { words: 'Page views', math: 'total' },
  sessions: { words: 'Sessions', math: 'unique_session' },
  'session duration': { words: 'Time on the site', metric: 'SessionDuration', format: span },
  'bounce rate': { words: 'Bounce rate', metric: 'BounceRate', format: (value) => percent(value === null ? NaN : value / 100) },
};

/** Panels of tables; each says what its rows are of, and which filter a row becomes. */
const PANELS = [
  { name: 'Pages', tables: [
    { by: 'Page', words: 'Top pages', filter: ['event', '$pathname'] },
    { by: 'InitialPage', words: 'Entry pages', filter: ['session', '$entry_pathname'] },
    { by: 'ExitPage', words: 'Exit pages', filter: ['session', '$exit_pathname'] },
  ] },
  { name: 'Sources', tables: [
    { by: 'InitialReferringDomain', words: 'Referrers', filter: ['session', '$entry_referring_domain'], none: 'Not known', name: (value) => value === '$direct' ? 'Direct' : value },
    { by: 'InitialUTMSource', words: 'UTM source', filter: ['session', '$entry_utm_source'] },
    { by: 'InitialUTMMedium', words: 'Medium', filter: ['session', '$entry_utm_medium'] },
    { by: 'InitialUTMCampaign', words: 'Campaign', filter: ['session', '$entry_utm_campaign'] },
  ] },
  { name: 'Places', tables: [
    { by: 'Country', words: 'Map', filter: ['event', '$geoip_country_code'], map: true, name: countryName },
    { by: 'Country', words: 'Countries', filter: ['event', '$geoip_country_code'], name: countryName, none: 'Not known' },
  ] },
  { name: 'Devices', tables: [
    { by: 'DeviceType', words: 'Kind', filter: ['event', '$device_type'], none: 'Not known' },
    { by: 'Browser', words: 'Browser', filter: ['event', '$browser'], none: 'Not known' },
    { by: 'OS', words: 'System', filter: ['event', '$os'], none: 'Not known' },
  ] },
];

const state = { from: '-7d', to: '', filters: [], compare: true, tile: 'visitors' };
let bar;
const places = [];

/** What all questions share. */
function asked(more) {
  const range = { date_from: state.from };
  if (state.to) range.date_to = state.to;
  const all = { dateRange: range, properties: state.filters, ...more };
  if (state.compare && state.from !== 'all') all.compareFilter = { compare: true };
  return all;
}

/** A change since the period before, green where it is good. */
function changeOf(value, before, badWhenMore = false) {
  if (!before || value === null || value === undefined) return null;
  const change = value / before - 1;
  const good = change === 0 ? '' : (change > 0) !== badWhenMore ? 'good' : 'bad';
  return el('span', { class: 'chip ' + good, title: 'before: ' + number(before) }, (change > 0 ? '+' : '') + percent(change));
}

const shownAs = (kind, value) => kind === 'percentage' ? percent(value / 100) : kind === 'duration_s' ? span(value) : number(value);

// ---- the numbers and the line

function drawTiles(answer, content) {
  const list = el('div', { class: 'tiles', role: 'group', 'aria-label': 'The numbers; choose which the line shows' });
  for (const one of answer.results) {
    const tile = TILES[one.key];
    if (!tile) continue;
    const inside = [
      el('span', { class: 'tile-name' }, tile.words), el('span', { class: 'tile-value' }, shownAs(one.kind, one.value)),
      state.compare && el('span', { class: 'tile-change' }, one.previous !== null && one.previous !== undefined ? [changeOf(one.value, one.previous, one.isIncreaseBad), el('span', { class: 'fine' }, one.previous ? ' from ' + shownAs(one.kind, one.previous) : 'none before')] : '\u00a0'),
    ];
    list.append(el('button', { class: 'tile', 'aria-pressed': String(state.tile === one.key), on: { click: () => { state.tile = one.key; tell(); for (const other of list.children) other.setAttribute('aria-pressed', String(other === heard(one.key))); trend.look(); } }, data: { key: one.key } }, inside));
  }
  if (!state.filters.length && answer.results.every((one) => !one.value)) content.append(el('p', { class: 'note' }, 'No page was viewed in these dates. Choose more of them, ', el('a', { href: '/settings#install' }, 'install the snippet'), ', or ', el('a', { href: '/settings#project' }, 'make a project with demo data'), ' to look around in.'));
  const heard = (key) => [...list.children].find((other) => other.dataset.key === key);
  content.append(list);
}

/** How fine the line is: hours for up to two days, else days, weeks and months. */
function interval() {
  const days = /^-(\d+)d$/.exec(state.from);
  if (state.from === '-1h') return 'minute';
  if (state.from === '-24h' || state.from === 'dStart') return 'hour';
  if (state.from === 'all' || state.from === 'yStart') return 'month';
  if (days) return Number(days[1]) > 90 ? 'week' : 'day';
  if (/^\d/.test(state.from)) {
    const long = (new Date(state.to || Date.now()) - new Date(state.from)) / 86400000;
    return long <= 2 ? 'hour' : long <= 120 ? 'day' : long <= 800 ? 'week' : 'month';
  }
  return 'day';
}

/** What the line asks: how sessions were, or how many of something there were. */
function trendQuery() {
  const { math, metric } = TILES[state.tile];
  return metric ? { kind: 'WebTrendsQuery', interval: interval(), metrics: [metric] }
    : { kind: 'TrendsQuery', interval: interval(), series: [{ kind: 'EventsNode', event: '$pageview', name: '$pageview', math }] };
}

/** Answers of sessions in the form of trends. */
function asTrend(answer, metric) {
  const one = (buckets, label) => ({ days: buckets.map(({ bucket }) => bucket), data: buckets.map(({ metrics }) => metrics[metric]), compare_label: label });
  return { ...answer, results: [one(answer.results, 'current'), ...(answer.previous ? [one(answer.previous, 'previous')] : [])] };
}

function drawTrend(found, content) {
  const every = interval();
  const { metric, format = number } = TILES[state.tile];
  const answer = metric ? asTrend(found, metric) : found;
  const now = answer.results.find((one) => one.compare_label !== 'previous') || answer.results[0];
  if (!now) return;
  const series = [{ name: TILES[state.tile].words, values: now.data, class: 'c0' }];
  const before = answer.results.find((one) => one.compare_label === 'previous');
  if (before) series.push({ name: 'The period before', values: before.data.slice(0, now.data.length), dashed: true, class: 'c8' });
  timeChart(content, { series, labels: now.days.map((day) => dayWords(day, every)), titles: now.days.map((day) => dayWords(day, every, true)), kind: before ? 'line' : 'area', height: 260, unfinished: !state.to, label: TILES[state.tile].words, legend: Boolean(before), format, axis: metric ? format : compact });
}

const trend = { look: () => {} };

// ---- the tables

function narrow(table, value) {
  const [type, key] = table.filter;
  const none = value === null || value === undefined || value === '';
  const made = { type, key, operator: none ? 'is_not_set' : 'exact', ...(none ? {} : { value: String(value) }) };
  const same = (one) => one.type === type && one.key === key;
  state.filters = [...state.filters.filter((one) => !same(one)), made];
  bar.set(state.filters);
  lookAll();
}

const pair = (value) => Array.isArray(value) ? value : [value, null];

function drawTable(table, answer, content, limit, again) {
  const rows = answer.results.map(([value, visitors, views]) => ({ value, visitors: pair(visitors), views: pair(views) }));
  if (!rows.length) {
    content.append(el('div', { class: 'empty small' }, el('p', {}, 'Nothing in these dates.')));
    return;
  }
  const words = (value) => value === null || value === undefined || value === '' ? table.none || 'None' : table.name ? table.name(String(value)) : String(value);
  if (table.map) {
    worldMap(content, rows.filter((one) => one.value).map((one) => ({ code: String(one.value), value: one.visitors[0], open: () => narrow(table, one.value) })), { label: 'Visitors by country' });
    return;
  }
  const most = Math.max(1, ...rows.map((one) => one.visitors[0]));
  content.append(
    el('div', { class: 'web-head', 'aria-hidden': 'true' }, el('span', {}, table.words), el('span', {}, 'Visitors'), el('span', {}, 'Views')),
    el('ol', { class: 'value-bars', 'aria-label': table.words }, rows.map((one) => {
      const mark = el('span', { class: 'value-bar c0' });
      mark.style.width = Math.max(0.5, 100 * one.visitors[0] / most) + '%';
      return el('li', {}, el('button', { class: 'value-row web-row', title: 'Show only this', on: { click: () => narrow(table, one.value) } }, mark,
        el('span', { class: 'value-name' }, el('span', { class: 'clip', title: words(one.value) }, words(one.value))),
        state.compare && changeOf(one.visitors[0], one.visitors[1]),
        el('b', { class: 'value-number' }, compact(one.visitors[0]), el('span', { class: 'hidden' }, ' visitors, ')), el('span', { class: 'web-views' }, compact(one.views[0]), el('span', { class: 'hidden' }, ' views'))));
    })),
    answer.hasMore && limit === ROWS ? el('button', { class: 'button small more-rows', on: { click: again } }, 'Show more') : '');
}

function panel({ name, tables }) {
  let at = 0;
  const place = el('div', {});
  const shown = new Place(place, { label: 'Counting' });
  const look = (limit = ROWS) => {
    const table = tables[at];
    const many = table.map ? 250 : limit;
    return shown.show((signal) => question(asked({ kind: 'WebStatsTableQuery', breakdownBy: table.by, limit: many, offset: 0 }), { signal }),
      (answer, content) => drawTable(table, answer, content, limit, () => look(MORE)));
  };
  const tabs = tables.map((table, i) => el('button', { 'aria-pressed': String(i === at), on: { click: () => {
    at = i;
    tabs.forEach((tab, j) => tab.setAttribute('aria-pressed', String(i === j)));
    look();
  } } }, table.words));
  places.push(() => look());
  return el('section', { class: 'sheet', 'aria-label': name }, el('div', { class: 'sheet-head' }, el('h2', {}, name), el('div', { class: 'segments small', role: 'group', 'aria-label': name }, tabs)), place);
}

// ---- all of it

function tell() {
  toAddress({ from: state.from === '-7d' ? '' : state.from, to: state.to, filters: state.filters.length ? JSON.stringify(state.filters) : '', compare: state.compare ? '' : 'no', show: state.tile === 'visitors' ? '' : state.tile });
}

function lookAll() {
  tell();
  for (const look of places) look();
}

/** Who is there just now, asked again while somebody looks. */
function presence(node) {
  const look = async () => {
    if (document.hidden) return;
    const found = await question({ kind: 'HogQLQuery', query: 'SELECT count(DISTINCT person_id) FROM events WHERE "timestamp" > now() - INTERVAL 5 MINUTE' }).catch(() => null);
    const n = found?.results?.[0]?.[0];
    node.hidden = n === undefined || n === null;
    node.replaceChildren(el('span', { class: 'dot' + (n > 0 ? ' on' : ''), 'aria-hidden': 'true' }), number(n) + (n === 1 ? ' visitor' : ' visitors') + ' in the last 5 minutes');
  };
  look();
  setInterval(look, 30000);
}

async function start() {
  const given = fromAddress();
  state.from = given.from || '-7d';
  state.to = given.to || '';
  state.filters = filtersOf(given.filters);
  state.compare = given.compare !== 'no';
  state.tile = given.show in TILES ? given.show : 'visitors';
  bar = filterBar(state.filters, (filters) => { state.filters = filters; lookAll(); });
  const compared = el('input', { type: 'checkbox', checked: state.compare, on: { change: () => { state.compare = compared.checked; lookAll(); } } });
  const now = el('p', { class: 'presence', hidden: true });
  const tiles = el('div', {});
  const line = el('section', { class: 'sheet', 'aria-label': 'Over time' });
  const holder = el('div', { hidden: true }, el('div', { class: 'tools' },
    dateControl({ date_from: state.from, date_to: state.to }, (range) => { Object.assign(state, { from: range.date_from, to: range.date_to || '' }); lookAll(); }),
    el('label', { class: 'check' }, compared, 'Compare to the period before'),
    el('span', { class: 'tools-right' }, el('button', { class: 'button square', 'aria-label': 'Ask again', title: 'Ask again', on: { click: lookAll } }, icon('refresh')))),
  bar.node, tiles, line);
  main.append(head('Web', now), holder);
  const { project } = await shell({ page: '/web' });
  holder.hidden = false;
  if (!project) return;
  const shownTiles = new Place(tiles, { label: 'Counting visitors' });
  const shownLine = new Place(line, { label: 'Drawing the line' });
  places.push(() => shownTiles.show((signal) => question(asked({ kind: 'WebOverviewQuery' }), { signal }), drawTiles));
  trend.look = () => shownLine.show((signal) => question(asked(trendQuery()), { signal }), drawTrend);
  places.push(trend.look);
  holder.append(el('div', { class: 'panels' }, PANELS.map(panel)));
  lookAll();
  presence(now);
}

await start();
