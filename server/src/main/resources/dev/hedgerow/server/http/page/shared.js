/* What somebody with a link sees: names and charts, nothing to click. */

import { get, sentence } from './api.js';
import { drawAnswer } from './answers.js';
import { ago, byId, el } from './dom.js';
import { summary } from './question.js';

const main = byId('main');
const token = location.pathname.split('/')[2] || '';

function tile(one, alone) {
  const body = el('div', { class: 'tile-body' });
  const name = one.name || summary(one.query);
  const node = el('li', { class: 'sheet tile', data: { wide: String(alone || one.w > 6) } }, alone ? '' : el('div', { class: 'sheet-head' }, el('h2', {}, name)), !alone && one.description ? el('p', { class: 'fine tile-words' }, one.description) : '', body);
  if (one.answer) drawLater(body, one);
  else body.append(el('div', { class: 'empty' }, el('p', {}, one.error ? sentence({ message: one.error.detail }) : 'Not counted yet.')));
  return node;
}

/** Charts are as wide as their place, so it has to be on the page first. */
function drawLater(body, one) {
  requestAnimationFrame(() => {
    drawAnswer(body, one.query, one.answer, { people: false, height: one.h >= 8 ? 430 : 280 });
    body.append(el('p', { class: 'fine tile-foot' }, one.answer.last_refresh ? 'Counted ' + ago(one.answer.last_refresh) : ''));
  });
}

main.append(el('div', { class: 'skeleton', 'aria-hidden': 'true' }));
try {
  const found = await get('/api/shared/' + encodeURIComponent(token));
  const alone = found.tiles.length === 1;
  const title = found.name || summary(found.tiles[0]?.query || {});
  document.title = title + ' · Hedgerow';
  main.replaceChildren(
    el('div', { class: 'head' }, el('h1', {}, title), el('p', { class: 'fine' }, found.timezone ? 'Days in ' + (found.timezone === 'Z' ? 'UTC' : found.timezone) : '')),
    found.description ? el('p', { class: 'shared-words' }, found.description) : '',
    el('ol', { class: 'tiles', 'aria-label': 'Charts' }, found.tiles.map((one) => tile(one, alone))),
    el('p', { class: 'fine shared-foot' }, el('img', { src: '/page/icon.svg', alt: '', width: 18, height: 18 }), 'Shared from Hedgerow, read-only'));
} catch (failure) {
  main.replaceChildren(el('div', { class: 'sheet empty' }, el('h1', {}, failure.status === 404 ? 'This link is not valid any more' : 'This cannot be shown now'), el('p', {}, failure.status === 404 ? 'Ask whoever shared it for a new one.' : sentence(failure))));
}
