/* Insights: the list of what is saved, and the page that asks one question and shows its answer as it is edited. */

import { Place, act, get, here, patch, remove } from './api.js';
import { ago, byId, el } from './dom.js';
import { icon } from './icons.js';
import { openEditor } from './insight.js';
import { KINDS, fresh, kindName, linkTo, summary } from './question.js';
import { head, shell } from './shell.js';

const main = byId('main');
const ICONS = Object.fromEntries(KINDS.map(([kind, , drawing]) => [kind, drawing]));

/** The question inside what is saved; some clients wrap it. */
const inner = (query) => (query?.source && /VizNode|VisualizationNode/.test(query.kind) ? query.source : query);

function list() {
  document.title = 'Insights · Hedgerow';
  const search = el('input', { class: 'input', type: 'search', placeholder: 'Search', 'aria-label': 'Search the insights' });
  const only = el('button', { class: 'button', 'aria-pressed': 'false' }, icon('star'), 'Favourites');
  const place = el('section', { class: 'sheet flush', 'aria-label': 'Saved insights' });
  main.replaceChildren(
    head('Insights', el('a', { class: 'button strong', href: linkTo(fresh('TrendsQuery')) }, icon('plus'), 'New insight')),
    el('ul', { class: 'kinds' }, KINDS.map(([kind, name, drawing, words]) => el('li', {}, el('a', { class: 'kind-card', href: linkTo(fresh(kind)) }, icon(drawing), el('span', {}, el('b', {}, name), el('span', { class: 'fine' }, words)))))),
    el('div', { class: 'bar' }, search, only), place);
  const shown = new Place(place, { label: 'Looking' });
  let all = [];
  const show = () => shown.show((signal) => get(here('insights/'), { signal }), ({ results }, content) => {
    all = results;
    narrow(content);
  });
  const narrow = (content = shown.content) => {
    const words = search.value.trim().toLowerCase();
    const favourites = only.getAttribute('aria-pressed') === 'true';
    const fitting = all.filter((one) => (!favourites || one.favorited) && (!words || (one.name + ' ' + one.description + ' ' + summary(inner(one.query) || {})).toLowerCase().includes(words)));
    content.replaceChildren();
    draw(fitting, content, Boolean(words) || favourites);
  };
  search.addEventListener('input', () => narrow());
  only.addEventListener('click', () => {
    only.setAttribute('aria-pressed', String(only.getAttribute('aria-pressed') !== 'true'));
    narrow();
  });
  show();

  function draw(results, content, narrowed) {
    if (!results.length) {
      content.append(el('div', { class: 'empty' }, icon('insights'),
        el('h2', {}, narrowed ? 'No insight fits' : 'Nothing is saved yet'),
        el('p', {}, narrowed ? 'Search for something else.' : 'Ask a question above. The chart changes as you edit; save what is worth coming back to.')));
      return;
    }
    content.append(el('div', { class: 'scroll' }, el('table', { class: 'table' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, el('span', { class: 'hidden' }, 'Favourite')), el('th', { scope: 'col' }, 'Name'), el('th', { scope: 'col', class: 'wide-only' }, 'Kind'), el('th', { scope: 'col', class: 'wide-only' }, 'Changed'), el('th', { scope: 'col' }, el('span', { class: 'hidden' }, 'Delete')))),
      el('tbody', {}, results.map((one) => row(one))))));
  }

  function row(insight) {
    const query = inner(insight.query) || {};
    const name = insight.name || summary(query);
    const star = el('button', { class: 'star', 'aria-pressed': String(Boolean(insight.favorited)), 'aria-label': 'Favourite: ' + name, on: { click: () => act(star, async () => {
      const now = await patch(here('insights/' + insight.id + '/'), { favorited: star.getAttribute('aria-pressed') !== 'true' });
      star.setAttribute('aria-pressed', String(Boolean(now.favorited)));
    }) } }, icon('star'));
    const gone = el('button', { class: 'quiet', 'aria-label': 'Delete ' + name, on: { click: () => {
      if (!confirm('Delete "' + name + '"? It goes from its dashboards as well.')) return;
      act(gone, () => remove(here('insights/' + insight.id + '/')), 'Deleted.').then(show);
    } } }, icon('trash'));
    return el('tr', {}, el('td', { class: 'narrow' }, star),
      el('td', {}, el('a', { href: '/insights/' + encodeURIComponent(insight.short_id) }, name), insight.description && el('p', { class: 'fine' }, insight.description)),
      el('td', { class: 'wide-only' }, el('span', { class: 'chip' }, icon(ICONS[query.kind] || 'insights'), kindName(query.kind))),
      el('td', { class: 'fine wide-only' }, insight.updated_at ? ago(insight.updated_at) : ''),
      el('td', { class: 'narrow' }, gone));
  }
}

const around = await shell({ page: '/insights' });
const asked = decodeURIComponent(location.pathname.split('/')[2] || '');
if (!around.project) main.append(head('Insights'), el('div', { class: 'sheet empty' }, el('p', {}, 'There is no project that you may see.')));
else if (asked) openEditor(main, asked === 'new' ? null : asked);
else list();

