/* What a list is narrowed to: property filters as chips, made and changed in a dialog, and the dates. */

import { el, freshId } from './dom.js';
import { filterEditor, filterWords, isComplete } from './filters.js';
import { icon } from './icons.js';

/** A dialog with a title, what it holds, and the buttons at its foot; answers the node, open. */
export function dialog(title, content, foot, { drawer = false, closed = () => {} } = {}) {
  const head = el('h2', { id: freshId('dialog') }, title);
  const node = el('dialog', { class: drawer ? 'drawer' : null, 'aria-labelledby': head.id },
    el('div', { class: 'dialog-head' }, head, el('button', { class: 'quiet', 'aria-label': 'Close', on: { click: () => node.close() } }, icon('close'))),
    content, foot && el('div', { class: 'dialog-foot' }, foot));
  node.addEventListener('close', () => { node.remove(); closed(); });
  node.addEventListener('click', (event) => { if (event.target === node) node.close(); });
  document.body.append(node);
  node.showModal();
  return node;
}

/** Filters of a list as an editor takes them; a group of alternatives stands alone in its list. */
const grouped = (list) => list.length === 1 && list[0].values ? { type: list[0].type, list: list[0].values } : { type: 'AND', list };
const listed = ({ type, list }) => {
  const complete = list.filter(isComplete);
  return type === 'OR' && complete.length > 1 ? [{ type, values: complete }] : complete;
};

/** Lets one change all filters in a dialog; done(list) gets them. */
function edit(list, done) {
  let now = grouped(list);
  const save = el('button', { class: 'button strong', on: { click: () => { node.close(); done(listed(now)); } } }, 'Apply');
  const node = dialog('Filters', filterEditor({ filters: now, changed: (changed) => { now = changed; } }),
    [el('button', { class: 'button', on: { click: () => node.close() } }, 'Cancel'), save]);
  node.querySelector('.filters-box .pick')?.focus();
}

/** Chips of filters with a button to change them; changed(filters) is called with the new list. */
export function filterBar(filters, changed) {
  const node = el('div', { class: 'chips narrowed', role: 'group', 'aria-label': 'Filters' });
  const draw = (list) => {
    const put = (next) => { draw(next); changed(next); };
    const change = () => edit(list, put);
    node.replaceChildren(
      ...list.map((filter, i) => el('span', { class: 'chip filter' },
        el('button', { class: 'chip-words', title: filterWords(filter), on: { click: change } }, filterWords(filter)),
        el('button', { class: 'chip-out', 'aria-label': 'Remove ' + filterWords(filter), on: { click: () => put(list.filter((one, j) => j !== i)) } }, '×'))),
      el('button', { class: 'button small', on: { click: change } }, icon('filter'), 'Filter'));
  };
  draw(filters);
  return { node, set: draw };
}

const RANGES = [
  ['-1h', 'Last hour'], ['-24h', 'Last 24 hours'], ['dStart', 'Today'], ['-7d', 'Last 7 days'], ['-14d', 'Last 14 days'], ['-30d', 'Last 30 days'],
  ['-90d', 'Last 90 days'], ['mStart', 'This month'], ['yStart', 'This year'], ['all', 'All time'],
];

/** A choice of dates; changed({from, to}) gets what the API takes: relative dates, or days of the project. */
export function dates({ from, to, changed, without = [] }) {
  const own = /^\d{4}-/.test(from);
  const first = el('input', { class: 'input', type: 'date', 'aria-label': 'First day', value: own ? from : '' });
  const last = el('input', { class: 'input', type: 'date', 'aria-label': 'Last day', value: own && to ? to.slice(0, 10) : '' });
  const days = el('span', { class: 'days', hidden: !own }, first, ' to ', last);
  const select = el('select', { 'aria-label': 'Dates', on: { change: () => {
    days.hidden = select.value !== 'own';
    if (select.value === 'own') first.focus();
    else changed({ from: select.value, to: '' });
  } } },
  RANGES.filter(([name]) => !without.includes(name)).map(([name, words]) => el('option', { value: name, selected: name === from }, words)),
  el('option', { value: 'own', selected: own }, 'Days …'));
  const tell = () => { if (first.value && (!last.value || last.value >= first.value)) changed({ from: first.value, to: last.value ? last.value + 'T23:59:59' : '' }); };
  first.addEventListener('change', tell);
  last.addEventListener('change', tell);
  return el('span', { class: 'dates' }, select, days);
}

/** What the address says after the question mark, and saying it anew; nulls and empty ones are left out. */
export const fromAddress = () => Object.fromEntries(new URL(location.href).searchParams);
export function toAddress(values) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === '') address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  history.replaceState(history.state, '', address);
}

/** A list in JSON from the address; whatever somebody put there is looked at before it is used. */
export function listOf(text) {
  try {
    const found = JSON.parse(text || '[]');
    return Array.isArray(found) ? found : [];
  } catch (unreadable) {
    return [];
  }
}

/** The filters that an address names. */
export const filtersOf = (text) => listOf(text).filter((one) => one && (typeof one.key === 'string' || Array.isArray(one.values)));
