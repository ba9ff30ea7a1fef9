/*
 * Making an action from an element: what the server proposes of an autocaptured event becomes a form whose every part can be
 * left out or changed, with how many past events it finds shown as it changes.
 */

import { Place, act, get, here, patch, post } from './api.js';
import { ago, calmly, el, number } from './dom.js';
import { dialog } from './dialog.js';
import { happened, place as placeOf } from './known.js';

const MATCHINGS = [['exact', 'is'], ['contains', 'contains'], ['regex', 'matches (RE2)']];

/** The button that offers it for an event with its elements_chain. */
export function offerAction(event) {
  return el('button', { class: 'button small', on: { click: () => makeAction(event) } }, 'Make an action from this element');
}

/** Opens the form for an event with event, elements_chain and properties. */
export async function makeAction(event) {
  const proposed = await act(null, () => post(here('actions/propose/'), { event_type: event.properties.$event_type, elements_chain: event.elements_chain }));
  if (!proposed) return;
  const name = proposed.name.charAt(0).toUpperCase() + proposed.name.slice(1);
  openForm({ name: name.slice(0, 200), elements: proposed.elements, event: event.event, url: event.properties.$current_url });
}

/** A part of a condition that counts only while it is ticked. */
function part(label, ticked, fields, changed, read) {
  const box = el('input', { type: 'checkbox', checked: ticked, on: { change: () => { body.hidden = !box.checked; changed(); } } });
  const body = el('div', { class: 'part-fields', hidden: !ticked }, fields);
  return {
    node: el('div', { class: 'clause' }, el('label', { class: 'check' }, box, label), body),
    read: () => box.checked ? read() : {},
  };
}

function matching(value, changed, label) {
  return el('select', { class: 'small', 'aria-label': label, on: { change: changed } }, MATCHINGS.map(([name, words]) => el('option', { value: name, selected: name === value }, words)));
}

/** The parts for one element of the chain. */
function partsOf(element, given, changed) {
  const text = el('input', { class: 'input', value: element.text || '', 'aria-label': 'Text', on: { input: changed } });
  const textHow = matching('exact', changed, 'How the text is compared');
  const href = el('input', { class: 'input mono', value: element.href || '', 'aria-label': 'Link', on: { input: changed } });
  const hrefHow = matching('exact', changed, 'How the link is compared');
  const selector = el('input', { class: 'input mono', value: element.selectors[0] || '', 'aria-label': 'Selector', spellcheck: 'false', on: { input: changed } });
  const others = element.selectors.length > 1 && el('select', { class: 'small', 'aria-label': 'Proposed selectors', on: { change: () => { selector.value = others.value; changed(); } } },
    element.selectors.map((one) => el('option', { value: one }, one)));
  const url = el('input', { class: 'input mono', value: given.url ? placeOf(given.url) : '', 'aria-label': 'Page', on: { input: changed } });
  const urlHow = matching('contains', changed, 'How the page is compared');
  return [
    part('Its selector', element.selectors.length > 0 && !element.text, [selector, others], changed, () => ({ selector: selector.value.trim() })),
    part('Its text', Boolean(element.text), [textHow, text], changed, () => ({ text: text.value, text_matching: textHow.value })),
    part('Its link', false, [hrefHow, href], changed, () => ({ href: href.value.trim(), href_matching: hrefHow.value })),
    part('The page', false, [urlHow, url], changed, () => ({ url: url.value.trim(), url_matching: urlHow.value })),
  ].filter((one, i) => i !== 2 || element.href);
}

function openForm(given) {
  const name = el('input', { class: 'input wide', value: given.name, maxlength: 200, required: true });
  const preview = el('div', { class: 'preview' });
  const found = new Place(preview, { label: 'Counting past events' });
  let parts = [];
  const step = () => {
    const made = { event: given.event === '$autocapture' ? '$autocapture' : given.event };
    for (const one of parts) Object.assign(made, one.read());
    return Object.fromEntries(Object.entries(made).filter(([, value]) => value !== ''));
  };
  const look = () => found.show((signal) => post(here('actions/preview/'), { steps: [step()] }, { signal }), drawPreview);
  const soon = calmly(look, 400);
  const holder = el('div', {});
  const choose = (i) => {
    parts = partsOf(given.elements[i], given, soon);
    holder.replaceChildren(...parts.map((one) => one.node));
    look();
  };
  const pick = el('select', { on: { change: () => choose(Number(pick.value)) } }, given.elements.slice(0, 20).map((one, i) =>
    el('option', { value: String(i) }, (i === 0 ? 'what was clicked: ' : 'around it: ') + '<' + (one.tag_name || '?') + '>' + (one.text ? ' “' + one.text.slice(0, 40) + '”' : ''))));
  const save = el('button', { class: 'button strong', on: { click: () => act(save, async () => {
    if (!name.value.trim()) throw new Error('a name is missing');
    await post(here('actions/'), { name: name.value.trim(), steps: [step()] });
    node.close();
  }, 'The action is made. It counts past events as well.') } }, 'Save action');
  const node = dialog('Make an action', el('div', {},
    el('label', { class: 'field' }, el('span', { class: 'label' }, 'Name'), name),
    el('label', { class: 'field' }, el('span', { class: 'label' }, 'Element'), pick),
    el('p', { class: 'label' }, 'An event is this action when all of these hold'), holder, preview),
  [el('button', { class: 'button', on: { click: () => node.close() } }, 'Cancel'), save]);
  node.classList.add('wide');
  const told = given.elements.findIndex((one) => ['a', 'button', 'input', 'select', 'textarea', 'label', 'form'].includes(one.tag_name));
  pick.value = String(Math.max(0, Math.min(told, 19)));
  choose(Number(pick.value));
}

/** What past events an action finds. */
export function drawPreview(answer, content) {
  const sentence = answer.count === 0 ? 'No event of the last ' + answer.days + ' days matches.'
    : number(answer.count) + (answer.count === 1 ? ' event' : ' events') + ' of ' + number(answer.persons) + (answer.persons === 1 ? ' person' : ' persons') + ' in the last ' + answer.days + ' days';
  content.append(el('p', { class: answer.count ? 'preview-count' : 'preview-count none-yet', role: 'status' }, sentence));
  if (answer.results.length) content.append(el('ul', { class: 'preview-list' }, answer.results.slice(0, 5).map((one) => el('li', {},
    el('span', { class: 'clip' }, happened({ event: one.event, type: 'click', text: one.text, url: one.url })), one.url && el('span', { class: 'fine clip' }, placeOf(one.url)), el('span', { class: 'fine' }, ago(one.timestamp))))));
}

/** One step of an action in words. */
export function stepWords(step) {
  const how = { exact: ' is ', contains: ' contains ', regex: ' matches ' };
  const words = [step.event || 'any event'];
  if (step.selector) words.push('selector ' + step.selector);
  if (step.tag_name) words.push('tag ' + step.tag_name);
  if (step.text) words.push('text' + how[step.text_matching] + '“' + step.text + '”');
  if (step.href) words.push('link' + how[step.href_matching] + step.href);
  if (step.url) words.push('page' + how[step.url_matching] + step.url);
  if (step.properties?.length) words.push(step.properties.length + ' property filters');
  return words.join(' · ');
}

/** Renames an action. */
export const rename = (action, name) => patch(here('actions/' + action.id + '/'), { name });

/** All actions of the project. */
export const actions = () => get(here('actions/')).then((found) => found.results);
