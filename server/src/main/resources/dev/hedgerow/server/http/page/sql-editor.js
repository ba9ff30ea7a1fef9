/*
 * A field for SQL: a plain textarea, so that every way of typing works, above a coloured copy of its text; it offers tables,
 * columns, functions and properties in a list below the caret. Arrows choose, Enter or Tab takes, Escape closes.
 */

import { announce, el, freshId } from './dom.js';
import { properties } from './known.js';
import { FUNCTIONS, KEYWORDS, TABLES } from './sql-words.js';

const TOKENS = /(--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|('(?:[^']|'')*'?)|("(?:[^"]|"")*"?)|(\b\d+(?:\.\d+)?\b)|([A-Za-z_$][\w$]*)|([\s\S])/g;
const WORD = /[\w$."]*$/;
const OFFERS = 12;

function kind(groups, text, after) {
  const [comment, literal, quoted, digits, word] = groups;
  if (comment !== undefined) return 'comment';
  if (literal !== undefined) return 'text';
  if (quoted !== undefined) return 'name';
  if (digits !== undefined) return 'number';
  if (word === undefined) return null;
  if (KEYWORDS.includes(word.toUpperCase()) && word !== 'timestamp' && word !== 'date') return 'word';
  if (after === '(') return 'function';
  return word in TABLES ? 'name' : null;
}

/** The text as nodes; what begins at "wrong" is marked. */
function coloured(text, wrong) {
  const parts = [];
  for (const found of text.matchAll(TOKENS)) {
    const what = found.index <= wrong && wrong < found.index + found[0].length ? 'wrong' : kind(found.slice(1, 6), found[0], text[found.index + found[0].length]);
    const last = parts.at(-1);
    if (what) parts.push(el('span', { class: 's-' + what }, found[0]));
    else if (typeof last === 'string') parts[parts.length - 1] = last + found[0];
    else parts.push(found[0]);
  }
  return parts;
}

/** What may stand where the caret is: [{value, hint}], the best first. */
async function offers(before) {
  const typed = WORD.exec(before)[0];
  const dot = typed.lastIndexOf('.');
  const start = typed.slice(dot + 1).replaceAll('"', '').toLowerCase();
  const fits = (name) => name.toLowerCase().startsWith(start) ? 2 : start && name.toLowerCase().includes(start) ? 1 : start ? 0 : 2;
  const best = (list) => list.map((one) => ({ ...one, score: fits(one.bare || one.value) })).filter((one) => one.score && one.value.toLowerCase() !== start).sort((a, b) => b.score - a.score).slice(0, OFFERS);
  if (dot >= 0) {
    const path = typed.slice(0, dot).toLowerCase();
    if (path.endsWith('properties')) {
      const whose = /person\.?_?properties$|^persons?\.properties$|person_properties$/.test(path) ? 'person' : 'event';
      const all = await properties(whose);
      return { length: typed.length - dot - 1, list: best(all.filter((one) => !/["\\]/.test(one.name)).map((one) => ({ value: /^[A-Za-z_$][\w$]*$/.test(one.name) ? one.name : '"' + one.name + '"', bare: one.name, hint: one.examples?.[0] === undefined ? '' : String(one.examples[0]) }))) };
    }
    if (path === 'person') return { length: typed.length - dot - 1, list: best(['properties', 'id', 'created_at'].map((value) => ({ value, hint: 'of the person' }))) };
    return { length: typed.length - dot - 1, list: best((TABLES[path] || []).map((value) => ({ value: /^\$|^(timestamp|index|key|type)$/.test(value) ? '"' + value + '"' : value, bare: value, hint: path }))) };
  }
  if (!start) return { length: 0, list: [] };
  const columns = [...new Set(Object.entries(TABLES).flatMap(([table, names]) => names.map((name) => name + '\n' + table)))].map((one) => one.split('\n'));
  const known = new Map();
  for (const [name, table] of columns) known.set(name, known.has(name) ? known.get(name) + ', ' + table : table);
  return { length: typed.length, list: best([
    ...Object.keys(TABLES).map((value) => ({ value, hint: 'table' })),
    ...[...known].map(([value, hint]) => ({ value: value.startsWith('$') ? '"' + value + '"' : value, bare: value, hint: 'column of ' + hint })),
    ...Object.entries(FUNCTIONS).map(([value, takes]) => ({ value: value + '(', bare: value, hint: value + takes })),
    ...KEYWORDS.map((value) => ({ value, hint: '' })),
  ]) };
}

/** Makes one: {node, input, set(text), mark(line, column)}. run() is called on Ctrl+Enter, changed(text) after each change. */
export function sqlEditor({ value, run, changed }) {
  const list = el('ul', { class: 'combo-list sql-offers', role: 'listbox', id: freshId('offers'), 'aria-label': 'Offers', hidden: true });
  const help = el('p', { class: 'hidden', id: freshId('help') }, 'Control and Enter runs it. Control and space offers names; arrows choose, Enter takes, Escape closes.');
  const input = el('textarea', { class: 'sql-text', value, spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', 'aria-label': 'SQL', 'aria-describedby': help.id, 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-haspopup': 'listbox', rows: 8, wrap: 'soft' });
  const copy = el('pre', { class: 'sql-copy', 'aria-hidden': 'true' });
  const node = el('div', { class: 'sql-editor' }, copy, input, list, help);
  let found = [];
  let length = 0;
  let at = -1;
  let turn = 0;
  let wrong = -1;

  const draw = () => {
    copy.replaceChildren(...coloured(input.value, wrong), '\n');
    input.style.height = 'auto';
    input.style.height = Math.min(Math.max(input.scrollHeight + 2, 190), Math.max(260, innerHeight * 0.6)) + 'px';
    copy.scrollTop = input.scrollTop;
  };
  const close = () => {
    turn++;
    list.hidden = true;
    at = -1;
    input.removeAttribute('aria-activedescendant');
  };
  const point = (to) => {
    at = to;
    [...list.children].forEach((one, i) => one.setAttribute('aria-selected', String(i === at)));
    input.setAttribute('aria-activedescendant', list.children[at].id);
    list.children[at].scrollIntoView({ block: 'nearest' });
  };
  /** Where the caret is, measured in a copy of the text up to it. */
  const caret = () => {
    const mark = el('span', {}, '\u200b');
    const probe = el('pre', { class: 'sql-copy probe', 'aria-hidden': 'true' }, input.value.slice(0, input.selectionStart), mark);
    node.append(probe);
    const place = { left: mark.offsetLeft, top: mark.offsetTop + mark.offsetHeight - input.scrollTop };
    probe.remove();
    return place;
  };
  const take = (i) => {
    const end = input.selectionStart;
    input.setRangeText(found[i].value, end - length, end, 'end');
    close();
    draw();
    changed(input.value);
    if (/properties$/.test(found[i].value)) announce('Then a dot and the name of a property');
  };
  const offer = async () => {
    const mine = ++turn;
    const answer = await offers(input.value.slice(0, input.selectionStart));
    if (mine !== turn) return;
    found = answer.list;
    length = answer.length;
    if (!found.length || document.activeElement !== input) {
      close();
      return;
    }
    list.replaceChildren(...found.map((one, i) => el('li', { role: 'option', id: freshId('offer'), 'aria-selected': 'false', on: { mousedown: (event) => { event.preventDefault(); take(i); } } },
      el('span', { class: 'mono clip' }, one.value.replace(/\($/, '')), one.hint && el('span', { class: 'combo-hint' }, one.hint))));
    const where = caret();
    list.hidden = false;
    list.style.left = Math.max(0, Math.min(where.left, node.clientWidth - list.offsetWidth)) + 'px';
    list.style.top = where.top + 4 + 'px';
    point(0);
    announce(found.length + ' offers, ' + found[0].value);
  };

  input.addEventListener('input', (event) => {
    wrong = -1;
    draw();
    changed(input.value);
    if (event.inputType?.startsWith('insert') && event.data && /[\w$."]/.test(event.data)) offer();
    else close();
  });
  input.addEventListener('scroll', () => { copy.scrollTop = input.scrollTop; });
  input.addEventListener('blur', close);
  input.addEventListener('click', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      close();
      run();
    } else if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      offer();
    } else if (!list.hidden) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        point((at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
      } else if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault();
        take(at);
      } else if (event.key === 'Escape') {
        event.preventDefault();
        close();
      } else if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End') close();
    }
  });
  new ResizeObserver(draw).observe(node);
  draw();
  /** Marks what a server does not understand, until the text changes, and puts the caret there; lines and columns count from 1. */
  const mark = (line, column) => {
    const before = input.value.split('\n').slice(0, line - 1);
    wrong = before.join('\n').length + (before.length ? 1 : 0) + column - 1;
    input.setSelectionRange(wrong, wrong);
    draw();
  };
  return { node, input, mark, set: (text) => { wrong = -1; input.value = text; close(); draw(); changed(text); } };
}
