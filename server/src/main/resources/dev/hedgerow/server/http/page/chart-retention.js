/* Retention: a row for each beginning, a cell for each interval after it, darker where more came back. */

import { el, number, percent } from './dom.js';
import { timeChart } from './chart-lines.js';

/** rows: [{name, values: [count]}]; labels: "Day 0", …; open(row, column) shows who. reference: "total" | "previous". */
export function retentionGrid(place, rows, labels, { open, reference = 'total' } = {}) {
  const share = (row, i) => {
    const base = reference === 'previous' && i ? row.values[i - 1] : row.values[0];
    return base ? row.values[i] / base : NaN;
  };
  const means = labels.map((unused, i) => {
    const having = rows.filter((row) => row.values.length > i && row.values[0] > 0);
    const all = having.reduce((sum, row) => sum + (reference === 'previous' && i ? row.values[i - 1] : row.values[0]), 0);
    return all ? having.reduce((sum, row) => sum + row.values[i], 0) / all : null;
  });
  timeChart(place, {
    series: [{ name: 'All together', values: means }], labels, kind: 'line', height: 190, format: (value) => percent(value), axis: percent, label: 'Share that came back', legend: false, table: null,
  }).querySelector('.as-table')?.remove();
  const cell = (row, r, i) => {
    const value = share(row, i);
    const count = row.values[i];
    const words = Number.isNaN(value) ? '–' : percent(value);
    const step = Number.isNaN(value) || !count ? 0 : Math.max(1, Math.min(10, Math.round(value * 10)));
    return el('td', { class: 'r' + step }, open && count
      ? el('button', { class: 'cell', title: number(count), 'aria-label': row.name + ', ' + labels[i] + ': ' + number(count) + ', ' + words, on: { click: () => open(r, i) } }, words)
      : el('span', { title: number(count) }, words));
  };
  place.append(el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Retention' }, el('table', { class: 'retention' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Began'), el('th', { scope: 'col', class: 'num' }, 'Size'), labels.map((words) => el('th', { scope: 'col' }, words)))),
    el('tbody', {},
      el('tr', { class: 'mean' }, el('th', { scope: 'row' }, 'All'), el('td', { class: 'num' }, number(rows.reduce((sum, row) => sum + (row.values[0] || 0), 0))), means.map((value) => el('td', {}, value === null ? '' : percent(value)))),
      rows.map((row, r) => el('tr', {}, el('th', { scope: 'row' }, row.name), el('td', { class: 'num' }, number(row.values[0] ?? 0)),
        labels.map((unused, i) => (i < row.values.length ? cell(row, r, i) : el('td', {})))))))));
}
