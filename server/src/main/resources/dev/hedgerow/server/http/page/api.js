/* Asking the server: with the session's cookie, in the project that is chosen, with its own sentence where it refuses. */

import { announce, el } from './dom.js';

const SLOW_MS = 1000;

/** What the server refused, in its words. */
export class Refused extends Error {
  constructor(status, body) {
    super(body.detail || 'the server answered ' + status);
    this.status = status;
    this.code = body.code;
    this.field = body.attr;
  }
}

let project = null;

/** Names the project that paths are in from now on. */
export function useProject(id) {
  project = id;
}

/** The path of something in the chosen project: here('insights/'). */
export const here = (path) => '/api/projects/' + (project === null ? '@current' : project) + '/' + path;

/** Asks, and returns what the answer's JSON says; throws Refused, or a TypeError where the server cannot be reached. */
export async function ask(method, path, body, { signal } = {}) {
  const options = { method, headers: { Accept: 'application/json' }, signal };
  if (body !== undefined) {
    options.headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(path, options);
  if (answer.status === 401 && !location.pathname.startsWith('/shared')) location.reload();
  const found = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, found);
  return found;
}

export const get = (path, options) => ask('GET', path, undefined, options);
export const post = (path, body, options) => ask('POST', path, body, options);
export const patch = (path, body, options) => ask('PATCH', path, body, options);
export const remove = (path, options) => ask('DELETE', path, undefined, options);

/** The words for what went wrong. */
export function sentence(failure) {
  if (failure instanceof TypeError) return 'The server cannot be reached.';
  const words = failure.message || 'That did not work';
  const field = failure.field && failure.field !== 'query' && !words.includes(failure.field) ? ' (' + failure.field + ')' : '';
  return words.charAt(0).toUpperCase() + words.slice(1) + field + (/[.!?]$/.test(words + field) ? '' : '.');
}

/** An id nobody else chooses; also where the page is no secure context. */
export function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Asks one question, {kind: …}. When the signal is aborted the server is told to stop working on it.
 *
 * options: refresh ("force_blocking" asks anew), signal, more (fields beside query).
 */
export async function question(query, { refresh, signal, more } = {}) {
  const id = randomId();
  const body = { query, client_query_id: id, ...more };
  if (refresh) body.refresh = refresh;
  const stop = () => { remove(here('query/' + id + '/')).catch(() => {}); };
  signal?.addEventListener('abort', stop, { once: true });
  await turn(signal);
  try {
    return await patiently(() => post(here('query/'), body, { signal }), signal);
  } finally {
    signal?.removeEventListener('abort', stop);
    next();
  }
}

const AT_ONCE = 3; // of the few that the server answers at one time, for everybody
const TRIES = 40;
let asking = 0;
const waiting = [];

/** Waits until fewer are asked. */
function turn(signal) {
  signal?.throwIfAborted();
  if (asking < AT_ONCE) {
    asking++;
    return Promise.resolve();
  }
  return new Promise((go, stop) => {
    waiting.push(go);
    signal?.addEventListener('abort', () => {
      const at = waiting.indexOf(go);
      if (at >= 0) {
        waiting.splice(at, 1);
        stop(signal.reason);
      }
    }, { once: true });
  });
}

/** Lets the next one ask. */
function next() {
  const go = waiting.shift();
  if (go) go();
  else asking--;
}

/** Asks again after a moment while the server says that too many ask. */
async function patiently(work, signal) {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (failure) {
      if (failure.status !== 429 || tries === TRIES) throw failure;
      await new Promise((later) => { setTimeout(later, 250 + 50 * tries); });
      signal?.throwIfAborted();
    }
  }
}

/**
 * A place on the page that shows what comes of asking. What it showed stays, dimmed, until the new answer is there; after a
 * second it says how long it takes already and offers to stop; an answer that a later question has overtaken is dropped; a
 * refusal stands where the answer would, and failed(failure) is told of it; gone() makes what stands there for what is not found.
 */
export class Place {
  constructor(node, { label = 'Counting', failed = () => {}, gone } = {}) {
    this.node = node;
    this.label = label;
    this.failed = failed;
    this.gone = gone;
    this.turn = 0;
    node.classList.add('asked');
    this.content = el('div', { class: 'asked-content' });
    this.over = el('div', { class: 'asked-over', hidden: true });
    node.replaceChildren(this.content, this.over);
    this.wait();
  }

  /** Shows that nothing is known yet. */
  wait() {
    this.content.replaceChildren(el('div', { class: 'skeleton', 'aria-hidden': 'true' }));
  }

  /** Asks with work(signal) and hands what it answers to draw(answer, content). Returns the answer, or null. Who stops it sees what was there, if that was kept. */
  async show(work, draw, { kept } = {}) {
    const mine = ++this.turn;
    this.stopper?.abort();
    const stopper = this.stopper = new AbortController();
    const began = performance.now();
    this.node.setAttribute('aria-busy', 'true');
    clearInterval(this.timer);
    this.timer = setInterval(() => this.progress(performance.now() - began), 200);
    try {
      const answer = await work(stopper.signal);
      if (mine !== this.turn) return null;
      this.content.replaceChildren();
      draw(answer, this.content);
      return answer;
    } catch (failure) {
      if (mine !== this.turn) return null;
      if (failure.name === 'AbortError' && kept) announce('Stopped. What was counted before is shown.');
      else if (failure.name === 'AbortError') this.say('You stopped this.', () => this.show(work, draw));
      else this.fail(failure, () => this.show(work, draw));
      return null;
    } finally {
      if (mine === this.turn) this.rest();
    }
  }

  rest() {
    clearInterval(this.timer);
    this.node.removeAttribute('aria-busy');
    this.over.hidden = true;
    this.over.replaceChildren();
  }

  progress(milliseconds) {
    if (milliseconds < SLOW_MS) return;
    if (this.over.hidden) {
      this.words = el('span', {});
      this.over.replaceChildren(
        el('span', { class: 'spinner', 'aria-hidden': 'true' }), this.words,
        el('button', { class: 'button small', on: { click: () => this.stopper.abort() } }, 'Cancel'));
      this.over.hidden = false;
      announce(this.label + '. You can cancel.');
    }
    this.words.textContent = this.label + ' · ' + Math.floor(milliseconds / 1000) + ' s';
  }

  fail(failure, again) {
    this.failed(failure);
    if (failure.status === 404 && this.gone) this.content.replaceChildren(this.gone());
    else this.content.replaceChildren(el('div', { class: 'trouble', role: 'alert' },
      el('p', {}, sentence(failure)),
      el('button', { class: 'button small', on: { click: again } }, 'Try again')));
  }

  say(words, again) {
    this.content.replaceChildren(el('div', { class: 'empty' }, el('p', {}, words),
      again && el('button', { class: 'button small', on: { click: again } }, 'Ask again')));
  }
}

/** Runs what a button asks for; says on the page what came of it. */
export async function act(button, work, done) {
  if (button) button.disabled = true;
  try {
    const result = await work();
    if (done) toast(done);
    return result;
  } catch (failure) {
    toast(sentence(failure), true);
    return undefined;
  } finally {
    if (button) button.disabled = false;
  }
}

/** Says something for a few seconds at the page's edge; what went wrong stays until it is closed. An open dialog has its own place for it, since all outside of it is out of reach. */
export function toast(words, wrong = false) {
  const over = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  let place = over.querySelector(':scope > .toasts');
  if (!place) {
    place = el('div', { class: 'toasts', role: 'status' });
    over.append(place);
  }
  const note = el('div', { class: 'toast', 'data-wrong': wrong ? 'true' : null }, el('span', {}, words));
  note.append(el('button', { class: 'quiet', 'aria-label': 'Close', on: { click: () => note.remove() } }, '×'));
  place.append(note);
  if (!wrong) setTimeout(() => note.remove(), 5000);
}
