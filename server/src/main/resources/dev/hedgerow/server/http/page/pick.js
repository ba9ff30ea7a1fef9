/*
 * A button that opens a list to search and pick from: events, actions, properties. Works by keyboard as a combo box: type to
 * search, arrows to move, Enter picks, Escape leaves.
 */

import { get, here, sentence } from './api.js';
import { compact, el, freshId } from './dom.js';
import { icon } from './icons.js';
import { groupTypes } from './known.js';
import { eventName, propertyName } from './names.js';

/**
 * Makes one. options(search) answers (or promises) [{group, value, text, hint}]; picked(option) is told. free: a text that is
 * in no list may be taken as it is typed, as free(text) answers it.
 */
export function picker({ text, label, options, picked, free, class: name = '' }) {
  const id = freshId('pick');
  const words = el('span', { class: 'clip' }, text);
  const list = el('div', { class: 'pick-list', role: 'listbox', id: id + '-list', 'aria-label': label });
  const input = el('input', {
    class: 'input', type: 'search', autofocus: true, role: 'combobox', autocomplete: 'off', spellcheck: 'false', placeholder: 'Search', 'aria-label': label,
    'aria-controls': id + '-list', 'aria-expanded': 'true', 'aria-autocomplete': 'list',
  });
  const pop = el('div', { class: 'pick-pop', popover: 'auto', id }, input, list);
  const button = el('button', { class: 'pick ' + name, 'aria-haspopup': 'dialog', 'aria-expanded': 'false', 'aria-label': label + ': ' + text, popovertarget: id }, words, icon('down'));
  let shown = [];
  let at = 0;
  let turn = 0;

  function take(option) {
    pop.hidePopover();
    words.textContent = option.text;
    button.setAttribute('aria-label', label + ': ' + option.text);
    button.focus();
    picked(option);
  }

  function mark(next) {
    if (!shown.length) return;
    shown[at]?.node.setAttribute('aria-selected', 'false');
    at = (next + shown.length) % shown.length;
    const node = shown[at].node;
    node.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', node.id);
    node.scrollIntoView({ block: 'nearest' });
  }

  async function fill() {
    const mine = ++turn;
    let found = [];
    try {
      found = await options(input.value.trim());
    } catch (failure) {
      if (mine === turn) list.replaceChildren(el('p', { class: 'pick-none', role: 'option', 'aria-disabled': 'true' }, sentence(failure)));
      return;
    }
    if (mine !== turn) return;
    const typed = input.value.trim();
    if (free && typed && !found.some((one) => one.value === typed)) found = [...found, free(typed)];
    shown = [];
    const groups = new Map();
    for (const option of found.slice(0, 200)) {
      const node = el('div', { class: 'pick-option', role: 'option', id: id + '-' + shown.length, 'aria-selected': 'false', on: { mousedown: (event) => event.preventDefault(), click: () => take(option) } },
        el('span', { class: 'clip' }, option.text), option.hint && el('span', { class: 'pick-hint' }, option.hint));
      shown.push({ option, node });
      const group = option.group || '';
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(node);
    }
    list.replaceChildren(...(shown.length ? [...groups].map(([group, nodes]) => el('div', { class: 'pick-group', role: 'group', 'aria-label': group || label, 'data-title': group || null }, nodes))
      : [el('p', { class: 'pick-none', role: 'option', 'aria-disabled': 'true' }, 'Nothing fits.')]));
    at = 0;
    mark(0);
  }

  /** Puts the list below its button, or above where there is more room; it grows away from the button and never off the page. */
  function put() {
    const box = button.getBoundingClientRect();
    const below = innerHeight - box.bottom;
    const up = below < 300 && below < box.top;
    pop.style.left = Math.max(8, Math.min(box.left, innerWidth - pop.offsetWidth - 8)) + 'px';
    pop.style.top = up ? 'auto' : box.bottom + 4 + 'px';
    pop.style.bottom = up ? innerHeight - box.top + 4 + 'px' : 'auto';
    list.style.maxHeight = Math.max(120, Math.min(300, (up ? box.top : below) - 70)) + 'px';
  }

  pop.addEventListener('beforetoggle', ({ newState }) => { // the field takes the focus as the list opens, so what is typed at once counts
    if (newState !== 'open') return;
    input.value = '';
    if (!shown.length) list.replaceChildren(el('p', { class: 'pick-none', role: 'option', 'aria-disabled': 'true' }, 'Looking …'));
  });
  pop.addEventListener('toggle', (event) => {
    const open = event.newState === 'open';
    button.setAttribute('aria-expanded', String(open));
    if (!open) return;
    put();
    fill();
  });
  pop.addEventListener('focusout', ({ relatedTarget: next }) => { if (next && !pop.contains(next)) pop.hidePopover(); });
  input.addEventListener('input', fill);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') mark(at + 1);
    else if (event.key === 'ArrowUp') mark(at - 1);
    else if (event.key === 'Enter' && shown[at]) take(shown[at].option);
    else return;
    event.preventDefault();
  });
  return el('span', { class: 'pick-box' }, button, pop);
}

const kept = new Map();

/** Asks once a minute at most. */
function remembered(path) {
  const known = kept.get(path);
  if (known && Date.now() - known.at < 60000) return known.promise;
  const promise = get(here(path)).then((found) => found.results, (failure) => {
    kept.delete(path);
    throw failure;
  });
  kept.set(path, { at: Date.now(), promise });
  return promise;
}

/** Has what was asked for asked anew, since it changed. */
export const forget = (path) => kept.delete(path);

const fits = (search) => (option) => !search || (option.text + ' ' + option.value).toLowerCase().includes(search.toLowerCase());

/** Actions and events to pick from; "any" adds any event. */
export async function eventOptions(search, { any = true, actions = true } = {}) {
  const [made, events] = await Promise.all([actions ? remembered('actions/').catch(() => []) : [], remembered('event_definitions/')]);
  return [
    ...(any ? [{ group: 'Events', value: null, kind: 'event', text: eventName(null), hint: '' }] : []),
    ...made.map((action) => ({ group: 'Actions', value: action.id, kind: 'action', text: action.name })),
    ...events.map((event) => ({ group: 'Events', value: event.name, kind: 'event', text: eventName(event.name), hint: event.volume_30_day ? compact(event.volume_30_day) : '' })),
  ].sort((a, b) => (a.group === b.group ? 0 : a.group === 'Actions' ? -1 : 1)).filter(fits(search));
}

/** Names of properties to pick from; types: event, person, group, session, cohort, element. */
export async function propertyOptions(search, types, event) {
  const of = (type, group, query = '', more = {}) => remembered('property_definitions/?type=' + type + query).then((found) => found.map((one) => ({
    ...more, group, type, value: one.name, text: propertyName(one.name), numerical: one.is_numerical, examples: one.examples || [],
  }))).catch(() => []);
  const parts = await Promise.all(types.map((type) => {
    if (type === 'event') return of('event', 'Event properties', event ? '&event=' + encodeURIComponent(event) : '');
    if (type === 'person') return of('person', 'Person properties');
    if (type === 'group') return groupTypes().then((all) => Promise.all(all.map(({ index, name }) => of('group', 'Properties of ' + name, '&group_type_index=' + index, { group_type_index: index }))));
    if (type === 'session') return ['$session_duration', '$pageview_count', '$entry_current_url', '$is_bounce'].map((name) => ({ group: 'Session', type, value: name, text: propertyName(name), examples: [] }));
    if (type === 'element') return [['tag_name', 'Tag'], ['text', 'Text'], ['href', 'Link'], ['selector', 'Selector']].map(([value, text]) => ({ group: 'Element', type, value, text, examples: [] }));
    if (type === 'cohort') return remembered('cohorts/').then((found) => found.map((one) => ({ group: 'Cohorts', type, value: one.id, text: one.name, examples: [] }))).catch(() => []);
    return [];
  }));
  return parts.flat(2).filter(fits(search));
}

/** What is known of one property, or undefined. */
export async function propertyOf(type, name) {
  const found = await propertyOptions('', [type]);
  return found.find((one) => one.value === name);
}
