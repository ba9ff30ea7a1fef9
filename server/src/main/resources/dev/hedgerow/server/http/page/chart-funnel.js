/* Funnels: one column for each step, as high as the share of those who came there; above it, those who did not. Lying rows where columns have no room. */

import { colour, hush, tableOf, tell } from './chart-frame.js';
import { el, number, percent, span } from './dom.js';

const COLUMN_MIN = 104; // pixels

/**
 * Draws steps of one or several funnels.
 *
 * series: [{name, steps: [{name, count, average, median}]}]. open(step from 1, converted, series index) shows who, or null.
 * reference: "total" (the first step) or "previous".
 */
export function funnelBars(place, series, { open, reference = 'total' } = {}) {
  const steps = series[0].steps;
  const several = series.length > 1;
  const columns = steps.map((step, i) => {
    const bars = series.map((one, s) => column(one, i, s, several ? colour(s) : 'c0', open, reference));
    const main = series[0].steps[i];
    const before = i ? series[0].steps[i - 1] : main;
    return el('li', { class: 'funnel-step' },
      el('div', { class: 'funnel-bars' }, bars),
      el('div', { class: 'funnel-words' },
        el('p', { class: 'funnel-name' }, el('span', { class: 'funnel-number' }, String(i + 1)), el('span', {}, broken(step.name))),
        several ? '' : el('p', { class: 'fine' }, el('b', {}, number(main.count)), i ? ' · ' + percent(main.count / (before.count || NaN)) + ' of step ' + i : ''),
        several || !i ? '' : el('p', { class: 'fine' }, 'lost ' + number(before.count - main.count), main.median !== null && main.median !== undefined ? ' · half within ' + span(main.median) : '')));
  });
  const list = el('ol', { class: 'funnel', 'aria-label': 'Steps' }, columns);
  list.style.setProperty('--steps', String(steps.length));
  const scroller = el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Funnel' }, list);
  new ResizeObserver(() => list.classList.toggle('rows', scroller.clientWidth < steps.length * COLUMN_MIN)).observe(scroller);
  const whole = series[0];
  const last = whole.steps.at(-1).count;
  place.append(
    several ? el('ul', { class: 'legend-list' }, series.map((one, s) => el('li', { class: 'legend-item' }, el('span', { class: 'key ' + colour(s) }), el('span', { class: 'clip' }, one.name))))
      : el('p', { class: 'funnel-sum' }, el('b', {}, percent(last / (whole.steps[0].count || NaN))), ' of ' + number(whole.steps[0].count) + ' came to the end'),
    scroller, table(series, several, open));
}

/** A name that may go on in the next line after each of its underscores. */
const broken = (name) => name.split(/(?<=_)/).flatMap((part, i) => (i ? [el('wbr'), part] : [part]));

function column(one, i, s, mark, open, reference) {
  const step = one.steps[i];
  const base = reference === 'previous' && i ? one.steps[i - 1].count : one.steps[0].count;
  const before = i ? one.steps[i - 1].count : step.count;
  const share = base ? step.count / base : 0;
  const lost = Math.max(0, before - step.count);
  const fill = el(open && step.count ? 'button' : 'span', { class: 'funnel-fill ' + mark, 'aria-label': one.name + ', step ' + (i + 1) + ' ' + step.name + ': ' + number(step.count) + ' came, ' + percent(share), on: open && step.count ? { click: () => open(i + 1, true, s) } : {} },
    el('span', { class: 'funnel-share' }, percent(share)));
  const rest = el(open && lost ? 'button' : 'span', { class: 'funnel-lost ' + mark, 'aria-label': open && lost ? one.name + ', lost before step ' + (i + 1) + ': ' + number(lost) : null, on: open && lost ? { click: () => open(i + 1, false, s) } : {} });
  if (fill.tagName === 'SPAN') fill.removeAttribute('aria-label');
  if (share < 0.14) fill.classList.add('low');
  fill.style.setProperty('--part', Math.max(share ? 1 : 0, share * 100) + '%');
  rest.style.setProperty('--part', (i && base ? Math.min(1 - share, (before - step.count) / base) * 100 : 0) + '%');
  const say = (event, kept) => tell(event.clientX, event.clientY, (i + 1) + '. ' + step.name, [
    [kept ? 'Came here' : 'Lost before it', number(kept ? step.count : lost)], ['Of the first step', percent(step.count / (one.steps[0].count || NaN))],
    ...(i ? [['Of the step before', percent(step.count / (before || NaN))]] : []),
    ...(step.average !== null && step.average !== undefined ? [['Takes on average', span(step.average)], ['Half within', span(step.median)]] : [])],
  open ? 'Click shows the people' : '');
  for (const [node, kept] of [[fill, true], [rest, false]]) {
    node.addEventListener('pointermove', (event) => say(event, kept));
    node.addEventListener('pointerleave', hush);
  }
  return el('div', { class: 'funnel-bar', title: one.name }, rest, fill);
}

function table(series, several, open) {
  const rows = series.flatMap((one, s) => one.steps.map((step, i) => {
    const before = i ? one.steps[i - 1].count : null;
    return [(several ? one.name + ' · ' : '') + (i + 1) + '. ' + step.name,
      open && step.count ? { text: step.count, open: () => open(i + 1, true, s) } : step.count,
      percent(step.count / (one.steps[0].count || NaN)), before === null ? '–' : percent(step.count / (before || NaN)),
      before === null ? '–' : open && before > step.count ? { text: before - step.count, open: () => open(i + 1, false, s) } : before - step.count,
      span(step.average), span(step.median)];
  }));
  const details = el('details', { class: 'as-table', open: several }, el('summary', {}, 'As a table'));
  details.append(tableOf({ caption: 'Funnel', head: ['Step', 'Came', 'Of the first', 'Of the one before', 'Lost', 'Average time', 'Median time'], rows }));
  return details;
}
