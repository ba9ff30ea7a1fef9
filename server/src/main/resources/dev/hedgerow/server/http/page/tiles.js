/* Putting an insight on a dashboard, and letting others see things by a link. */

import { Place, act, ask, get, here, post } from './api.js';
import { dialog } from './dialog.js';
import { copy, el, when } from './dom.js';

/** What stands where something that is kept was looked for and is not there. */
export const gone = (what, href) => () => el('div', { class: 'empty' }, el('h1', {}, 'There is no such ' + what),
  el('p', {}, 'It was deleted, or it belongs to another project.'), el('a', { class: 'button', href: href + location.search }, 'All ' + what + 's'));

/** Lets choose a dashboard for an insight, or make one. */
export function addToDashboard(insight, back) {
  const body = el('div', {});
  const name = el('input', { class: 'input', required: true, maxlength: 200, placeholder: 'Name of a new dashboard', 'aria-label': 'Name of a new dashboard' });
  const node = dialog('Add to a dashboard', [body,
    el('form', { class: 'together new-one', on: { submit: (event) => {
      event.preventDefault();
      act(event.submitter, async () => add(await post(here('dashboards/'), { name: name.value.trim() })));
    } } }, name, el('button', { class: 'button', type: 'submit' }, 'Make and add'))], null, { closed: () => back?.focus() });
  const add = async (dashboard) => {
    await post(here('dashboards/' + dashboard.id + '/tiles/'), { insight: insight.id });
    node.close();
    location.assign('/dashboards/' + dashboard.id + location.search);
  };
  new Place(body, { label: 'Looking' }).show((signal) => get(here('dashboards/'), { signal }), ({ results }, content) => {
    if (!results.length) content.append(el('p', { class: 'fine' }, 'There is no dashboard yet. Name the first one.'));
    else {
      content.append(el('ul', { class: 'choices' }, results.map((one) => {
        const there = one.insights?.includes(insight.id);
        const button = el('button', { class: 'choice', disabled: there, on: { click: () => act(button, () => add(one)) } }, el('span', { class: 'clip' }, one.name), el('span', { class: 'fine' }, there ? 'is on it' : (one.insights?.length ?? 0) + ' insights'));
        return el('li', {}, button);
      })));
    }
  });
}

/** Switches the link of an insight or dashboard on and off. path: "dashboards/3" or "insights/7". */
export function share(path, name) {
  const body = el('div', {});
  dialog('Share “' + name + '”', [el('p', { class: 'fine' }, 'Whoever has the link sees the charts, read-only, without signing in: no people, no SQL, nothing else of this project.'), body]);
  const place = new Place(body, { label: 'Looking' });
  const address = here(path + '/sharing/');
  const set = (enabled) => place.show((signal) => ask('PATCH', address, { enabled }, { signal }), draw);
  place.show((signal) => get(address, { signal }), draw);

  function draw(found, content) {
    const on = el('input', { type: 'checkbox', role: 'switch', checked: found.enabled, on: { change: () => set(on.checked) } });
    content.append(el('p', { class: 'share-switch' }, el('label', { class: 'check' }, on, found.enabled ? 'Shared by a link since ' + when(found.created_at) : 'Not shared')));
    if (found.access_token) {
      const link = el('input', { class: 'input', readOnly: true, value: location.origin + found.path, 'aria-label': 'Link', on: { focus: () => link.select() } });
      const button = el('button', { class: 'button strong', on: { click: () => copy(link.value, button) } }, 'Copy');
      content.append(el('div', { class: 'together new-one' }, link, button), el('p', { class: 'fine' }, 'Copy it now: the server keeps only its fingerprint and shows it this once.'));
      link.focus();
    } else if (found.enabled) {
      content.append(el('p', { class: 'fine' }, 'The link was shown when it was made. Making a new one ends the old one.'), el('button', { class: 'button', on: { click: () => set(true) } }, 'Make a new link'));
    }
  }
}
