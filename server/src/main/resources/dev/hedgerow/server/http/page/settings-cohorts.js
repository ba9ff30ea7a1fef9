/* The cohorts there are: how many belong to each, who, and removing one. */

import { act, get, here, post, remove } from './api.js';
import { combo } from './combo.js';
import { ago, el, number } from './dom.js';
import { filterEditor, writeFilters } from './filters.js';
import { icon } from './icons.js';
import { eventNames, personPath } from './known.js';
import { dialog } from './dialog.js';

/** Shows them, and the section only where the server knows cohorts. */
export async function cohortsView(section, place) {
  const found = await get(here('cohorts/')).catch(() => null);
  section.hidden = !found;
  if (!found) return;
  const look = () => { place.replaceChildren(); cohortsView(section, place); };
  if (found.results.some((one) => one.is_calculating)) setTimeout(() => { if (place.isConnected) cohortsView(section, place); }, 2500);
  const make = el('div', { class: 'drawer-actions' }, el('button', { class: 'button', on: { click: () => maker(look) } }, icon('plus'), 'Make a cohort'));
  if (!found.results.length) {
    place.replaceChildren(make, el('p', { class: 'fine' }, 'None yet. A cohort is a set of persons: by their properties, by what they did, or from a list. Questions take one as a filter.'));
    return;
  }
  place.replaceChildren(make, el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of cohorts' }, el('table', { class: 'table' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Cohort'), el('th', { scope: 'col', class: 'num' }, 'Persons'), el('th', { scope: 'col', class: 'wide-only' }, 'Found'), el('th', { scope: 'col' }, el('span', { class: 'hidden' }, 'What to do')))),
    el('tbody', {}, found.results.map((one) => el('tr', {},
      el('th', { scope: 'row' }, one.name, one.errors_calculating || one.error ? el('p', { class: 'fine why' }, String(one.error || 'could not be found')) : ''),
      el('td', { class: 'num' }, one.is_calculating ? '…' : number(one.count)),
      el('td', { class: 'wide-only' }, one.is_static ? 'from a list' : one.last_calculation ? ago(one.last_calculation) : 'soon'),
      el('td', { class: 'num' }, el('button', { class: 'button small', on: { click: () => members(one) } }, 'Who'), ' ', el('button', { class: 'button small danger', on: { click: () => removed(one, look) } }, 'Remove'))))))));
}

/** Asks for a cohort by what its persons are and did, or by a list of them. */
function maker(done) {
  let filters = { type: 'AND', list: [] };
  const name = el('input', { class: 'input wide', maxlength: 200 });
  const did = el('select', { 'aria-label': 'What they did', on: { change: () => { more.hidden = !did.value; } } }, [['', 'whatever they did'], ['performed_event', 'did'], ['not_performed_event', 'did not do']].map(([value, words]) => el('option', { value }, words)));
  const event = combo({ label: 'Event', placeholder: 'Event', offer: eventNames });
  const days = el('input', { class: 'input', type: 'number', min: 1, max: 366, value: '30', 'aria-label': 'Days' });
  const more = el('div', { class: 'drawer-actions wrap', hidden: true }, event.node, el('span', { class: 'check' }, 'in the last ', days, ' days'));
  const save = el('button', { class: 'button strong', on: { click: () => act(save, async () => {
    await post(here('cohorts/'), { name: name.value.trim(), ...(how.value === 'list' ? { is_static: true, distinct_ids: lines() } : { filters: { properties: { type: 'AND', values: rules() } } }) });
    node.close();
    done();
  }, 'Made.') } }, 'Make');
  const rules = () => {
    const found = writeFilters(filters) || [];
    const all = Array.isArray(found) ? found : [found];
    if (did.value) all.push({ type: 'behavioral', value: did.value, key: event.input.value.trim(), event_type: 'events', time_value: Number(days.value), time_interval: 'day' });
    if (!all.length) throw new Error('choose a property, or what they did');
    return all;
  };
  const list = el('textarea', { class: 'input wide mono', rows: 6, spellcheck: 'false', 'aria-label': 'Distinct ids' });
  const lines = () => list.value.split('\n').map((line) => line.trim()).filter(Boolean);
  const listed = el('div', { class: 'field', hidden: true }, el('span', { class: 'label' }, 'Distinct ids, one a line'), list);
  const how = el('select', { on: { change: () => { listed.hidden = how.value !== 'list'; ruled.hidden = !listed.hidden; } } }, [['rules', 'who fits conditions, looked for again and again'], ['list', 'who is on a list']].map(([value, words]) => el('option', { value }, words)));
  const ruled = el('div', {},
    el('div', { class: 'field' }, el('span', { class: 'label' }, 'Persons whose'), filterEditor({ filters, types: ['person'], changed: (changed) => { filters = changed; }, label: 'Properties', nested: false })),
    el('div', { class: 'field' }, el('span', { class: 'label' }, 'And who'), did, more));
  const node = dialog('Make a cohort', el('div', { class: 'stack' },
    el('label', { class: 'field' }, el('span', { class: 'label' }, 'Name'), name),
    el('label', { class: 'field' }, el('span', { class: 'label' }, 'Who belongs to it'), how), ruled, listed),
  [el('button', { class: 'button', on: { click: () => node.close() } }, 'Cancel'), save]);
  name.focus();
}

async function members(cohort) {
  const found = await act(null, () => get(here('cohorts/' + cohort.id + '/persons/?limit=100')));
  if (!found) return;
  dialog(cohort.name, el('div', {}, el('p', { class: 'fine' }, found.next ? 'The first ' + found.results.length + ' of ' + number(cohort.count) : number(found.results.length) + ' persons'),
    el('ul', { class: 'plain tally' }, found.results.map((one) => el('li', {}, el('a', { class: 'clip', href: personPath(one.id || one.uuid) }, one.name || one.id || one.uuid))))), null, { drawer: true });
}

function removed(cohort, done) {
  const sure = el('button', { class: 'button danger', on: { click: () => act(sure, async () => { await remove(here('cohorts/' + cohort.id + '/')); node.close(); done(); }, 'Removed.') } }, 'Remove');
  const node = dialog('Remove “' + cohort.name + '”?', el('p', {}, 'Questions that use it stop working. The persons stay.'), sure);
}
