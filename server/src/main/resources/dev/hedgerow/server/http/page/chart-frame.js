/*
 * What all charts share: a drawing that follows its width, a note beside the pointer, keys that walk the points, and the same
 * numbers as a table. A point that stands for people is opened by a click or the Enter key.
 */

import { announce, el, freshId, svg } from './dom.js';

/** The colour of the n-th series, as a class; the stylesheet knows what it is in light and dark. */
export const colour = (n) => 'c' + (n % 10);

let note = null;

/** Shows words beside a point of the page: lines of [name, value, colour class]. */
export function tell(x, y, title, lines, hint) {
  note ??= document.body.appendChild(el('div', { class: 'tip', 'aria-hidden': 'true', hidden: true }));
  note.replaceChildren(
    el('p', { class: 'tip-title' }, title),
    ...lines.slice(0, 14).map(([name, value, mark, strong]) => el('p', { class: strong ? 'tip-line strong' : 'tip-line' },
      mark && el('span', { class: 'key ' + mark }), el('span', { class: 'clip' }, name), el('b', {}, value))),
    lines.length > 14 ? el('p', { class: 'tip-hint' }, 'and ' + (lines.length - 14) + ' more') : '',
    hint ? el('p', { class: 'tip-hint' }, hint) : '');
  note.hidden = false;
  const { width, height } = note.getBoundingClientRect();
  const left = x + 16 + width > innerWidth - 8 ? x - width - 16 : x + 16;
  note.style.left = Math.max(8, left) + 'px';
  note.style.top = Math.max(8, Math.min(y - height / 2, innerHeight - height - 8)) + 'px';
}

export function hush() {
  if (note) note.hidden = true;
}
addEventListener('scroll', hush, { passive: true, capture: true });

/**
 * Puts a drawing into a place and draws it anew whenever its width changes.
 *
 * draw(width) answers an <svg>. table: {head: [words], rows: [[cell]]}, a cell being a text, a number or {text, open}.
 */
export function frame(place, { label, draw, table, legend, shown = false }) {
  const drawing = el('div', { class: 'chart-drawing' });
  const figure = el('figure', { class: 'chart-figure', 'aria-label': label }, legend, drawing);
  if (table) figure.append(asTable(table, shown));
  place.append(figure);
  let width = 0;
  const again = () => {
    const now = Math.floor(drawing.clientWidth);
    if (now === width || now === 0) return;
    width = now;
    const hadFocus = drawing.contains(document.activeElement);
    drawing.replaceChildren(draw(width));
    if (hadFocus) drawing.querySelector('[tabindex="0"]')?.focus();
  };
  new ResizeObserver(again).observe(drawing);
  again();
  return figure;
}

function asTable(table, shown) {
  const details = el('details', { class: 'as-table', open: shown }, el('summary', {}, 'As a table'));
  const fill = () => { if (details.open && details.children.length === 1) details.append(tableOf(table)); };
  details.addEventListener('toggle', fill);
  fill();
  return details;
}

const OTHER_WAY = { ascending: 'descending', descending: 'ascending' };

/**
 * Lets the heads of a table sort its rows: the largest number first, the first text first, and the other way round at the second
 * click. raw(row, i) is what counts of a cell, numeric(i) whether a column is of numbers, fill(rows) shows them in another order.
 */
export function sorting(heads, rows, { raw, numeric, fill }) {
  if (rows.length < 2) return;
  const compare = (a, b, i) => (numeric(i) ? a - b : String(a).localeCompare(String(b), [], { numeric: true }));
  const sort = (i) => {
    const first = numeric(i) ? 'descending' : 'ascending';
    const way = heads[i].getAttribute('aria-sort') === first ? OTHER_WAY[first] : first;
    for (const one of heads) one.removeAttribute('aria-sort');
    heads[i].setAttribute('aria-sort', way);
    const there = rows.filter((row) => raw(row, i) !== null && raw(row, i) !== undefined);
    there.sort((a, b) => compare(raw(a, i), raw(b, i), i) * (way === 'ascending' ? 1 : -1));
    fill([...there, ...rows.filter((row) => !there.includes(row))]);
  };
  heads.forEach((one, i) => one.replaceChildren(el('button', { class: 'sort', on: { click: () => sort(i) } }, ...one.childNodes)));
}

/** A table; numbers go right; a cell that opens something is a button. sorts: whether its heads sort it. */
export function tableOf({ head, rows, caption, sorts = false }) {
  const cell = (value, i) => {
    const open = value && typeof value === 'object' && !(value instanceof Node) ? value.open : null;
    const shown = open || (value && typeof value === 'object' && 'text' in value) ? value.text : value;
    const words = shown instanceof Node ? shown : shown === null || shown === undefined ? '–' : typeof shown === 'number' ? shown.toLocaleString([], { maximumFractionDigits: 2 }) : String(shown);
    const right = i > 0 && (typeof shown === 'number' || value?.right || shown === null || /^[-\d.,\s%–]+$/.test(String(words)));
    return el(i === 0 ? 'th' : 'td', { class: right ? 'num' : null, scope: i === 0 ? 'row' : null },
      open ? el('button', { class: 'cell', on: { click: open } }, words) : words);
  };
  const raw = (row, i) => (row[i] && typeof row[i] === 'object' && !(row[i] instanceof Node) ? row[i].text : row[i]);
  const numeric = (i) => i > 0 && rows.length > 0 && rows.every((row) => {
    const shown = raw(row, i);
    return typeof shown === 'number' || shown === null || /^[-\d.,\s%–]+$/.test(String(shown));
  });
  const heads = head.map((words, i) => el('th', { scope: 'col', class: numeric(i) ? 'num' : null }, words));
  const body = el('tbody', {}, rows.map((row) => el('tr', {}, row.map(cell))));
  if (sorts) sorting(heads, rows, { raw, numeric: (i) => rows.every((row) => typeof (raw(row, i) ?? 0) === 'number'), fill: (sorted) => body.replaceChildren(...sorted.map((row) => el('tr', {}, row.map(cell)))) });
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption || 'Table' },
    el('table', { class: 'table' },
      el('thead', {}, el('tr', {}, heads)), body));
}

/** A legend; each name hides or shows its series. */
export function legendOf(series, hidden, changed) {
  return el('ul', { class: 'legend-list', 'aria-label': 'Series' }, series.map((one, i) => el('li', {}, el('button', {
    class: 'legend-item', 'aria-pressed': String(!hidden.has(i)), title: one.name,
    on: { click: (event) => {
      if (hidden.has(i)) hidden.delete(i); else hidden.add(i);
      event.currentTarget.setAttribute('aria-pressed', String(!hidden.has(i)));
      changed();
    } },
  }, el('span', { class: 'key ' + one.class + (one.dashed ? ' dashed' : '') }), el('span', { class: 'clip' }, one.name)))));
}

/**
 * Lets keys walk a drawing: it is one stop of the Tab key; the arrows go to the neighbours, Enter opens, Escape leaves.
 *
 * at(column, row) answers {x, y, words, tell: [title, lines]} or null; open(column, row) opens the people, or is null.
 */
export function keys(drawing, columns, rows, at, open) {
  const ring = svg('circle', { class: 'key-ring', r: 7, hidden: '' });
  ring.style.display = 'none';
  drawing.append(ring);
  let column = columns - 1;
  let row = 0;
  const help = freshId('keys');
  drawing.append(svg('desc', { id: help }, 'Arrow keys go from point to point' + (open ? ', Enter shows who they are.' : '.')));
  drawing.setAttribute('tabindex', '0');
  drawing.setAttribute('aria-describedby', help);
  const show = () => {
    const point = at(column, row);
    if (!point) return;
    ring.style.display = '';
    ring.setAttribute('cx', point.x);
    ring.setAttribute('cy', point.y);
    const box = drawing.getBoundingClientRect();
    tell(box.left + point.x, box.top + point.y, ...point.tell, open ? 'Enter shows the people' : '');
    announce(point.words);
  };
  drawing.addEventListener('focus', () => { if (drawing.matches(':focus-visible')) show(); });
  drawing.addEventListener('blur', () => { ring.style.display = 'none'; hush(); });
  drawing.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], Home: [-columns, 0], End: [columns, 0] }[event.key];
    if (step) {
      event.preventDefault();
      column = Math.max(0, Math.min(columns - 1, column + step[0]));
      row = (row + step[1] + rows) % rows;
      show();
    } else if ((event.key === 'Enter' || event.key === ' ') && open) {
      event.preventDefault();
      hush();
      open(column, row);
    } else if (event.key === 'Escape') hush();
  });
}
