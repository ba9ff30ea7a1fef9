/* The snippet to paste, and a check that turns green with the first event. */

import { get, question } from './api.js';
import { ago, copy, el, number } from './dom.js';
import { eventWords } from './known.js';

/** Fills a place with the snippet of a project and its check. */
export async function installView(place, project) {
  const code = el('pre', { class: 'code-block', id: 'snippet', tabindex: '0' }, '…');
  const button = el('button', { class: 'button small', id: 'copy', on: { click: () => copy(code.textContent, button) } }, 'Copy');
  const check = el('p', { class: 'first-event', id: 'first-event', role: 'status', data: { state: 'waiting' } }, el('span', { class: 'pulse-dot', 'aria-hidden': 'true' }), el('span', {}, 'Looking for events …'));
  place.append(el('p', { class: 'fine lead' }, 'Paste this into the <head> of your pages. Page views, clicks, changes and submitted forms are captured from then on, never what is typed.'),
    el('div', { class: 'snippet' }, code, button), check);
  const say = (state, ...words) => {
    check.dataset.state = state;
    check.lastChild.replaceChildren(...words);
  };
  get('/api/live/info?project=' + project.id).then((info) => { code.textContent = info.snippet.trim(); }, () => {});
  const found = await question({ kind: 'HogQLQuery', query: 'SELECT count(*), max(created_at) FROM events' }).catch(() => null);
  const [count, last] = found?.results?.[0] || [0, null];
  if (count > 0) say('there', 'Events arrive: ' + number(count) + ' so far, the newest ' + ago(last) + '.');
  else wait(project, say);
}

/** Listens until the first event comes. */
function wait(project, say) {
  say('waiting', 'Waiting for your first event. Open one of your pages and click something.');
  const stream = new EventSource('/api/live?project=' + project.id);
  stream.onmessage = (message) => {
    const item = JSON.parse(message.data).items.find((one) => one.kind === 'accepted' || one.kind === 'rejected');
    if (!item) return;
    if (item.kind === 'rejected') {
      say('refused', 'Something came and was refused: ' + item.detail);
      return;
    }
    stream.close();
    say('there', 'It works. The first event is there: ', el('strong', {}, item.words || eventWords(item.event)), '. ', el('a', { href: '/' }, 'Watch them live'), '.');
  };
}
