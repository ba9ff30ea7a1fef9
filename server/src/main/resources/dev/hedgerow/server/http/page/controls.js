/* The pieces that a question is put together from. Each tells a whole new question with change(query). */

import { el } from './dom.js';
import { filterEditor, readFilters, select, writeFilters } from './filters.js';
import { icon } from './icons.js';
import { groupTypes } from './known.js';
import { propertyName } from './names.js';
import { eventOptions, picker, propertyOptions } from './pick.js';
import { MATHS, OF_PROPERTY, breakdownName, breakdowns, entityName, nodeName, withBreakdowns } from './question.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const PROPERTIES_MAX = 3;
const COHORTS_MAX = 10;
const EVERYBODY = { group: 'Cohorts', type: 'cohort', value: 'all', text: 'Everybody' };

/** A titled part of the editor. */
export const part = (title, ...inside) => el('section', { class: 'part' }, el('h2', {}, title), inside);

const labelled = (words, control) => el('label', { class: 'option' }, el('span', {}, words), control);

const nodeOf = (option, before = {}) => {
  const { kind, event, id, name, custom_name, ...kept } = before;
  return option.kind === 'action' ? { ...kept, kind: 'ActionsNode', id: option.value, name: option.text } : { ...kept, kind: 'EventsNode', event: option.value, name: option.value ?? 'All events' };
};

/** The events and actions of a question. maths: which may be counted otherwise; most: how many there may be; steps: numbered. */
export function seriesPart(query, change, { maths = true, most = 10, steps = false, title = 'Series' } = {}) {
  const set = (series) => change({ ...query, series });
  const replace = (i, node) => set(query.series.map((one, at) => (at === i ? node : one)));
  const rows = query.series.map((node, i) => {
    const filters = readFilters(node.properties);
    const box = el('div', { class: 'series-filters', hidden: !filters.list.length },
      filterEditor({ filters, event: node.event, label: 'Filters of ' + nodeName(node), changed: (changed) => replace(i, { ...node, properties: writeFilters(changed) }) }));
    const toggle = el('button', { class: 'button square small', 'aria-expanded': String(!box.hidden), 'aria-label': 'Filters of ' + nodeName(node), title: 'Filters', on: { click: () => {
      box.hidden = !box.hidden;
      toggle.setAttribute('aria-expanded', String(!box.hidden));
      if (!box.hidden) box.querySelector('.pick')?.focus();
    } } }, icon('filter'));
    const move = (by) => {
      const next = [...query.series];
      [next[i], next[i + by]] = [next[i + by], next[i]];
      set(next);
    };
    return el('li', { class: 'series' },
      el('div', { class: 'series-row' },
        el('span', { class: 'badge-letter c' + (i % 10), 'aria-hidden': 'true' }, steps ? String(i + 1) : LETTERS[i]),
        picker({ text: nodeName(node), label: steps ? 'Step ' + (i + 1) : 'Series ' + LETTERS[i], class: 'wide', options: eventOptions, picked: (option) => replace(i, nodeOf(option, node)) }),
        toggle,
        steps && i > 0 && el('button', { class: 'button square small', 'aria-label': 'Move step ' + (i + 1) + ' up', on: { click: () => move(-1) } }, icon('up')),
        query.series.length > 1 && el('button', { class: 'button square small', 'aria-label': 'Remove ' + nodeName(node), on: { click: () => set(query.series.filter((one, at) => at !== i)) } }, icon('close'))),
      maths && mathRow(node, (next) => replace(i, next)),
      box);
  });
  const add = query.series.length < most && picker({ text: steps ? 'Add a step' : 'Add a series', label: steps ? 'Add a step' : 'Add a series', class: 'add', options: eventOptions, picked: (option) => set([...query.series, nodeOf(option)]) });
  return part(title, el('ol', { class: 'series-list' }, rows), add);
}

function mathRow(node, change) {
  const { math_property: property, math_hogql: expression, ...rest } = node;
  const math = node.math || 'total';
  const parts = [select(MATHS, math, 'What is counted', (value) => {
    const next = { ...rest, math: value };
    if (OF_PROPERTY.has(value) && property) next.math_property = property;
    if (value === 'unique_group') next.math_group_type_index = 0;
    if (value === 'hogql') next.math_hogql = expression || 'count()';
    change(next);
  })];
  if (OF_PROPERTY.has(math)) {
    parts.push(picker({ text: property ? propertyName(property) : 'choose a property', label: 'Property', options: (search) => propertyOptions(search, ['event'], node.event), picked: (option) => change({ ...node, math_property: option.value }) }));
  }
  if (math === 'unique_group') parts.push(groupSelect(node.math_group_type_index ?? 0, (index) => change({ ...node, math_group_type_index: index })));
  if (math === 'hogql') parts.push(text(expression || '', 'SQL expression', (value) => change({ ...node, math_hogql: value })));
  return el('div', { class: 'math-row' }, parts);
}

/** A choice among the types of groups, by their names once these are known. */
function groupSelect(now, changed) {
  const choice = select([0, 1, 2, 3, 4].map((n) => [String(n), 'Type ' + n]), String(now), 'Type of group', (value) => changed(Number(value)));
  groupTypes().then((all) => { for (const { index, name } of all) choice.options[index].textContent = name; });
  return choice;
}

function text(value, label, change, more = {}) {
  return el('input', { class: 'input small', value, 'aria-label': label, spellcheck: 'false', autocomplete: 'off', ...more, on: { change: (event) => change(event.target.value.trim()) } });
}

export function numberField(value, label, change, { min = 1, max = 1000, empty = false } = {}) {
  return el('input', { class: 'input small tiny', type: 'number', min, max, value: value ?? '', 'aria-label': label, on: { change: (event) => {
    if (event.target.value === '' && empty) change(undefined);
    else if (event.target.checkValidity() && event.target.value !== '') change(Number(event.target.value));
  } } });
}

/** Filters of the whole question. */
export function filtersPart(query, change) {
  const anonymous = el('label', { class: 'check' }, el('input', { type: 'checkbox', checked: Boolean(query.filterTestAccounts), on: { change: (event) => change({ ...query, filterTestAccounts: event.target.checked || undefined }) } }), 'Leave out test accounts');
  return part('Filters', filterEditor({ filters: readFilters(query.properties), changed: (changed) => change({ ...query, properties: writeFilters(changed) }, true) }), anonymous);
}

/** Up to three properties, or some cohorts beside each other, that a question is broken down by. */
export function breakdownPart(query, change, { cohorts: takesCohorts = true } = {}) {
  const list = breakdowns(query);
  const set = (next) => change(withBreakdowns(query, next));
  const cohorts = list[0]?.type === 'cohort';
  const chips = list.map((one, i) => el('span', { class: 'chip' }, el('span', { class: 'clip' }, breakdownName(one)),
    el('button', { class: 'chip-close', 'aria-label': 'Remove the breakdown by ' + breakdownName(one), on: { click: () => set(list.filter((other, at) => at !== i)) } }, '×')));
  const types = cohorts ? ['cohort'] : ['event', 'person', 'group', 'session', ...(takesCohorts && !list.length ? ['cohort'] : [])];
  const add = list.length < (cohorts ? COHORTS_MAX : PROPERTIES_MAX) && picker({
    text: cohorts ? 'Add a cohort' : 'Add a breakdown', label: 'Breakdown', class: 'add',
    options: async (search) => [...await propertyOptions(search, types), ...(cohorts ? [EVERYBODY] : [])].filter(({ value, type }) => !list.some((one) => one.property === value && one.type === type)),
    picked: (option) => set([...list, { property: option.value, type: option.type, group_type_index: option.group_type_index, name: option.text }]),
  });
  const limit = list.length > 0 && !cohorts && labelled('At most', numberField(query.breakdownFilter?.breakdown_limit ?? 25, 'Values at most', (value) => change({ ...query, breakdownFilter: { ...query.breakdownFilter, breakdown_limit: value } }), { max: 100 }));
  return part('Broken down by', el('div', { class: 'chips' }, chips), add, limit);
}

/** A formula over the series of trends. */
export function formulaPart(query, change) {
  const filter = query.trendsFilter || {};
  return part('Formula', text(filter.formula || '', 'Formula over the series', (value) => {
    const { formula, ...rest } = filter;
    change({ ...query, trendsFilter: value ? { ...rest, formula: value } : rest });
  }, { placeholder: 'such as A / B * 100' }));
}

/** What is particular to funnels. */
export function funnelPart(query, change) {
  const filter = query.funnelsFilter || {};
  const set = (more) => change({ ...query, funnelsFilter: { ...filter, ...more } });
  const exclusions = filter.exclusions || [];
  return part('How steps count',
    labelled('Shown as', select([['steps', 'Steps'], ['time_to_convert', 'Time to convert'], ['trends', 'Conversion over time']], filter.funnelVizType || 'steps', 'Shown as', (value) => set({ funnelVizType: value }))),
    labelled('Order', select([['ordered', 'In this order'], ['strict', 'With nothing between'], ['unordered', 'In any order']], filter.funnelOrderType || 'ordered', 'Order', (value) => set({ funnelOrderType: value }))),
    el('div', { class: 'option' }, el('span', {}, 'Within'), el('span', { class: 'together' },
      numberField(filter.funnelWindowInterval ?? 14, 'Length of the window', (value) => set({ funnelWindowInterval: value })),
      select(['second', 'minute', 'hour', 'day', 'week', 'month'].map((unit) => [unit, unit + 's']), filter.funnelWindowIntervalUnit || 'day', 'Unit of the window', (value) => set({ funnelWindowIntervalUnit: value })))),
    labelled('Share of', select([['total', 'the first step'], ['previous', 'the step before']], filter.funnelStepReference || 'total', 'Share of', (value) => set({ funnelStepReference: value }))),
    breakdowns(query).some(({ type }) => type !== 'cohort') && attribution(query, set),
    filter.funnelOrderType !== 'unordered' && exclusions.map((one, i) => exclusionRow(query, one, i, (next) => set({ exclusions: exclusions.flatMap((other, at) => (at === i ? next || [] : other)) }))),
    filter.funnelOrderType !== 'unordered' && query.series.length > 1 && picker({ text: 'Leave out who does…', label: 'Exclusion', class: 'add', options: (search) => eventOptions(search, { any: false }), picked: (option) => set({ exclusions: [...exclusions, { ...nodeOf(option), funnelFromStep: 0, funnelToStep: query.series.length - 1 }] }) }));
}

/** Whose value of a breakdown counts. */
function attribution(query, set) {
  const filter = query.funnelsFilter || {};
  const now = filter.breakdownAttributionType === 'step' ? 'step ' + (filter.breakdownAttributionValue ?? 0) : filter.breakdownAttributionType || 'first_touch';
  const steps = query.series.map((node, i) => ['step ' + i, 'step ' + (i + 1) + ', ' + nodeName(node)]);
  return labelled('Value of', select([['first_touch', 'the first step taken'], ['last_touch', 'the last step taken'], ['all_events', 'all steps alike'], ...steps], now, 'Attribution', (value) => set(value.startsWith('step ')
    ? { breakdownAttributionType: 'step', breakdownAttributionValue: Number(value.slice(5)) } : { breakdownAttributionType: value, breakdownAttributionValue: undefined })));
}

/** An event that must not happen, and between which steps. changed(next) with nothing takes it away. */
function exclusionRow(query, one, i, changed) {
  const steps = query.series.map((node, at) => [String(at), (at + 1) + '. ' + nodeName(node)]);
  const last = steps.length - 1;
  const from = one.funnelFromStep ?? 0;
  const to = one.funnelToStep ?? last;
  const words = nodeName(one);
  return el('div', { class: 'exclusion', role: 'group', 'aria-label': 'Exclusion ' + (i + 1) },
    el('span', { class: 'exclusion-words' }, 'Not with'),
    picker({ text: words, label: 'Exclusion ' + (i + 1), class: 'wide', options: (search) => eventOptions(search, { any: false }), picked: (option) => changed(nodeOf(option, one)) }),
    el('button', { class: 'button square small', 'aria-label': 'Remove the exclusion of ' + words, on: { click: () => changed() } }, icon('close')),
    el('span', { class: 'exclusion-words' }, 'after'), select(steps.slice(0, -1), String(from), 'After step, exclusion ' + (i + 1), (value) => changed({ ...one, funnelFromStep: Number(value), funnelToStep: Math.max(to, Number(value) + 1) })),
    el('span', { class: 'exclusion-words' }, 'before'), select(steps.slice(from + 1), String(to), 'Before step, exclusion ' + (i + 1), (value) => changed({ ...one, funnelFromStep: from, funnelToStep: Number(value) })));
}

/** What is particular to retention. */
export function retentionPart(query, change) {
  const filter = query.retentionFilter || {};
  const set = (more) => change({ ...query, retentionFilter: { ...filter, ...more } });
  const entity = (option) => (option.kind === 'action' ? { id: option.value, name: option.text, type: 'actions' } : { id: option.value, name: option.value, type: 'events' });
  return [
    part('Who begins with', picker({ text: entityName(filter.targetEntity), label: 'Begins with', class: 'wide', options: (search) => eventOptions(search), picked: (option) => set({ targetEntity: entity(option) }) }),
      select([['retention_first_time', 'for the first time'], ['retention_recurring', 'any time'], ['retention_first_ever_occurrence', 'for the first time ever']], filter.retentionType || 'retention_first_time', 'Which beginnings', (value) => set({ retentionType: value }))),
    part('And comes back with', picker({ text: entityName(filter.returningEntity), label: 'Comes back with', class: 'wide', options: (search) => eventOptions(search), picked: (option) => set({ returningEntity: entity(option) }) })),
    part('Counted by',
      labelled('Interval', select(['Hour', 'Day', 'Week', 'Month'].map((one) => [one, one]), filter.period || 'Day', 'Interval', (value) => set({ period: value }))),
      labelled('How many', numberField(filter.totalIntervals ?? 8, 'How many intervals', (value) => set({ totalIntervals: value }), { min: 2, max: 31 })),
      labelled('Share of', select([['total', 'who began'], ['previous', 'the interval before']], filter.retentionReference || 'total', 'Share of', (value) => set({ retentionReference: value }))),
      el('label', { class: 'check' }, el('input', { type: 'checkbox', checked: Boolean(filter.cumulative), on: { change: (event) => set({ cumulative: event.target.checked || undefined }) } }), 'Then or later')),
  ];
}

/** What is particular to paths. */
export function pathsPart(query, change) {
  const filter = query.pathsFilter || {};
  const set = (more) => change({ ...query, pathsFilter: { ...filter, ...more } });
  const types = [['$pageview', 'Pages'], ['$screen', 'Screens'], ['custom_event', 'Other events']];
  const chosen = filter.includeEventTypes || ['$pageview'];
  const check = ([type, words]) => el('label', { class: 'check' }, el('input', { type: 'checkbox', checked: chosen.includes(type), on: { change: (event) => {
    const next = types.map(([one]) => one).filter((one) => (one === type ? event.target.checked : chosen.includes(one)));
    if (next.length) set({ includeEventTypes: next }); else event.target.checked = true;
  } } }), words);
  const point = (name, words) => labelled(words, text(filter[name] || '', words, (value) => set({ [name]: value || undefined }), { placeholder: 'anything, such as /pricing' }));
  return [
    part('Steps are', el('div', { class: 'checks' }, types.map(check))),
    part('Which paths', point('startPoint', 'From'), point('endPoint', 'To'),
      labelled('Steps', numberField(filter.stepLimit ?? 5, 'Steps', (value) => set({ stepLimit: value }), { min: 2, max: 20 })),
      labelled('Ways at most', numberField(filter.edgeLimit ?? 50, 'Ways at most', (value) => set({ edgeLimit: value }), { max: 500 })),
      labelled('At least', numberField(filter.minEdgeWeight, 'Times a way is gone at least', (value) => set({ minEdgeWeight: value }), { empty: true, max: 1000000 }))),
  ];
}

export function stickinessPart(query, change) {
  const filter = query.stickinessFilter || {};
  return part('Counted as', select([['non_cumulative', 'on exactly so many'], ['cumulative', 'on at least so many']], filter.computedAs || 'non_cumulative', 'Counted as', (value) => change({ ...query, stickinessFilter: { ...filter, computedAs: value } })));
}
