/* SQL over the project's events: the field, the answer as a table or a chart, and how long it took. */

import { Place, act, question } from './api.js';
import { sorting } from './chart-frame.js';
import { dayWords, timeChart, valueBars } from './charts.js';
import { csv, download, el, number } from './dom.js';
import { shown as shownValue } from './event-view.js';
import { fromAddress, toAddress } from './narrow.js';
import { icon } from './icons.js';
import { head, shell } from './shell.js';
import { sqlEditor } from './sql-editor.js';
import { EXAMPLES, TABLES } from './sql-words.js';

const SHOWN = 1000;
const CHARTED = 400;
const main = document.getElementById('main');
const place = el('div', { class: 'sheet flush' });

let view = 'table';
let axes = { x: null, y: [], kind: 'bar' };

const numeric = (type) => /INT|DOUBLE|FLOAT|DECIMAL|REAL/.test(type);
const timely = (type) => /DATE|TIME/.test(type);

// ---- the answer

/** A moment as it is told: without what is zero. */
const moment = (value) => String(value).replace(/T00:00:00(\.0+)?Z$/, '').replace('T', ' ').replace(/(?:\.(\d*?)0*)?Z$/, (all, digits) => (digits ? '.' + digits : ''));

function cell(value, type) {
  if (value === null || value === undefined) return el('span', { class: 'fine' }, 'null');
  if (typeof value === 'number' || numeric(type)) return number(Number(value));
  return timely(type) ? moment(value) : shownValue(value);
}

function table(answer, content) {
  const { columns, types } = answer;
  const rows = answer.results.slice(0, SHOWN);
  const body = el('tbody', {});
  const fill = (list) => body.replaceChildren(...list.map((row) => el('tr', {}, row.map((value, i) => el('td', { class: numeric(types[i]) ? 'num' : null }, cell(value, types[i]))))));
  const heads = columns.map((name, i) => el('th', { scope: 'col', class: numeric(types[i]) ? 'num' : null, title: types[i] }, name));
  fill(rows);
  sorting(heads, rows, { raw: (row, i) => row[i], numeric: (i) => numeric(types[i]), fill });
  content.append(el('div', { class: 'scroll answer', tabindex: '0', role: 'region', 'aria-label': 'Answer' }, el('table', { class: 'table' },
    el('thead', {}, el('tr', {}, heads)), body)));
  if (answer.results.length > SHOWN) content.append(el('p', { class: 'more-line fine' }, 'The first ' + number(SHOWN) + ' rows are shown; all are in the CSV.'));
}

/** Chooses what is drawn over what, as well as it can be told from the types. */
function guess({ columns, types }) {
  const numbers = columns.map((name, i) => i).filter((i) => numeric(types[i]));
  const time = types.findIndex(timely);
  const x = time >= 0 ? time : types.findIndex((type, i) => !numeric(type)) >= 0 ? types.findIndex((type) => !numeric(type)) : 0;
  const y = numbers.filter((i) => i !== x).slice(0, 3);
  return { x, y, kind: time >= 0 ? 'line' : 'bar' };
}

function chart(answer, content) {
  const { columns, types } = answer;
  if (!axes.y.length) {
    content.append(el('div', { class: 'empty' }, el('p', {}, 'A chart needs a column of numbers, and there is none.')));
    return;
  }
  const rows = answer.results.slice(0, CHARTED);
  const holder = el('div', { class: 'chart-holder' });
  const drawNow = () => {
    holder.replaceChildren();
    const words = (value) => value === null || value === undefined ? 'null' : timely(types[axes.x]) ? moment(value) : String(value);
    const labels = rows.map((row) => words(row[axes.x]));
    if (axes.kind === 'row') valueBars(holder, rows.map((row, i) => ({ name: labels[i], value: Number(row[axes.y[0]]) || 0 })), { label: columns[axes.y[0]] });
    else timeChart(holder, { labels: labels.map((words) => /^\d{4}-\d\d-\d\d$/.test(words) ? dayWords(words, 'day') : words), titles: labels, kind: axes.kind, stacked: false, height: 360, label: columns[axes.y[0]] + ' by ' + columns[axes.x],
      series: axes.y.map((i) => ({ name: columns[i], values: rows.map((row) => row[i] === null ? null : Number(row[i])) })), legend: axes.y.length > 1 });
  };
  const across = el('select', { class: 'small', 'aria-label': 'Across', on: { change: () => { axes.x = Number(across.value); drawNow(); } } }, columns.map((name, i) => el('option', { value: String(i), selected: i === axes.x }, name)));
  const up = el('div', { class: 'ups', role: 'group', 'aria-label': 'Upwards' }, columns.map((name, i) => numeric(types[i]) && el('label', { class: 'check' }, el('input', { type: 'checkbox', checked: axes.y.includes(i), on: { change: (event) => {
    axes.y = event.target.checked ? [...axes.y, i] : axes.y.filter((one) => one !== i);
    if (axes.y.length) drawNow();
  } } }), name)));
  const kind = el('select', { class: 'small', 'aria-label': 'Kind of chart', on: { change: () => { axes.kind = kind.value; drawNow(); } } }, [['line', 'Lines'], ['bar', 'Bars'], ['area', 'Areas'], ['row', 'Bars by name']].map(([name, words]) => el('option', { value: name, selected: name === axes.kind }, words)));
  content.append(el('div', { class: 'chart-tools' }, kind, el('label', { class: 'check' }, 'across ', across), el('span', { class: 'check' }, 'upwards '), up), holder,
    answer.results.length > CHARTED ? el('p', { class: 'more-line fine' }, 'The first ' + number(CHARTED) + ' rows are drawn.') : '');
  drawNow();
}

function draw(answer, content) {
  const drawIn = el('div', {});
  const buttons = [['table', 'Table'], ['chart', 'Chart']].map(([name, words]) => el('button', { 'aria-pressed': String(view === name), on: { click: () => {
    view = name;
    toAddress({ view: view === 'table' ? '' : view });
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(['table', 'chart'][i] === view)));
    fill();
  } } }, words));
  const fill = () => {
    drawIn.replaceChildren();
    if (!answer.results.length) drawIn.append(el('div', { class: 'empty' }, el('p', {}, 'No rows.')));
    else if (view === 'chart') chart(answer, drawIn);
    else table(answer, drawIn);
  };
  const seconds = answer.milliseconds / 1000;
  content.append(
    el('div', { class: 'answer-head' },
      el('p', { class: 'fine', role: 'status' }, number(answer.results.length) + (answer.results.length === 1 ? ' row' : ' rows') + (answer.hasMore ? ' (there are more: LIMIT says how many, at most 50,000)' : '') + ' · ' + (seconds < 1 ? Math.round(answer.milliseconds) + ' ms' : seconds.toFixed(1) + ' s') + (answer.is_cached ? ' · from the cache' : ''), answer.rows_read === undefined ? '' : el('span', { title: 'Rows that the engine looked at in its tables, also those that a condition then left out.' }, ' · ' + number(answer.rows_read) + (answer.rows_read === 1 ? ' row' : ' rows') + ' read')),
      el('div', { class: 'segments', role: 'group', 'aria-label': 'Show as' }, buttons),
      el('button', { class: 'button small', disabled: !answer.results.length, on: { click: () => download('answer.csv', new Blob([csv([answer.columns, ...answer.results])], { type: 'text/csv' })) } }, icon('download'), 'CSV')),
    drawIn);
  fill();
}

function run(text) {
  toAddress({ q: text });
  return shown.show(async (signal) => {
    const began = performance.now();
    const answer = await question({ kind: 'HogQLQuery', query: text }, { signal });
    return { ...answer, milliseconds: performance.now() - began };
  }, (answer, content) => {
    axes = guess(answer);
    draw(answer, content);
  });
}

/** Marks in the field what the server's refusal points at. */
let point = () => {};
const shown = new Place(place, { label: 'Running', failed: ({ message }) => {
  const found = /, line (\d+), column (\d+)$/.exec(message);
  if (found) point(Number(found[1]), Number(found[2]));
} });

// ---- beside the field

function schema(insert) {
  return el('details', { class: 'schema' }, el('summary', {}, 'Tables and columns'), el('ul', { class: 'plain' }, Object.entries(TABLES).map(([name, columns]) => el('li', {}, el('details', {},
    el('summary', { class: 'mono' }, name),
    el('ul', { class: 'plain columns' }, columns.map((column) => el('li', {}, el('button', { class: 'quiet mono', on: { click: () => insert(column.startsWith('$') ? '"' + column + '"' : column) } }, column)))))))),
  el('p', { class: 'fine' }, 'A property is written with dots: ', el('code', {}, 'properties.$browser'), ', ', el('code', {}, 'person.properties.plan'), '. Times are UTC. ', el('code', {}, 'person_id'), ' is whose an event is now, also from before a merge.'));
}

/** The text that the address carries: as a parameter, or a whole question behind the hash, as insights link to it. */
function asked() {
  try {
    const whole = location.hash.startsWith('#q=') && JSON.parse(decodeURIComponent(location.hash.slice(3)));
    if (whole && typeof whole.query === 'string') return whole.query;
  } catch (unreadable) { /* then the parameter counts */ }
  return fromAddress().q || '';
}

async function start() {
  const given = { ...fromAddress(), q: asked() };
  if (location.hash) history.replaceState(history.state, '', location.pathname + location.search);
  view = given.view === 'chart' ? 'chart' : 'table';
  const text = given.q || EXAMPLES[0][1];
  const go = () => { if (editor.input.value.trim()) run(editor.input.value); };
  const button = el('button', { class: 'button strong', on: { click: go }, 'aria-keyshortcuts': 'Control+Enter' }, 'Run');
  const editor = sqlEditor({ value: text, run: go, changed: (now) => { button.disabled = !now.trim(); } });
  point = editor.mark;
  const insert = (words) => {
    editor.input.setRangeText(words, editor.input.selectionStart, editor.input.selectionEnd, 'end');
    editor.set(editor.input.value);
    editor.input.focus();
  };
  const examples = el('select', { 'aria-label': 'Examples', on: { change: () => {
    if (examples.value) {
      editor.set(EXAMPLES[Number(examples.value)][1]);
      go();
    }
    examples.value = '';
  } } }, el('option', { value: '' }, 'Examples …'), EXAMPLES.map(([words], i) => el('option', { value: String(i) }, words)));
  const share = el('button', { class: 'button', on: { click: () => act(share, async () => {
    toAddress({ q: editor.input.value });
    await navigator.clipboard.writeText(location.href);
  }, 'The link is copied; it opens for whoever may sign in here.') } }, icon('share'), 'Copy link');
  main.append(head('SQL', examples),
    el('section', { class: 'sheet sql-sheet' }, editor.node, el('div', { class: 'sql-foot' }, button, el('span', { class: 'fine wide-only' }, 'Ctrl + Enter'), share), schema(insert)),
    place);
  place.hidden = true;
  await shell({ page: '/sql' });
  place.hidden = false;
  if (given.q) run(text);
  else shown.say('The answer comes here. Run the question above, or choose an example.');
  if (matchMedia('(min-width: 901px)').matches) editor.input.focus();
}

await start();
