/* The people behind a point of a chart: a drawer with a list that leads to each of them. */

import { Place, act, here, post, question } from './api.js';
import { dialog } from './dialog.js';
import { csv, download, el, number, when } from './dom.js';
import { icon } from './icons.js';
import { actorName, hue } from './names.js';
import { forget } from './pick.js';

const PAGE = 100;
const MOST = 1000;

/** Opens it. source: {kind: "InsightActorsQuery" | "FunnelsActorsQuery", source: the question, …}. */
export function showPeople(source, title, subtitle = '') {
  const body = el('div', { class: 'people' });
  dialog(title, body, null, { drawer: true, subtitle });
  const ask = (offset, limit, signal) => question({ kind: 'ActorsQuery', source, limit, offset }, { signal }).then(read);
  const place = new Place(body, { label: 'Looking for the people' });
  place.show((signal) => ask(0, PAGE, signal), (found, content) => draw(found, content, ask, title + (subtitle ? ': ' + subtitle : '')));
}

/** Rows of an ActorsQuery as objects. */
function read(answer) {
  const names = answer.columns;
  return { more: answer.hasMore, actors: answer.results.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))) };
}

function draw(found, content, ask, title) {
  if (!found.actors.length) {
    content.append(el('div', { class: 'empty' }, icon('people'), el('p', {}, 'Nobody is behind this point any more. Refresh the chart.')));
    return;
  }
  const list = el('ul', { class: 'people-list' }, found.actors.map(person));
  const count = el('p', { class: 'fine' });
  let shown = found.actors.length;
  let more = found.more;
  const say = () => { count.textContent = more ? 'The first ' + number(shown) : shown === 1 ? 'One' : 'All ' + number(shown); };
  const button = el('button', { class: 'button', hidden: !more, on: { click: () => act(button, async () => {
    const next = await ask(shown, PAGE);
    list.append(...next.actors.map(person));
    shown += next.actors.length;
    more = next.more;
    button.hidden = !more;
    say();
  }) } }, 'Show more');
  const save = el('button', { class: 'button small', on: { click: () => act(save, async () => {
    const all = await ask(0, MOST);
    const rows = all.actors.map((one) => [one.id, one.anonymous ? 'anonymous' : 'person', (one.distinct_ids || []).join(' '), one.properties?.email, one.properties?.name, one.created_at, one.event_count]);
    download('people.csv', new Blob([csv([['id', 'kind', 'distinct_ids', 'email', 'name', 'created_at', 'events'], ...rows])], { type: 'text/csv' }));
  }) } }, icon('download'), 'CSV');
  say();
  const keep = el('button', { class: 'button small', on: { click: () => asCohort(ask, title) } }, icon('people'), 'Make a cohort');
  content.append(el('div', { class: 'people-bar' }, count, found.actors.some((one) => !one.anonymous) && keep, save), list, button);
}

/** Lists in a cohort whoever is behind the point now. */
function asCohort(ask, title) {
  const name = el('input', { class: 'input wide', maxlength: 200, value: title });
  const save = el('button', { class: 'button strong', on: { click: () => act(save, async () => {
    const { actors } = await ask(0, MOST);
    await post(here('cohorts/'), { name: name.value.trim(), is_static: true, person_ids: actors.filter((one) => !one.anonymous).map((one) => one.id) });
    forget('cohorts/');
    node.close();
  }, 'The cohort is made; its persons are there in a moment. Questions take it as a filter or a breakdown.') } }, 'Make');
  const node = dialog('Make a cohort', el('div', {}, el('label', { class: 'field' }, el('span', { class: 'label' }, 'Name'), name),
    el('p', { class: 'fine' }, 'A list of those who are behind this point now, at most ' + number(MOST) + '. Anonymous visitors are no persons, so they are not on it.')),
  [el('button', { class: 'button', on: { click: () => node.close() } }, 'Cancel'), save]);
  name.select();
}

function person(one) {
  const name = actorName(one);
  const face = el('span', { class: one.anonymous ? 'face' : 'face named', 'aria-hidden': 'true', data: { hue: String(hue(one.id)) } });
  const sub = one.anonymous ? 'anonymous visitor' : one.created_at ? 'since ' + when(one.created_at, { dateStyle: 'medium' }) : '';
  const inside = [face, el('span', { class: 'people-words' }, el('span', { class: 'clip people-name' }, name), el('span', { class: 'fine clip' }, sub)),
    one.event_count ? el('span', { class: 'fine num' }, number(one.event_count) + (one.event_count === 1 ? ' event' : ' events')) : ''];
  return el('li', {}, el('a', { class: 'people-row', href: '/persons/' + encodeURIComponent(one.id) }, inside));
}
