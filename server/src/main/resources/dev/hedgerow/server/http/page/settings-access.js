/* Keys, and who did what with them: for who may do everything. */

import { act, ask, get, post } from './api.js';
import { copy, el, number, when } from './dom.js';
import { dialog } from './dialog.js';

const forAdmins = () => el('p', { class: 'fine' }, 'Only who has a key with the scope admin over all projects sees these.');
const unlessForbidden = (failure) => { if (failure.status !== 403) throw failure; return null; };

/** Lists the keys, makes and revokes them. */
export async function accessView(place, project) {
  const found = await get('/api/personal_api_keys/').catch(unlessForbidden);
  if (!found) {
    place.replaceChildren(forAdmins());
    return;
  }
  const uses = await Promise.all(found.results.map((key) => get('/api/personal_api_keys/' + key.id + '/uses/?days=30').catch(() => ({ results: [] }))));
  const again = () => accessView(place, project);
  const row = (key, i) => el('tr', {},
    el('th', { scope: 'row' }, key.label), el('td', {}, el('span', { class: 'chip' }, key.scope)),
    el('td', { class: 'wide-only' }, key.projects ? key.projects.join(', ') : 'all'),
    el('td', { class: 'wide-only' }, key.last_used_at ? when(key.last_used_at) : 'never'),
    el('td', { class: 'num wide-only' }, number(uses[i].results.reduce((all, use) => all + use.count, 0))),
    el('td', { class: 'num' }, key.revoked_at ? el('span', { class: 'fine' }, 'revoked ' + when(key.revoked_at, { dateStyle: 'medium' })) : el('button', { class: 'button small danger', 'aria-label': 'Revoke ' + key.label, on: { click: () => revoke(key, again) } }, 'Revoke')));
  place.replaceChildren(
    el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of keys' }, el('table', { class: 'table' },
      el('thead', {}, el('tr', {}, [['Key'], ['Scope'], ['Projects', 'wide-only'], ['Last used', 'wide-only'], ['Uses in 30 days', 'num wide-only']].map(([words, name]) => el('th', { scope: 'col', class: name }, words)), el('th', { scope: 'col' }, el('span', { class: 'hidden' }, 'What to do')))),
      el('tbody', { id: 'keys' }, found.results.map(row)))),
    maker(project, again));
}

function maker(project, again) {
  const label = el('input', { class: 'input', maxlength: 200, required: true, placeholder: 'What it is for', 'aria-label': 'What the new key is for' });
  const scope = el('select', { 'aria-label': 'Scope' }, [['read', 'may read'], ['write', 'may write'], ['admin', 'may do everything']].map(([value, words]) => el('option', { value }, words)));
  const where = el('select', { 'aria-label': 'Projects' }, el('option', { value: '' }, 'in all projects'), el('option', { value: 'this' }, 'in this project'));
  const make = el('button', { class: 'button', type: 'submit' }, 'Make a key');
  return el('form', { class: 'drawer-actions wrap', id: 'make', on: { submit: (event) => {
    event.preventDefault();
    act(make, async () => {
      const asked = { label: label.value.trim(), scope: scope.value };
      if (where.value) asked.projects = [project.id];
      const made = await post('/api/personal_api_keys/', asked);
      const value = el('code', { class: 'code-block' }, made.value);
      const button = el('button', { class: 'button strong', on: { click: () => copy(made.value, button) } }, 'Copy');
      dialog('The key “' + asked.label + '”', el('div', { class: 'stack' }, el('p', {}, 'It is shown this once. Keep it where secrets are kept.'), value), button, { closed: again });
    });
  } } }, label, scope, where, make);
}

function revoke(key, done) {
  const sure = el('button', { class: 'button danger', on: { click: () => act(sure, async () => { await ask('DELETE', '/api/personal_api_keys/' + key.id + '/'); node.close(); done(); }, 'Revoked.') } }, 'Revoke');
  const node = dialog('Revoke “' + key.label + '”?', el('p', {}, 'Whoever uses it is out at once.'), sure);
}

/** Lists who changed what, newest first. */
export async function logView(place) {
  const page = (before) => get('/api/audit?limit=20' + (before === null ? '' : '&before=' + before));
  const first = await page(null).catch(unlessForbidden);
  if (!first) {
    place.replaceChildren(forAdmins());
    return;
  }
  const row = (done) => el('tr', {}, el('td', {}, el('time', { datetime: done.at }, when(done.at))), el('td', {}, done.who), el('td', {}, el('code', {}, done.what), done.detail && el('p', { class: 'fine' }, done.detail)));
  const body = el('tbody', { id: 'acts' }, first.results.map(row));
  let next = first.next;
  const older = el('button', { class: 'button small', id: 'older', hidden: next === null, on: { click: () => act(older, async () => {
    const found = await page(next);
    body.append(...found.results.map(row));
    next = found.next;
    older.hidden = next === null;
  }) } }, 'Show older');
  place.replaceChildren(el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of who did what' }, el('table', { class: 'table acts' },
    el('thead', {}, el('tr', {}, ['When', 'Who', 'What'].map((words) => el('th', { scope: 'col' }, words)))), body)), el('div', { class: 'drawer-actions' }, older));
}
