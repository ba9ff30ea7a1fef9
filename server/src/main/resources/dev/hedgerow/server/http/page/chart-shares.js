/* Values that are not over time: one number, bars of values, a pie. */

import '/page/d3.min.js';
import { colour, hush, tableOf, tell } from './chart-frame.js';
import { compact, el, number, percent, svg } from './dom.js';

const d3 = globalThis.d3;

/** One large number for each series: [{name, value, before?, open?}]; "before" is the period compared with. */
export function bigNumbers(place, series, { format = number, label = 'Numbers' } = {}) {
  place.append(el('div', { class: 'big-numbers', role: 'group', 'aria-label': label }, series.map((one) => {
    const change = one.before ? one.value / one.before - 1 : null;
    const words = format(one.value);
    return el('div', { class: 'big-number' },
      one.open && one.value ? el('button', { class: 'big', title: 'Show the people', on: { click: one.open } }, words) : el('p', { class: 'big' }, words),
      el('p', { class: 'fine' }, one.name),
      one.before !== undefined && one.before !== null && el('p', { class: 'fine' },
        change !== null && el('span', { class: 'chip ' + (change >= 0 ? 'good' : 'bad') }, (change >= 0 ? '+' : '') + percent(change)), one.before === 0 ? 'none before' : [' from ', format(one.before)]));
  })));
}

/**
 * Values as rows with bars behind the names: [{name, value, class?, open?, href?, before?}]. total: what shares are of; none
 * for no shares.
 */
export function valueBars(place, rows, { format = number, total, label = 'Values', name = 'Name', value = 'Value', most = 100 } = {}) {
  const highest = d3.max(rows, (row) => Math.abs(row.value)) || 1;
  const list = el('ol', { class: 'value-bars', 'aria-label': label }, rows.slice(0, most).map((row) => {
    const bar = el('span', { class: 'value-bar ' + (row.class || 'c0') });
    bar.style.width = Math.max(row.value ? 0.4 : 0, 100 * Math.abs(row.value) / highest) + '%';
    const words = [el('span', { class: 'clip', title: row.name }, row.name)];
    const inside = [bar, el('span', { class: 'value-name' }, words),
      total ? el('span', { class: 'value-share' }, percent(row.value / total)) : '',
      el('b', { class: 'value-number' }, format(row.value))];
    return el('li', {}, row.href ? el('a', { class: 'value-row', href: row.href }, inside)
      : row.open ? el('button', { class: 'value-row', on: { click: row.open } }, inside) : el('div', { class: 'value-row' }, inside));
  }));
  place.append(list);
  return list;
}

/** Shares of a whole: [{name, value, open?}]. */
export function pie(place, rows, { format = number, label = 'Shares', size = 260 } = {}) {
  const parts = rows.filter((row) => row.value > 0).map((row) => ({ ...row, class: row.class || colour(rows.indexOf(row)) }));
  const total = d3.sum(parts, (row) => row.value);
  const box = el('div', { class: 'pie' });
  place.append(box);
  const angles = d3.pie().sort(null).value((row) => row.value)(parts);
  const arc = d3.arc().innerRadius(size * 0.3).outerRadius(size * 0.48).padAngle(parts.length > 1 ? 0.012 : 0).cornerRadius(3);
  const drawing = svg('svg', { class: 'chart-svg', width: size, height: size, viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`, role: 'img', 'aria-label': label + ': ' + parts.slice(0, 6).map((row) => row.name + ' ' + percent(row.value / total)).join(', ') },
    angles.map((angle) => svg('path', {
      class: 'pie-mark ' + angle.data.class + (angle.data.open ? ' opens' : ''), d: arc(angle),
      on: {
        pointermove: (event) => tell(event.clientX, event.clientY, angle.data.name, [['Share', percent(angle.data.value / total)], ['Value', format(angle.data.value)]], angle.data.open ? 'Click shows the people' : ''),
        pointerleave: hush,
        click: () => { hush(); angle.data.open?.(); },
      },
    })),
    svg('text', { class: 'pie-total', 'text-anchor': 'middle', dy: '.1em' }, compact(total)),
    svg('text', { class: 'pie-word', 'text-anchor': 'middle', dy: '1.9em' }, 'in all'));
  const side = el('div', { class: 'pie-side' });
  valueBars(side, parts, { format, total, label });
  box.append(drawing, side);
}

/** A plain table as a chart of its own. */
export function tableChart(place, table) {
  place.append(tableOf({ ...table, sorts: true }));
}

