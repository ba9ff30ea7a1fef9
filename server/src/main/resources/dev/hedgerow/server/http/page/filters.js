/* Rows of property filters, in the form that questions take (all of them, or any of them). */

import { el, freshId } from './dom.js';
import { icon } from './icons.js';
import { propertyWords } from './names.js';
import { picker, propertyOf, propertyOptions } from './pick.js';

const OPERATORS = [
  ['exact', 'is'], ['is_not', 'is not'], ['icontains', 'contains'], ['not_icontains', 'does not contain'], ['regex', 'matches regex'], ['not_regex', 'does not match regex'],
  ['gt', 'greater than'], ['gte', 'at least'], ['lt', 'less than'], ['lte', 'at most'], ['between', 'between'],
  ['is_set', 'is set'], ['is_not_set', 'is not set'], ['is_date_before', 'is before'], ['is_date_after', 'is after'],
];
const NO_VALUE = new Set(['is_set', 'is_not_set']);
const DEPTH_MAX = 4; // of groups in each other that can be made here; deeper ones are shown

/** Whether a filter says enough to be asked; a group does when one in it does. */
export const isComplete = (filter) => filter.values ? filter.values.some(isComplete) : NO_VALUE.has(filter.operator) || filter.type === 'cohort'
  || (Array.isArray(filter.value) ? filter.value.length > 0 : filter.value !== undefined && filter.value !== null && filter.value !== '');

/** The filters of a question as {type: "AND" | "OR", list}; a group among them is {type, values}. */
export function readFilters(properties) {
  if (Array.isArray(properties)) return properties.length === 1 && properties[0].values ? readFilters(properties[0]) : { type: 'AND', list: properties };
  if (properties?.values) return properties.values.length === 1 && properties.values[0].values ? readFilters(properties.values[0]) : { type: properties.type || 'AND', list: properties.values };
  return { type: 'AND', list: [] };
}

/** What of them can be asked: incomplete filters and empty groups left out, a group of one taken for that one. */
export function complete(list) {
  return list.filter(isComplete).map((one) => {
    if (!one.values) return one;
    const values = complete(one.values);
    return values.length === 1 ? values[0] : { type: one.type || 'AND', values };
  });
}

/** And back: a list where all must hold; a group where any may, or where there are groups; nothing where there are none. */
export function writeFilters({ type, list }) {
  const values = complete(list);
  if (!values.length) return undefined;
  return values.length > 1 && (type === 'OR' || values.some((one) => one.values)) ? { type, values } : values;
}

/** One filter in words. */
export function filterWords(filter) {
  if (filter.values) return filter.values.map((one) => (one.values?.length > 1 ? '(' + filterWords(one) + ')' : filterWords(one))).join(filter.type === 'OR' ? ' or ' : ' and ');
  const words = (OPERATORS.find(([name]) => name === (filter.operator || 'exact')) || ['', filter.operator])[1];
  if (filter.type === 'cohort') return (filter.operator === 'not_in' ? 'not in ' : 'in ') + (filter.cohort_name || 'cohort ' + filter.value);
  const value = Array.isArray(filter.value) ? filter.value.join(filter.operator === 'between' ? ' and ' : ', ') : filter.value;
  return propertyWords(filter.type, filter.key) + ' ' + words + (NO_VALUE.has(filter.operator) ? '' : ' ' + value);
}

/**
 * An editor. types: whose properties may be picked. changed({type, list}) is told after each change. Groups may stand in each
 * other; a group is a box of its own with its own "all" or "any".
 */
export function filterEditor({ filters, types = ['event', 'person', 'group', 'session', 'element', 'cohort'], changed, event, label = 'Filters', nested = true, combined = true }) {
  const root = { type: filters.type, values: structuredClone(filters.list) };
  const tell = () => changed({ type: root.type, list: structuredClone(root.values) });
  return group(root, { types, event, label, nested, combined, tell }, 1);
}

/** The filters of one group, changed in place. */
function group(state, how, depth) {
  const rows = el('div', { class: 'filter-rows' });
  const draw = (focusLast) => {
    rows.replaceChildren(...state.values.map((filter, i) => (filter.values ? inner(filter, i) : row(filter, i, { how, draw, drop }))));
    if (how.combined && state.values.length > 1) rows.prepend(combining(state, () => { draw(); how.tell(); }));
    if (focusLast) rows.lastElementChild?.querySelector('.filter-rest input, select, .pick')?.focus();
  };
  const drop = (i) => { state.values.splice(i, 1); draw(); how.tell(); add.querySelector('button').focus(); };
  const inner = (filter, i) => el('div', { class: 'filter-group', role: 'group', 'aria-label': 'Group ' + (i + 1) },
    el('button', { class: 'button square small', 'aria-label': 'Remove the group ' + (filterWords(filter) || 'without filters'), on: { click: () => drop(i) } }, icon('close')),
    group(filter, how, depth + 1));
  const add = picker({
    text: 'Add a filter', label: how.label, class: 'add', options: (search) => propertyOptions(search, how.types, how.event),
    picked: (option) => { state.values.push(fresh(option)); draw(true); how.tell(); reset(); },
  });
  const reset = () => {
    add.querySelector('.pick .clip').textContent = 'Add a filter';
    add.querySelector('.pick').setAttribute('aria-label', how.label + ': Add a filter');
  };
  const more = how.nested && depth < DEPTH_MAX && el('button', { class: 'pick add', on: { click: () => {
    state.values.push({ type: state.type === 'OR' ? 'AND' : 'OR', values: [] });
    draw();
    rows.lastElementChild.querySelector('.pick.add').focus();
  } } }, 'Add a group');
  draw();
  return el('div', { class: 'filters-box' }, rows, el('div', { class: 'filter-adds' }, add, more));
}

function combining(state, changed) {
  return el('div', { class: 'segments small', role: 'group', 'aria-label': 'How filters combine' }, [['AND', 'All of these'], ['OR', 'Any of these']].map(([type, words]) => el('button', {
    'aria-pressed': String(state.type === type), on: { click: () => { state.type = type; changed(); } },
  }, words)));
}

function row(filter, i, { how, draw, drop }) {
  const { types, event, tell } = how;
  const gone = el('button', { class: 'button square small', 'aria-label': 'Remove the filter ' + filterWords(filter), on: { click: () => drop(i) } }, icon('close'));
  if (filter.type === 'cohort') {
    return el('div', { class: 'filter-row' }, select([['in', 'In cohort'], ['not_in', 'Not in cohort']], filter.operator || 'in', 'Operator', (value) => { filter.operator = value; tell(); }),
      gone, el('span', { class: 'clip strong filter-rest' }, filter.cohort_name || 'Cohort ' + filter.value));
  }
  const operator = filter.operator || 'exact';
  const parts = [
    picker({ text: propertyWords(filter.type, filter.key), label: 'Property', options: (search) => propertyOptions(search, types, event), picked: (option) => { for (const name of Object.keys(filter)) delete filter[name]; Object.assign(filter, fresh(option)); draw(true); tell(); } }),
    select(OPERATORS, operator, 'Operator', (value) => {
      filter.operator = value;
      if (NO_VALUE.has(value)) delete filter.value;
      else if (value === 'between' && !Array.isArray(filter.value)) filter.value = [0, 0];
      else if (value !== 'between' && Array.isArray(filter.value) && typeof filter.value[0] === 'number') filter.value = '';
      draw();
      tell();
    }),
  ];
  if (operator === 'between') {
    parts.push(...[0, 1].map((end) => field(filter.value?.[end] ?? '', end ? 'To' : 'From', 'number', null, (value) => {
      filter.value = [...(filter.value || [0, 0])];
      filter.value[end] = Number(value);
      tell();
    })));
  } else if (!NO_VALUE.has(operator)) {
    const list = Array.isArray(filter.value) ? filter.value.join(', ') : filter.value ?? '';
    parts.push(field(list, 'Value', 'text', filter, (value) => {
      const many = operator === 'exact' || operator === 'is_not' || operator.includes('contains');
      const several = many && value.includes(',') ? value.split(',').map((one) => one.trim()).filter(Boolean) : null;
      filter.value = several && several.length > 1 ? several : value;
      tell();
    }));
  }
  return el('div', { class: 'filter-row' }, parts[0], gone, el('div', { class: 'filter-rest' }, parts.slice(1)));
}

function fresh(option) {
  if (option.type === 'cohort') return { type: 'cohort', key: 'id', value: option.value, operator: 'in', cohort_name: option.text };
  return { type: option.type, key: option.value, operator: option.numerical ? 'gt' : 'exact', value: '', ...(option.type === 'group' ? { group_type_index: option.group_type_index } : {}) };
}

export function select(options, value, label, changed, name = 'small') {
  return el('select', { class: name, 'aria-label': label, on: { change: (event) => changed(event.target.value) } },
    options.map(([one, words]) => el('option', { value: one, selected: one === value }, words)));
}

function field(value, label, type, filter, changed) {
  const id = freshId('values');
  const input = el('input', { class: 'input small', type, value: String(value), 'aria-label': label, list: filter ? id : null, placeholder: filter ? 'value' : '', autocomplete: 'off', on: { input: (event) => changed(event.target.value) } });
  if (!filter) return input;
  const list = el('datalist', { id });
  propertyOf(filter.type, filter.key).then((known) => list.append(...(known?.examples || []).map((one) => el('option', { value: String(one) }))), () => {});
  return el('span', { class: 'value-box' }, input, list);
}
