/* Retention: a row for each beginning, a cell for each interval after it, darker where more came back. */

import { colour } from './chart-frame.js';
import { el, number, percent } from './dom.js';
import { timeChart } from './chart-lines.js';

/**
 * Draws a line of how many came back for each group, and the grid of one of them, to be chosen where there are several.
 *
 * groups: [{name, rows: [{name, values: [count]}]}]; labels: "Day 0", …; open(row, column, group) shows who. reference: "total" |
 * "previous".
 */
export function retentionGrid(place, groups, labels, { open, reference = 'total' } = {}) {
  const before = (row, i) => (reference === 'previous' && i ? row.values[i - 1] : row.values[0]);
  const means = groups.map(({ rows }) => labels.map((unused, i) => {
    const having = rows.filter((row) => row.values.length > i && row.values[0] > 0);
    const all = having.reduce((sum, row) => sum + before(row, i), 0);
    return all ? having.reduce((sum, row) => sum + row.values[i], 0) / all : null;
  }));
  timeChart(place, {
    series: groups.map(({ name }, g) => ({ name, values: means[g], class: colour(g) })), labels, kind: 'line', height: groups.length > 1 ? 240 : 190, format: percent, axis: percent, label: 'Share that came back', table: null,
  }).querySelector('.as-table')?.remove();
  const grid = el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Retention' });
  const show = (g) => grid.replaceChildren(tableOf(groups[g].rows, means[g], labels, before, open && ((row, column) => open(row, column, g))));
  if (groups.length > 1) place.append(el('label', { class: 'check' }, 'The grid of ', el('select', { class: 'small', on: { change: (event) => show(Number(event.target.value)) } }, groups.map(({ name }, g) => el('option', { value: String(g) }, name)))));
  show(0);
  place.append(grid);
}

function tableOf(rows, means, labels, before, open) {
  const cell = (row, r, i) => {
    const count = row.values[i];
    const share = before(row, i) ? count / before(row, i) : NaN;
    const words = percent(share);
    const step = Number.isNaN(share) || !count ? 0 : Math.max(1, Math.min(10, Math.round(share * 10)));
    return el('td', { class: 'r' + step }, open && count
      ? el('button', { class: 'cell', title: number(count), 'aria-label': row.name + ', ' + labels[i] + ': ' + number(count) + ', ' + words, on: { click: () => open(r, i) } }, words)
      : el('span', { title: number(count) }, words));
  };
  return el('table', { class: 'retention' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Began'), el('th', { scope: 'col', class: 'num' }, 'Size'), labels.map((words) => el('th', { scope: 'col' }, words)))),
    el('tbody', {},
      el('tr', { class: 'mean' }, el('th', { scope: 'row' }, 'All'), el('td', { class: 'num' }, number(rows.reduce((sum, row) => sum + (row.values[0] || 0), 0))), means.map((value) => el('td', {}, value === null ? '' : percent(value)))),
      rows.map((row, r) => el('tr', {}, el('th', { scope: 'row' }, row.name), el('td', { class: 'num' }, number(row.values[0] ?? 0)),
        labels.map((unused, i) => (i < row.values.length ? cell(row, r, i) : el('td', {})))))));
}
