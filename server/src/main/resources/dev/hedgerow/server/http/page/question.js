/* Questions as values: what a new one of each kind looks like, how one becomes another kind, and how an address carries it. */

import { eventName, propertyName, propertyWords, valueName } from './names.js';

export const KINDS = [
  ['TrendsQuery', 'Trends', 'insights', 'How often something happens, over time'],
  ['FunnelsQuery', 'Funnel', 'funnel', 'Who goes from step to step, and where they stop'],
  ['RetentionQuery', 'Retention', 'retention', 'Who comes back'],
  ['PathsQuery', 'Paths', 'paths', 'Which way visitors go'],
  ['LifecycleQuery', 'Lifecycle', 'lifecycle', 'New, returning, resurrecting and dormant'],
  ['StickinessQuery', 'Stickiness', 'stickiness', 'On how many days people do something'],
  ['HogQLQuery', 'SQL', 'sql', 'Anything, in words of your own'],
];

export const kindName = (kind) => (KINDS.find(([name]) => name === kind) || ['', kind])[1];

const PAGEVIEW = { kind: 'EventsNode', event: '$pageview', name: '$pageview' };

/** A new question of a kind, with what the one before has in common with it. */
export function fresh(kind, before = {}) {
  const series = before.series?.length ? before.series : [{ ...PAGEVIEW }];
  const common = {};
  for (const name of ['dateRange', 'properties', 'filterTestAccounts', 'samplingFactor']) if (before[name] !== undefined) common[name] = before[name];
  if (!common.dateRange) common.dateRange = { date_from: '-30d' };
  const plain = series.map(({ math, math_property, math_hogql, math_group_type_index, ...rest }) => rest);
  const breakdown = before.breakdownFilter ? { breakdownFilter: before.breakdownFilter } : {};
  switch (kind) {
    case 'TrendsQuery': return { kind, series, interval: before.interval || 'day', ...common, ...breakdown, trendsFilter: { display: 'ActionsLineGraph' } };
    case 'FunnelsQuery': return { kind, series: plain.length > 1 ? plain : [...plain, { kind: 'EventsNode', event: null, name: 'Any event' }], ...common, ...breakdown, funnelsFilter: { funnelVizType: 'steps', funnelOrderType: 'ordered', funnelWindowInterval: 14, funnelWindowIntervalUnit: 'day' } };
    case 'RetentionQuery': {
      const entity = (one) => (one.kind === 'ActionsNode' ? { id: one.id, name: one.name, type: 'actions' } : { id: one.event, name: one.event, type: 'events' });
      return { kind, ...common, dateRange: before.kind === 'RetentionQuery' ? common.dateRange : undefined, retentionFilter: { targetEntity: entity(series[0]), returningEntity: entity(series.at(-1)), retentionType: 'retention_first_time', period: 'Day', totalIntervals: 8 } };
    }
    case 'PathsQuery': return { kind, ...common, pathsFilter: { includeEventTypes: ['$pageview'], stepLimit: 5, edgeLimit: 50 } };
    case 'LifecycleQuery': return { kind, series: [plain[0]], interval: before.interval && before.interval !== 'minute' ? before.interval : 'day', ...common };
    case 'StickinessQuery': return { kind, series: plain, interval: 'day', ...common, stickinessFilter: { computedAs: 'non_cumulative' } };
    default: return { kind: 'HogQLQuery', query: before.hogql || 'SELECT event, count() AS events\nFROM events\nWHERE timestamp > now() - INTERVAL 7 DAY\nGROUP BY event\nORDER BY events DESC' };
  }
}

/** What a node counts, in words. */
export function nodeName(node) {
  if (node.custom_name) return node.custom_name;
  return node.kind === 'ActionsNode' ? node.name || 'Action ' + node.id : eventName(node.event);
}

export const MATHS = [
  ['total', 'Total count'], ['dau', 'Unique visitors'], ['weekly_active', 'Weekly active'], ['monthly_active', 'Monthly active'],
  ['unique_session', 'Unique sessions'], ['first_time_for_user', 'For the first time'], ['unique_group', 'Unique groups'],
  ['sum', 'Sum of'], ['avg', 'Average of'], ['min', 'Least'], ['max', 'Most'], ['median', 'Median of'],
  ['p75', '75th percentile of'], ['p90', '90th percentile of'], ['p95', '95th percentile of'], ['p99', '99th percentile of'],
  ['avg_count_per_actor', 'Average count per person'], ['max_count_per_actor', 'Most count per person'], ['median_count_per_actor', 'Median count per person'],
  ['hogql', 'SQL expression'],
];
export const OF_PROPERTY = new Set(['sum', 'avg', 'min', 'max', 'median', 'p75', 'p90', 'p95', 'p99']);

/** What a question lacks before it can be asked, in words, or nothing. */
export const lacking = ({ series = [] }) => (series.some(({ math, math_property }) => OF_PROPERTY.has(math) && !math_property) ? 'Choose a property to count by.' : '');

export const mathName = (math) => (MATHS.find(([name]) => name === (math || 'total')) || ['', math])[1];

/** A question in a few words, for who gave it no name. */
export function summary(query) {
  const names = (query.series || []).map(nodeName);
  switch (query.kind) {
    case 'TrendsQuery': {
      const words = (query.series || []).map((node) => nodeName(node) + (node.math && node.math !== 'total' ? ', ' + mathName(node.math).toLowerCase() + (OF_PROPERTY.has(node.math) ? ' ' + propertyName(node.math_property || '') : '') : ''));
      const by = breakdownNames(query);
      const formula = query.trendsFilter?.formula?.replace(/\b[A-Z]\b/g, (letter) => names[letter.charCodeAt(0) - 65] ?? letter);
      return (formula || words.join(' and ')) + (by.length ? ' by ' + by.join(', ') : '');
    }
    case 'FunnelsQuery': return names.join(' → ');
    case 'RetentionQuery': return 'Who comes back after ' + entityName(query.retentionFilter?.targetEntity);
    case 'PathsQuery': return 'Paths' + (query.pathsFilter?.startPoint ? ' from ' + query.pathsFilter.startPoint : query.pathsFilter?.endPoint ? ' to ' + query.pathsFilter.endPoint : '');
    case 'LifecycleQuery': return 'Lifecycle of ' + names.join(', ');
    case 'StickinessQuery': return 'Stickiness of ' + names.join(', ');
    case 'HogQLQuery': return 'SQL: ' + String(query.query).replace(/\s+/g, ' ').slice(0, 60);
    default: return kindName(query.kind);
  }
}

export function entityName(entity) {
  if (!entity) return eventName('$pageview');
  return entity.custom_name || (entity.type === 'actions' ? entity.name || 'action ' + entity.id : eventName(entity.id));
}

/** What a question is broken down by: [{property, type, group_type_index?, name?}]; a cohort's property is its id, or "all" for everybody. */
export function breakdowns(query) {
  const filter = query.breakdownFilter || {};
  if (filter.breakdowns?.length) return filter.breakdowns.map((one) => ({ property: one.property ?? one.value, type: one.type || 'event', group_type_index: one.group_type_index }));
  if (filter.breakdown === undefined || filter.breakdown === null) return [];
  const list = Array.isArray(filter.breakdown) ? filter.breakdown : [filter.breakdown];
  return list.map((property) => ({ property, type: filter.breakdown_type || 'event', group_type_index: filter.breakdown_group_type_index, name: filter.breakdown_names?.[property] }));
}

const cohortName = (id, name) => (id === 'all' ? 'Everybody' : name || 'Cohort ' + id);

/** One of them in words. */
export const breakdownName = ({ property, type, name }) => (type === 'cohort' ? cohortName(property, name) : propertyWords(type, String(property)));

export const breakdownNames = (query) => breakdowns(query).map(breakdownName);

/** A value that an answer is broken down into, in words. */
export function breakdownValue({ breakdownFilter }, value) {
  return breakdownFilter?.breakdown_type === 'cohort' && !breakdownFilter.breakdowns?.length ? cohortName(value, breakdownFilter.breakdown_names?.[value]) : valueName(value);
}

/** Sets them: cohorts beside each other with their names, one property in the older form, or several of them. */
export function withBreakdowns(query, list) {
  const { breakdownFilter, ...rest } = query;
  if (!list.length) return rest;
  const { breakdown, breakdown_type, breakdown_group_type_index, breakdown_names, breakdowns: many, ...kept } = breakdownFilter || {};
  const [{ property, type, group_type_index }] = list;
  const set = (more) => ({ ...rest, breakdownFilter: { ...kept, ...more } });
  if (type === 'cohort') return set({ breakdown: list.map((one) => one.property), breakdown_type: type, breakdown_names: Object.fromEntries(list.map((one) => [one.property, breakdownName(one)])) });
  if (list.length === 1) return set({ breakdown: property, breakdown_type: type, breakdown_group_type_index: group_type_index });
  return set({ breakdowns: list.map((one) => ({ property: one.property, type: one.type, group_type_index: one.group_type_index })) });
}

/** A question whose parts go together: a funnel's exclusions lie between steps that there are, and in an order. */
export function fitting(query) {
  const { exclusions, ...filter } = query.funnelsFilter || {};
  if (query.kind !== 'FunnelsQuery' || !exclusions?.length) return query;
  if (filter.funnelOrderType === 'unordered' || query.series.length < 2) return { ...query, funnelsFilter: filter };
  const last = query.series.length - 1;
  const fit = (one) => {
    const from = Math.min(one.funnelFromStep ?? 0, last - 1);
    return { ...one, funnelFromStep: from, funnelToStep: Math.min(last, Math.max(one.funnelToStep ?? last, from + 1)) };
  };
  return { ...query, funnelsFilter: { ...filter, exclusions: exclusions.map(fit) } };
}

/** The part of an address that carries a question. */
export const toHash = (query) => '#q=' + encodeURIComponent(JSON.stringify(query));

/** The question in an address, or null. */
export function fromHash(hash) {
  if (!hash.startsWith('#q=')) return null;
  try {
    const found = JSON.parse(decodeURIComponent(hash.slice(3)));
    return found && typeof found === 'object' && typeof found.kind === 'string' ? found : null;
  } catch (broken) {
    return null;
  }
}

/** A link to a question that is not saved. */
export const linkTo = (query) => '/insights/new' + toHash(query);

/** The same question with a dashboard's date range and filters laid over it. */
export function overlaid(query, { dateRange, filters } = {}) {
  const over = { ...query };
  if (query.kind === 'HogQLQuery') return over;
  if (dateRange) over.dateRange = dateRange;
  const group = (one) => (Array.isArray(one) ? { type: 'AND', values: one } : one);
  const some = (one) => Boolean(one && (Array.isArray(one) ? one.length : one.values?.length));
  if (some(filters)) over.properties = some(query.properties) ? { type: 'AND', values: [group(query.properties), group(filters)] } : filters;
  return over;
}
