/* The choice of dates, the same everywhere: one of the usual ranges, or two days of one's own. */

import { el } from './dom.js';

const RANGES = [
  ['-1h', '', 'Last hour'], ['-24h', '', 'Last 24 hours'], ['dStart', '', 'Today'], ['-1dStart', '-1dEnd', 'Yesterday'], ['-7d', '', 'Last 7 days'], ['-14d', '', 'Last 14 days'],
  ['-30d', '', 'Last 30 days'], ['-90d', '', 'Last 90 days'], ['-180d', '', 'Last 180 days'], ['mStart', '', 'This month'], ['-1mStart', '-1mEnd', 'Last month'], ['yStart', '', 'This year'], ['all', '', 'All time'],
];
const DAY = /^\d{4}-/;

/** A range of dates in words. */
function words({ from, to }) {
  return from + (to ? ' to ' + to : ' to now');
}

/**
 * Makes one. range: {date_from, date_to?} as questions have it, relative dates or days of the project; undefined where "none",
 * words for no range at all, may be chosen. changed(range) gets the new one.
 */
export function dateControl(range, changed, { none } = {}) {
  const from = range?.date_from || (none ? '' : '-7d');
  const to = range?.date_to || '';
  const own = DAY.test(from);
  const known = RANGES.findIndex(([one, two]) => one === from && two === to);
  const first = el('input', { class: 'input', type: 'date', 'aria-label': 'First day', value: own ? from.slice(0, 10) : '' });
  const last = el('input', { class: 'input', type: 'date', 'aria-label': 'Last day', value: own && to ? to.slice(0, 10) : '' });
  const days = el('span', { class: 'days', hidden: !own }, first, ' to ', last);
  const tell = () => {
    last.min = first.value;
    last.setCustomValidity(last.value && last.value < first.value ? 'The last day is before the first.' : '');
    if (first.value && last.reportValidity()) changed({ date_from: first.value, ...(last.value ? { date_to: last.value } : {}) });
  };
  first.addEventListener('change', tell);
  last.addEventListener('change', tell);
  const chosen = !from ? 'none' : known >= 0 ? String(known) : own ? 'own' : 'kept';
  const option = (value, text) => el('option', { value, selected: value === chosen }, text);
  const select = el('select', { 'aria-label': 'Dates', on: { change: () => {
    days.hidden = select.value !== 'own';
    if (select.value === 'own') first.focus();
    else if (select.value === 'none') changed(undefined);
    else if (select.value === 'kept') changed(range);
    else {
      const [since, until] = RANGES[Number(select.value)];
      changed({ date_from: since, ...(until ? { date_to: until } : {}) });
    }
  } } }, none && option('none', none), RANGES.map(([, , text], i) => option(String(i), text)), chosen === 'kept' && option('kept', words({ from, to })), option('own', 'Days …'));
  return el('span', { class: 'dates' }, select, days);
}
