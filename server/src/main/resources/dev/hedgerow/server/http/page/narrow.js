/* What a list is narrowed to: property filters as chips, made and changed in a dialog; and what of it the address keeps. */

import { dialog } from './dialog.js';
import { el } from './dom.js';
import { filterEditor, filterWords, readFilters, writeFilters } from './filters.js';
import { icon } from './icons.js';

/** Filters of an editor as a list whose members must all hold. */
function listed(now) {
  const found = writeFilters(now);
  return !found ? [] : Array.isArray(found) ? found : found.type === 'OR' ? [found] : found.values;
}

/** Lets one change all filters in a dialog; done(list) gets them. */
function edit(list, done) {
  let now = readFilters(list);
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
