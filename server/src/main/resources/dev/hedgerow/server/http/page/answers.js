/* What a question answered, drawn as its display asks. The same on the insights page, on dashboards and behind a shared link. */

import { bigNumbers, colour, countryName, dayWords, funnelBars, pathFlow, pie, retentionGrid, stepName, tableChart, timeChart, valueBars, worldMap } from './charts.js';
import { sentence } from './api.js';
import { el, number, percent, span, when } from './dom.js';
import { eventName, valueName } from './names.js';
import { showPeople } from './people.js';
import { breakdownValue, breakdowns, nodeName, summary } from './question.js';

const STATUS = { new: ['New', 'c0'], returning: ['Returning', 'c1'], resurrecting: ['Resurrecting', 'c3'], dormant: ['Dormant', 'c4'] };
const CODE = /^[A-Z]{2}$/;

/**
 * Draws an answer into a place. people: whether a click opens who is behind a point. height: of charts that have one.
 * Returns rows for a CSV file: [[heads], [cells], …].
 */
export function drawAnswer(place, query, answer, { people = true, height = 340 } = {}) {
  const how = { people, height };
  const rows = isEmpty(answer) ? nothing(place) : DRAW[query.kind]?.(place, query, answer, how) ?? tableOfRows(place, answer);
  notes(place, answer);
  return rows;
}

function isEmpty({ results }) {
  return !results || (Array.isArray(results) && results.length === 0) || (Array.isArray(results.bins) && results.bins.length === 0);
}

function nothing(place) {
  place.append(el('div', { class: 'empty' }, el('h2', {}, 'Nothing happened'), el('p', {}, 'No event fits this question in these days. Choose a longer range, or fewer filters.')));
  return [];
}

/** What the answer leaves out, in words. */
function notes(place, answer) {
  for (const warning of answer.warnings || []) {
    place.append(el('p', { class: 'note answer-note' }, sentence({ message: warning.detail || warning.code }).replace(/\d{5,}/g, (digits) => number(Number(digits))), warning.count && !/\d/.test(String(warning.detail)) ? ' (' + number(warning.count) + ')' : ''));
  }
}

const DRAW = {
  TrendsQuery: trends,
  FunnelsQuery: funnels,
  RetentionQuery: retention,
  PathsQuery: paths,
  LifecycleQuery: lifecycle,
  StickinessQuery: stickiness,
};

const seriesName = (query, item, many) => {
  const name = item.action?.custom_name || (item.action?.type === 'actions' ? item.action.name : item.action && 'id' in item.action ? eventName(item.action.id) : item.label);
  const value = item.breakdown_value === undefined || item.breakdown_value === null ? null : breakdownValue(query, item.breakdown_value);
  return (value === null ? name : many ? name + ' · ' + value : value) + (item.compare_label === 'previous' ? ' · before' : '');
};

const source = (query, more) => ({ kind: 'InsightActorsQuery', source: query, ...more });

function trends(place, query, { results }, { people, height }) {
  const display = query.trendsFilter?.display || 'ActionsLineGraph';
  const formula = Boolean(query.trendsFilter?.formula || query.trendsFilter?.formulas?.length);
  const many = (query.series || []).length > 1 && !formula;
  const broken = breakdowns(query).length > 0;
  const interval = query.interval || 'day';
  const before = results.filter((item) => item.compare_label === 'previous');
  const now = results.filter((item) => item.compare_label !== 'previous');
  const pick = (item, more) => ({
    ...more, ...(many || item.action?.order ? { series: item.action?.order ?? 0 } : {}), ...(broken ? { breakdown: item.breakdown_value } : {}), ...(item.compare_label ? { compare: item.compare_label } : {}),
  });
  const opens = people && !formula;
  const title = (item) => (display === 'WorldMap' && typeof item.breakdown_value === 'string' ? countryName(item.breakdown_value) : seriesName(query, item, many));
  const open = (item, day, words) => showPeople(source(query, pick(item, day === null ? {} : { day })), title(item), words);
  const values = now.map((item, i) => ({
    name: seriesName(query, item, many), value: item.aggregated_value ?? item.count ?? 0, class: colour(i),
    before: before[i] ? before[i].aggregated_value ?? before[i].count : undefined, code: item.breakdown_value,
    open: opens ? () => open(item, null, '') : null,
  }));
  const listed = [['', 'Value', ...(before.length ? ['Before'] : [])], ...values.map((row) => [row.name, row.value, ...(before.length ? [row.before] : [])])];
  if (display === 'BoldNumber') {
    bigNumbers(place, values);
    return listed;
  }
  if (display === 'ActionsPie') {
    pie(place, values);
    return listed;
  }
  if (display === 'ActionsBarValue') {
    valueBars(place, [...values].sort((a, b) => b.value - a.value), { label: summary(query) });
    return listed;
  }
  if (display === 'ActionsTable') {
    tableChart(place, { caption: summary(query), head: ['Series', ...listed[0].slice(1)], rows: values.map((row) => [row.name, row.open && row.value ? { text: row.value, open: row.open } : row.value, ...(before.length ? [row.before] : [])]) });
    return listed;
  }
  if (display === 'WorldMap') {
    worldMap(place, values.filter((row) => row.value).map((row) => ({ ...row, code: Array.isArray(row.code) ? row.code[0] : row.code })).map((row) => ({ ...row, code: CODE.test(row.code) ? row.code : valueName(row.code) })), { label: summary(query) });
    return listed;
  }
  const days = now[0]?.days || [];
  const labels = days.map((day) => dayWords(day, interval));
  const titles = days.map((day) => dayWords(day, interval, true));
  const series = [...now, ...before].map((item, i) => ({
    name: seriesName(query, item, many), values: item.data, dashed: item.compare_label === 'previous',
    class: colour(item.compare_label === 'previous' ? i - now.length : i), open: opens ? (column) => open(item, item.days[column], dayWords(item.days[column], interval, true)) : null,
  }));
  const bars = display === 'ActionsBar' || display === 'ActionsUnstackedBar' || display === 'ActionsStackedBar';
  timeChart(place, {
    series, labels, titles, height, label: summary(query), kind: bars ? 'bar' : display === 'ActionsAreaGraph' && !before.length ? 'area' : 'line',
    stacked: bars && display !== 'ActionsUnstackedBar' && !before.length, unfinished: goesOn(query) && display !== 'ActionsLineGraphCumulative',
  });
  return [['', ...days], ...series.map((one) => [one.name, ...one.values])];
}

/** Whether the last interval of a question is not over yet. */
function goesOn(query) {
  return !query.dateRange?.date_to;
}

function funnels(place, query, { results }, { people, height }) {
  const filter = query.funnelsFilter || {};
  const names = (query.series || []).map(nodeName);
  const actors = (more) => ({ kind: 'FunnelsActorsQuery', source: query, includeRecordings: false, ...more });
  if (filter.funnelVizType === 'time_to_convert') {
    return timeToConvert(place, results, { height, open: people ? (from, to, words) => showPeople(actors({ funnelTimeFrom: from, ...(to === undefined ? {} : { funnelTimeTo: to }) }), 'Took ' + words, summary(query)) : null });
  }
  if (filter.funnelVizType === 'trends') {
    const interval = query.interval || 'day';
    const days = results[0]?.days || [];
    const series = results.map((item) => ({
      name: item.breakdown_value === undefined ? 'Conversion' : breakdownValue(query, item.breakdown_value), values: item.data.map((value) => Math.round(value * 1e4) / 1e6),
      open: people ? (i) => showPeople(actors({ funnelTrendsDropOff: false, funnelTrendsEntrancePeriodStart: days[i], ...(item.breakdown_value === undefined ? {} : { funnelStepBreakdown: item.breakdown_value }) }), 'Came to the end', dayWords(days[i], interval, true)) : null,
    }));
    timeChart(place, { series, labels: days.map((day) => dayWords(day, interval)), titles: days.map((day) => dayWords(day, interval, true)), height, format: percent, axis: percent, label: summary(query), unfinished: goesOn(query) });
    return [['', ...days], ...series.map((one) => [one.name, ...one.values])];
  }
  const lists = Array.isArray(results[0]) ? results : [results];
  const series = lists.map((steps) => ({
    name: steps[0].breakdown_value === undefined ? 'All' : breakdownValue(query, steps[0].breakdown_value), value: steps[0].breakdown_value,
    steps: steps.map((step, i) => ({ name: step.custom_name || names[i] || step.name, count: step.count, average: step.average_conversion_time, median: step.median_conversion_time })),
  }));
  const open = people ? (step, came, s) => showPeople(
    actors({ funnelStep: came ? step : -step, ...(series[s].value === undefined ? {} : { funnelStepBreakdown: series[s].value }) }),
    (came ? 'Came to step ' : 'Lost before step ') + step, series[s].steps[step - 1].name + (series.length > 1 ? ', ' + series[s].name : '')) : null;
  funnelBars(place, series, { open, reference: filter.funnelStepReference || 'total' });
  return [['Series', 'Step', 'Name', 'Count', 'Average seconds', 'Median seconds'], ...series.flatMap((one) => one.steps.map((step, i) => [one.name, i + 1, step.name, step.count, step.average, step.median]))];
}

function timeToConvert(place, results, { height, open }) {
  const bins = results.bins || [];
  const end = (i) => bins[i + 1]?.[0];
  const titles = bins.map(([from], i) => span(from) + (bins[i + 1] ? ' to ' + span(end(i)) : ' and longer'));
  place.append(el('p', { class: 'funnel-sum' }, 'On average ', el('b', {}, span(results.average_conversion_time))));
  const people = { name: 'People', values: bins.map(([, count]) => count), open: open ? (i) => open(bins[i][0], end(i), titles[i]) : null };
  timeChart(place, { series: [people], labels: bins.map(([from]) => span(from)), titles, kind: 'bar', height, label: 'Time to convert' });
  return [['From seconds', 'People'], ...bins];
}

function retention(place, query, { results }, { people }) {
  const period = (query.retentionFilter?.period || 'Day').toLowerCase();
  const groups = [];
  for (const row of results) {
    if (JSON.stringify(groups.at(-1)?.value) !== JSON.stringify(row.breakdown_value) || !groups.length) groups.push({ name: row.breakdown_value === undefined ? 'All together' : breakdownValue(query, row.breakdown_value), value: row.breakdown_value, rows: [] });
    groups.at(-1).rows.push({ name: period === 'hour' ? when(row.date) : dayWords(String(row.date), period, true), values: row.values.map((value) => value.count) });
  }
  const labels = (results[0]?.values || []).map((value, i) => value.label || (query.retentionFilter?.period || 'Day') + ' ' + i);
  retentionGrid(place, groups, labels, {
    reference: query.retentionFilter?.retentionReference || 'total',
    open: people ? (row, column, g) => showPeople(source(query, { interval: row, day: column, ...(groups[g].value === undefined ? {} : { breakdown: groups[g].value }) }), groups[g].rows[row].name, labels[column] + (groups.length > 1 ? ', ' + groups[g].name : '')) : null,
  });
  const whose = (name) => (groups.length > 1 ? [name] : []);
  return [[...whose('Whose'), 'Began', ...labels], ...groups.flatMap(({ name, rows }) => rows.map((row) => [...whose(name), row.name, ...row.values]))];
}

function paths(place, query, { results, steps = [] }, { people }) {
  const most = query.pathsFilter?.stepLimit ?? 5;
  pathFlow(place, results, steps, {
    open: people ? (edge) => {
      const filter = query.pathsFilter || {};
      const asked = edge.gone ? { pathDropoffKey: edge.node } : edge.node ? (edge.first ? { pathStartKey: edge.node } : { pathEndKey: edge.node }) : { pathStartKey: edge.source, pathEndKey: edge.target };
      showPeople(source({ ...query, pathsFilter: { ...filter, ...asked } }, asked), (edge.gone ? 'No further than ' : '') + (edge.node ? stepName(edge.node) : stepName(edge.source) + ' → ' + stepName(edge.target)));
    } : null,
    most,
  });
  return [['From', 'To', 'Times', 'Average milliseconds'], ...results.map((edge) => [edge.source, edge.target, edge.value, edge.average_conversion_time])];
}

function lifecycle(place, query, { results }, { people, height }) {
  const interval = query.interval || 'day';
  const days = results[0]?.days || [];
  const series = results.map((item) => ({
    name: STATUS[item.status]?.[0] || item.label, class: STATUS[item.status]?.[1], values: item.data,
    open: people ? (i) => showPeople(source(query, { day: days[i], status: item.status }), STATUS[item.status]?.[0] || item.status, dayWords(days[i], interval, true)) : null,
  }));
  timeChart(place, { series, labels: days.map((day) => dayWords(day, interval)), titles: days.map((day) => dayWords(day, interval, true)), kind: 'bar', height, label: summary(query), unfinished: goesOn(query) });
  return [['', ...days], ...series.map((one) => [one.name, ...one.values])];
}

function stickiness(place, query, { results }, { people, height }) {
  const many = (query.series || []).length > 1;
  const interval = query.interval || 'day';
  const series = results.map((item, i) => ({
    name: seriesName(query, item, true), values: item.data, dashed: item.compare_label === 'previous', class: colour(i),
    open: people ? (column) => showPeople(source(query, { day: item.days[column], ...(many ? { series: item.action?.order ?? 0 } : {}), ...(item.compare_label ? { compare: item.compare_label } : {}) }), seriesName(query, item, true), item.labels[column]) : null,
  }));
  const words = (results[0]?.days || []).map((n) => n + ' ' + interval + (n === 1 ? '' : 's'));
  timeChart(place, { series, labels: (results[0]?.days || []).map(String), titles: words, kind: 'bar', stacked: false, height, label: summary(query) });
  return [['', ...words], ...series.map((one) => [one.name, ...one.values])];
}

/** Rows and columns, as SQL answers them. */
export function tableOfRows(place, { results, columns }) {
  const heads = columns || Object.keys(results[0] || {}).map(String);
  const text = (value) => (value === null ? null : typeof value === 'number' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value));
  const rows = results.map((row) => (Array.isArray(row) ? row : heads.map((name) => row[name])).map(text));
  tableChart(place, { caption: 'Result', head: heads, rows: rows.slice(0, 1000) });
  if (rows.length > 1000) place.append(el('p', { class: 'fine' }, 'The first 1,000 of ' + number(rows.length) + ' rows; CSV has all.'));
  return [heads, ...rows];
}
