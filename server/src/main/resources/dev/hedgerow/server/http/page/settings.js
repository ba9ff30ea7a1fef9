/* What people decide. Whatever somebody named is hostile: it reaches the document as text only. */

import { Place, act, get, here, patch, post, remove } from './api.js';
import { dialog } from './dialog.js';
import { byId, copy, el, number, when } from './dom.js';
import { complete, filterEditor } from './filters.js';
import { accessView, logView } from './settings-access.js';
import { cohortsView } from './settings-cohorts.js';
import { installView } from './settings-install.js';
import { shell } from './shell.js';

const NOT_OURS = 'Told to pages’ scripts; Hedgerow’s own does not heed it yet.';

/** Settings by group: name, words, and what it means. */
const GROUPS = [
  ['Privacy', [
    ['discard_ips', 'Forget addresses', 'The place is looked up first; then neither the sender’s address nor one in the event is kept.'],
    ['cookieless', 'Take events without a cookie', 'Visitors are told apart for a day by a secret that is deleted; otherwise such events are refused.'],
    ['allowed_origins', 'Origins that may send', 'One a line, such as https://shop.example or https://*.shop.example. None: any page with the token.'],
  ]],
  ['Capturing', [
    ['autocapture_opt_out', 'Capture nothing by itself', 'Pages then send only what they say themselves.'],
    ['element_allowlist', 'Only in these tags', 'One a line. What is clicked must be one of them, or inside one. ' + NOT_OURS],
    ['css_selector_allowlist', 'Only where a selector matches', 'One a line. ' + NOT_OURS],
    ['css_selector_ignorelist', 'Never where a selector matches', 'One a line. ' + NOT_OURS],
  ]],
  ['Data', [
    ['drop_bots', 'Drop the events of bots', 'Programs that say what they are, by a kept list. Otherwise they are kept and marked.'],
    ['retention_days', 'Keep events for so many days', '0 keeps them for ever.'],
    ['time_zone', 'Days begin in', 'A place such as Europe/Berlin.'],
    ['test_account_filters', 'Who is no test account', 'Questions that leave out test accounts count only events that fit all of these.'],
  ]],
];

let settings = {};

/** The control of a setting, with its value in "now" where that is not the control's own. */
function control(name, value) {
  if (name === 'test_account_filters') return filterControl(value);
  if (Array.isArray(value)) return el('textarea', { class: 'input wide mono', rows: Math.min(6, Math.max(2, value.length + 1)), value: value.join('\n'), spellcheck: 'false' });
  if (typeof value === 'boolean') return el('input', { type: 'checkbox', checked: value });
  return el('input', { class: 'input', type: typeof value === 'number' ? 'number' : 'text', min: typeof value === 'number' ? 0 : null, value: name === 'time_zone' && value === 'Z' ? 'UTC' : String(value), list: name === 'time_zone' ? 'zones' : null });
}

/** Filters that must all hold. */
function filterControl(value) {
  const node = el('div', { role: 'group' });
  node.now = value;
  node.append(filterEditor({ filters: { type: 'AND', list: value }, nested: false, combined: false, label: 'Filters of test accounts', changed: ({ list }) => { node.now = complete(list); } }));
  return node;
}

function valueOf(input, was) {
  if (input.now) return input.now;
  if (Array.isArray(was)) return input.value.split('\n').map((line) => line.trim()).filter(Boolean);
  if (typeof was === 'boolean') return input.checked;
  return typeof was === 'number' ? Number(input.value) : input.value.trim();
}

function settingsForm(content, found) {
  settings = found.settings;
  const inputs = new Map();
  const named = new Set(GROUPS.flatMap(([, all]) => all.map(([name]) => name)));
  const others = Object.keys(settings).filter((name) => !named.has(name)).map((name) => [name, name, '']);
  const row = ([name, words, meaning]) => {
    if (!(name in settings)) return null;
    const input = control(name, settings[name]);
    input.id = 'set-' + name;
    input.setAttribute('aria-describedby', 'means-' + name);
    inputs.set(name, input);
    const label = input.now ? el('p', { class: 'setting-name' }, words) : el('label', { htmlFor: input.id, class: 'setting-name' }, words);
    if (input.now) input.setAttribute('aria-label', words);
    const means = el('p', { class: 'fine', id: 'means-' + name }, meaning, ' ', el('code', {}, name));
    return typeof settings[name] === 'boolean' ? el('div', { class: 'setting check-first' }, input, el('div', {}, label, means)) : el('div', { class: 'setting' }, label, input, means);
  };
  const save = el('button', { class: 'button strong', type: 'submit' }, 'Save');
  const zones = typeof Intl.supportedValuesOf === 'function' ? el('datalist', { id: 'zones' }, ['UTC', ...Intl.supportedValuesOf('timeZone')].map((one) => el('option', { value: one }))) : null;
  content.append(el('form', { id: 'form', on: { submit: (event) => {
    event.preventDefault();
    const changes = {};
    for (const [name, input] of inputs) {
      const was = name === 'time_zone' && settings[name] === 'Z' ? 'UTC' : settings[name];
      const value = valueOf(input, was);
      if (JSON.stringify(value) !== JSON.stringify(was)) changes[name] = value;
    }
    act(save, async () => { settings = (await patch(here('settings/'), changes)).settings; }, 'Saved.');
  } } },
  el('div', { class: 'setting-groups' }, [...GROUPS, ['More', others]].map(([title, all]) => {
    const rows = all.map(row).filter(Boolean);
    return rows.length > 0 && el('fieldset', {}, el('legend', {}, title), rows);
  })), zones, el('div', { class: 'form-foot' }, save)));
}

// ---- the project

function projectView(content, project) {
  const grace = el('select', { class: 'small', 'aria-label': 'The old one is good for' }, [['86400', 'a day'], ['604800', 'a week'], ['0', 'no longer']].map(([value, words]) => el('option', { value }, words)));
  const token = el('code', {}, project.api_token);
  const rotate = el('button', { class: 'button', on: { click: () => {
    const sure = el('button', { class: 'button danger', on: { click: () => act(sure, async () => {
      const rotated = await post(here('rotate_token/'), { grace_seconds: Number(grace.value) });
      token.textContent = rotated.api_token;
      node.close();
    }, 'Replaced.') } }, 'Replace');
    const node = dialog('Replace the token of “' + project.name + '”?', el('div', { class: 'stack' }, el('p', {}, 'Pages need the new one. The old one is good for ', grace), el('p', { class: 'fine' }, 'No older token of the project outlives that.')), sure);
  } } }, 'Replace the token …');
  const name = el('input', { class: 'input', maxlength: 200, placeholder: 'Name of a new project', 'aria-label': 'Name of a new project', required: true });
  const make = el('button', { class: 'button', type: 'submit' }, 'Make a project');
  const told = el('span', { class: 'fine', role: 'status' });
  const demo = el('button', { class: 'button', id: 'demo', on: { click: () => act(demo, async () => follow(await post('/api/projects/demo/', {}), told)) } }, 'Make a project with demo data');
  content.append(
    el('dl', { class: 'facts' }, el('dt', {}, 'Name'), el('dd', {}, project.name), el('dt', {}, 'Id'), el('dd', {}, String(project.id)), el('dt', {}, 'Made'), el('dd', {}, when(project.created_at)),
      el('dt', {}, 'Token'), el('dd', { class: 'with-button' }, token, el('button', { class: 'button small', on: { click: (heard) => copy(token.textContent, heard.currentTarget) } }, 'Copy'))),
    el('p', { class: 'fine' }, 'The token is public: it only lets pages send.'), el('div', { class: 'drawer-actions' }, rotate),
    el('form', { class: 'drawer-actions', on: { submit: (event) => {
      event.preventDefault();
      act(make, async () => { const made = await post('/api/projects/', { name: name.value.trim() }); location.assign('/settings?project=' + made.id); });
    } } }, name, make),
    el('div', { class: 'drawer-actions wrap' }, demo, told),
    el('div', { class: 'drawer-actions wrap' }, el('button', { class: 'button danger', id: 'delete-project', on: { click: () => deletion(project) } }, 'Delete the project …')));
}

/** Deletes a project when its name is written out. */
function deletion(project) {
  const name = el('input', { class: 'input', id: 'delete-name', autocomplete: 'off', 'aria-label': 'Name of the project', on: { input: () => { sure.disabled = name.value !== project.name; } } });
  const sure = el('button', { class: 'button danger', id: 'delete-sure', on: { click: () => act(sure, async () => {
    await remove('/api/projects/' + project.id + '/');
    location.assign('/settings');
  }) } }, 'Delete for good');
  sure.disabled = true;
  dialog('Delete “' + project.name + '”?', el('div', { class: 'stack' },
    el('p', {}, 'Its token and keys stop at once, and all its events, persons and insights are erased. Backups made before still hold them.'),
    el('label', { class: 'field' }, el('span', { class: 'label' }, 'Write its name: ', el('strong', {}, project.name)), name)), sure);
}

/** Says how far a project of demo data is, and goes there when it is whole. */
async function follow(made, told) {
  for (;;) {
    const now = await get('/api/projects/' + made.id + '/demo/');
    told.textContent = now.state === 'failed' ? 'It failed: ' + now.detail : Math.round(now.done * 100) + ' %, ' + number(now.events) + ' events';
    if (now.done >= 1 || now.state === 'done') location.assign('/web?project=' + made.id);
    if (now.done >= 1 || now.state === 'done' || now.state === 'failed' || now.state === 'none') return;
    await new Promise((later) => { setTimeout(later, 700); });
  }
}

function usage(content, found) {
  const sum = (name) => found.results.reduce((all, day) => all + day[name], 0);
  content.append(el('p', { class: 'fine lead' }, 'In 30 days: ', el('strong', {}, number(sum('anonymous'))), ' anonymous events, which are rows and no more, and ', el('strong', {}, number(sum('identified'))), ' identified ones, which also make or change a person. The days are on the ', el('a', { href: '/ingestion' }, 'ingestion page'), '.'));
}

async function start() {
  const { project } = await shell({ page: '/settings' });
  if (!project) return;
  installView(byId('install-body'), project);
  new Place(byId('privacy-body'), { label: 'Reading the settings' }).show((signal) => get(here('settings/'), { signal }), (found, content) => settingsForm(content, found));
  cohortsView(byId('cohorts'), byId('cohorts-body'));
  const body = byId('project-body');
  const cost = el('div', {});
  body.append(cost);
  projectView(body, project);
  get(here('usage/?days=30')).then((found) => usage(cost, found), () => {});
  accessView(byId('access-body'), project);
  logView(byId('log-body'));
}

await start();
