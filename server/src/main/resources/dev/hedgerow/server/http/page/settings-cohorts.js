/* The cohorts there are: how many belong to each, who, and removing one. */

import { act, get, here, remove } from './api.js';
import { ago, el, number } from './dom.js';
import { dialog } from './narrow.js';
import { personPath } from './known.js';

/** Shows them, and the section only where the server knows cohorts. */
export async function cohortsView(section, place) {
  const found = await get(here('cohorts/')).catch(() => null);
  section.hidden = !found;
  if (!found) return;
  const look = () => { place.replaceChildren(); cohortsView(section, place); };
  if (!found.results.length) {
    place.replaceChildren(el('p', { class: 'fine' }, 'None yet. A cohort is a set of persons: by their properties, by what they did, or from a list. Questions take one as a filter.'));
    return;
  }
  place.replaceChildren(el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of cohorts' }, el('table', { class: 'table' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Cohort'), el('th', { scope: 'col', class: 'num' }, 'Persons'), el('th', { scope: 'col', class: 'wide-only' }, 'Found'), el('th', { scope: 'col' }, el('span', { class: 'hidden' }, 'What to do')))),
    el('tbody', {}, found.results.map((one) => el('tr', {},
      el('th', { scope: 'row' }, one.name, one.errors_calculating || one.error ? el('p', { class: 'fine why' }, String(one.error || 'could not be found')) : ''),
      el('td', { class: 'num' }, one.is_calculating ? '…' : number(one.count)),
      el('td', { class: 'wide-only' }, one.is_static ? 'from a list' : one.last_calculation ? ago(one.last_calculation) : 'soon'),
      el('td', { class: 'num' }, el('button', { class: 'button small', on: { click: () => members(one) } }, 'Who'), ' ', el('button', { class: 'button small danger', on: { click: () => removed(one, look) } }, 'Remove'))))))));
}

async function members(cohort) {
  const found = await act(null, () => get(here('cohorts/' + cohort.id + '/persons/?limit=100')));
  if (!found) return;
  dialog(cohort.name, el('div', {}, el('p', { class: 'fine' }, found.next ? 'The first ' + found.results.length + ' of ' + number(cohort.count) : number(found.results.length) + ' persons'),
    el('ul', { class: 'plain counted' }, found.results.map((one) => el('li', {}, el('a', { class: 'clip', href: personPath(one.id || one.uuid) }, one.name || one.id || one.uuid))))), null, { drawer: true });
}

function removed(cohort, done) {
  const sure = el('button', { class: 'button danger', on: { click: () => act(sure, async () => { await remove(here('cohorts/' + cohort.id + '/')); node.close(); done(); }, 'Removed.') } }, 'Remove');
  const node = dialog('Remove “' + cohort.name + '”?', el('p', {}, 'Questions that use it stop working. The persons stay.'), sure);
}
