/* What a list is narrowed to: property filters as chips, made and changed in a dialog, and the dates. */

import { combo } from './combo.js';
import { el, freshId } from './dom.js';
import { icon } from './icons.js';
import { propertyNames, valuesOf } from './known.js';

/** Operators by their name in the API: words, and whether a value belongs to them. */
const OPERATORS = {
  exact: ['is', true], is_not: ['is not', true], icontains: ['contains', true], not_icontains: ['does not contain', true],
  regex: ['matches (RE2)', true], not_regex: ['does not match', true], gt: ['is more than', true], lt: ['is less than', true],
  gte: ['is at least', true], lte: ['is at most', true], is_set: ['is set', false], is_not_set: ['is not set', false],
};
const KINDS = { event: 'Event', person: 'Person', session: 'Session' };

const WORDS = {
  $pathname: 'page', $entry_pathname: 'entry page', $exit_pathname: 'exit page', $entry_referring_domain: 'referrer', $entry_utm_source: 'UTM source', $entry_utm_medium: 'medium', $entry_utm_campaign: 'campaign',
  $geoip_country_code: 'country', $device_type: 'device', $browser: 'browser', $os: 'system',
};

/** A filter in words: Browser is Firefox. */
export function filterWords(filter) {
  const [words, valued] = OPERATORS[filter.operator] || [filter.operator, true];
  const value = Array.isArray(filter.value) ? filter.value.join(' or ') : filter.value;
  return (filter.type === 'person' ? 'person’s ' : '') + (WORDS[filter.key] || filter.key) + ' ' + words + (valued ? ' ' + value : '');
}

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

/** Asks for one filter; done(filter) gets it. */
function edit(filter, done) {
  let type = filter.type || 'event';
  const kind = el('select', { 'aria-label': 'Of what', value: type, on: { change: () => { type = kind.value; key.input.value = ''; value.input.value = ''; } } },
    Object.entries(KINDS).map(([name, words]) => el('option', { value: name, selected: name === type }, words)));
  const key = combo({ label: 'Property', value: filter.key || '', placeholder: 'such as $browser', offer: (text) => propertyNames(type, text), chosen: () => value.input.focus() });
  const operator = el('select', { 'aria-label': 'How', on: { change: () => { value.node.hidden = !OPERATORS[operator.value][1]; } } },
    Object.entries(OPERATORS).map(([name, [words]]) => el('option', { value: name, selected: name === (filter.operator || 'exact') }, words)));
  const value = combo({ label: 'Value', value: filter.value === undefined || filter.value === null ? '' : String(filter.value), offer: (text) => valuesOf(type, key.input.value.trim(), text), chosen: () => save() });
  value.node.hidden = !OPERATORS[operator.value][1];
  const wrong = el('p', { class: 'wrong', role: 'alert' });
  const save = () => {
    const made = { type, key: key.input.value.trim(), operator: operator.value };
    if (OPERATORS[operator.value][1]) made.value = value.input.value.trim();
    if (!made.key || made.value === '') {
      wrong.textContent = made.key ? 'A value is missing.' : 'A property is missing.';
      (made.key ? value : key).input.focus();
      return;
    }
    node.close();
    done(made);
  };
  const node = dialog(filter.key ? 'Change the filter' : 'Add a filter',
    el('div', { class: 'filter-form' },
      el('label', { class: 'field' }, el('span', { class: 'label' }, 'Of what'), kind),
      el('div', { class: 'field' }, el('span', { class: 'label' }, 'Property'), key.node),
      el('label', { class: 'field' }, el('span', { class: 'label' }, 'How'), operator),
      el('div', { class: 'field' }, el('span', { class: 'label' }, 'Value'), value.node), wrong),
    [el('button', { class: 'button', on: { click: () => node.close() } }, 'Cancel'), el('button', { class: 'button strong', on: { click: save } }, 'Apply')]);
  key.input.focus();
}

/** Chips of filters with a button for more; changed(filters) is called with the new list. */
export function filterBar(filters, changed) {
  const node = el('div', { class: 'chips', role: 'group', 'aria-label': 'Filters' });
  const draw = (list) => {
    const put = (next) => { draw(next); changed(next); };
    node.replaceChildren(
      ...list.map((filter, i) => el('span', { class: 'chip filter' },
        el('button', { class: 'chip-words', title: filterWords(filter), on: { click: () => edit(filter, (made) => put(list.with ? list.with(i, made) : list.map((one, j) => j === i ? made : one))) } }, filterWords(filter)),
        el('button', { class: 'chip-out', 'aria-label': 'Remove ' + filterWords(filter), on: { click: () => put(list.filter((one, j) => j !== i)) } }, '×'))),
      el('button', { class: 'button small', on: { click: () => edit({}, (made) => put([...list, made])) } }, icon('filter'), 'Filter'));
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
export const filtersOf = (text) => listOf(text).filter((one) => one && typeof one.key === 'string').map((one) =>
  ({ type: ['person', 'session'].includes(one.type) ? one.type : 'event', key: one.key, operator: OPERATORS[one.operator] ? one.operator : 'exact', value: one.value }));
