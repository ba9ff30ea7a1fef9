import { shell } from './shell.js';

/* What people decide. Whatever somebody named is hostile: it reaches the document as text only. */

const byId = (id) => document.getElementById(id);
const WORDS = {
  autocapture_opt_out: 'Snippets capture nothing by themselves',
  element_allowlist: 'Tags of which one must be clicked, or around it',
  css_selector_allowlist: 'Selectors of which one must match so',
  css_selector_ignorelist: 'Selectors of which none may match so',
  discard_ips: 'Forget addresses; the place is looked up before',
  allowed_origins: 'Origins whose pages may send; none for any',
  retention_days: 'Days after which events may go, 0 for never',
  drop_bots: 'Drop the events of bots',
  cookieless: 'Take events without a cookie',
  time_zone: 'Where days begin, such as Europe/Berlin',
};
let project;
let settings = {};
let zone;
let older = null;

function make(tag, name, ...parts) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...parts);
  return node;
}

function format(at) {
  const style = { dateStyle: 'medium', timeStyle: 'short' };
  try {
    return new Intl.DateTimeFormat([], { ...style, timeZone: zone }).format(new Date(at));
  } catch (unknown) {
    return new Intl.DateTimeFormat([], style).format(new Date(at));
  }
}

async function ask(method, path, body) {
  const options = { method, headers: { Accept: 'application/json' } };
  if (body !== undefined) {
    options.headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(path, options);
  if (answer.status === 401) location.assign('/');
  const found = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw Object.assign(new Error(found.detail || 'the server answered ' + answer.status), { status: answer.status });
  return found;
}

const here = (path) => '/api/projects/' + project.id + '/' + path;

function say(words) {
  byId('said').textContent = words;
  byId('trouble').hidden = true;
}

function trouble(failure) {
  byId('said').textContent = '';
  byId('trouble').hidden = false;
  byId('trouble').textContent = 'That did not work: ' + failure.message;
}

/** Runs what a button asks for, and says what came of it. */
function act(button, work) {
  button.disabled = true;
  return work().catch(trouble).finally(() => { button.disabled = false; });
}

function field(name, value) {
  const id = 'set-' + name;
  const label = make('label', '', WORDS[name] || name);
  label.htmlFor = id;
  let input;
  if (Array.isArray(value)) {
    input = make('textarea');
    input.rows = 2;
    input.value = value.join('\n');
  } else {
    input = make('input');
    input.type = typeof value === 'boolean' ? 'checkbox' : typeof value === 'number' ? 'number' : 'text';
    if (typeof value === 'boolean') input.checked = value; else input.value = value;
  }
  input.id = id;
  input.name = name;
  const code = make('code', 'fine', name);
  return typeof value === 'boolean'
    ? make('p', 'line', input, ' ', label, ' ', code)
    : make('p', 'line', label, ' ', code, make('br'), input);
}

function valueOf(name, was) {
  const input = byId('set-' + name);
  if (Array.isArray(was)) return input.value.split('\n').map((line) => line.trim()).filter((line) => line);
  if (typeof was === 'boolean') return input.checked;
  return typeof was === 'number' ? Number(input.value) : input.value.trim();
}

function drawSettings(found) {
  settings = found.settings;
  byId('fields').replaceChildren(...Object.keys(settings).map((name) => field(name, settings[name])));
}

function drawUsage(found) {
  zone = found.time_zone;
  byId('zone').textContent = zone;
  const sum = (name) => found.results.reduce((all, day) => all + day[name], 0);
  const row = (head, day) => {
    const first = make('th', '', head);
    first.scope = 'row';
    return make('tr', '', first, make('td', '', day.anonymous.toLocaleString()), make('td', '', day.identified.toLocaleString()));
  };
  const days = found.results.slice().reverse().filter((day) => day.anonymous + day.identified > 0);
  byId('usage').replaceChildren(
    row('All', { anonymous: sum('anonymous'), identified: sum('identified') }),
    ...days.map((day) => row(day.day, day)));
}

async function drawKeys() {
  const found = await ask('GET', '/api/personal_api_keys/').catch((failure) => {
    if (failure.status !== 403) throw failure;
  });
  byId('keys-none').hidden = Boolean(found);
  byId('keys-all').hidden = !found;
  if (!found) return;
  const uses = await Promise.all(found.results.map((key) => ask('GET', '/api/personal_api_keys/' + key.id + '/uses/?days=30')));
  byId('keys').replaceChildren(...found.results.map((key, i) => {
    const end = make('td');
    if (key.revoked_at) {
      end.append('revoked ' + format(key.revoked_at));
    } else {
      const button = make('button', 'more', 'Revoke');
      button.type = 'button';
      button.addEventListener('click', () => {
        if (confirm('Revoke "' + key.label + '"? Whoever uses it is out at once.')) {
          act(button, async () => {
            await ask('DELETE', '/api/personal_api_keys/' + key.id + '/');
            say('Revoked.');
            await Promise.all([drawKeys(), drawActs(true)]);
          });
        }
      });
      end.append(button);
    }
    const count = uses[i].results.reduce((all, use) => all + use.count, 0);
    return make('tr', '',
      make('td', '', key.label),
      make('td', '', key.scope),
      make('td', '', key.projects ? key.projects.join(', ') : 'all'),
      make('td', '', key.last_used_at ? format(key.last_used_at) : 'never'),
      make('td', '', count.toLocaleString()),
      end);
  }));
}

async function drawActs(anew) {
  const from = anew || older === null ? '' : '&before=' + older;
  const found = await ask('GET', '/api/audit?limit=20' + from).catch((failure) => {
    if (failure.status !== 403) throw failure;
  });
  byId('acts-none').hidden = Boolean(found);
  byId('acts-all').hidden = !found;
  if (!found) return;
  const rows = found.results.map((done) => {
    const what = make('td', '', make('code', '', done.what));
    if (done.detail) what.append(make('br'), done.detail);
    return make('tr', '', make('td', '', format(done.at)), make('td', '', done.who), what);
  });
  if (anew) byId('acts').replaceChildren(...rows); else byId('acts').append(...rows);
  older = found.next;
  byId('older').hidden = older === null;
}

async function show() {
  byId('project').textContent = project.name;
  byId('token').textContent = project.api_token;
  const [found, usage] = await Promise.all([ask('GET', here('settings/')), ask('GET', here('usage/?days=30'))]);
  drawUsage(usage);
  drawSettings(found);
  await Promise.all([drawKeys(), drawActs(true)]);
}

async function start() {
  const around = await shell({ page: '/settings' });
  const results = around.projects;
  byId('projects').replaceChildren(...results.map((one) => {
    const option = make('option', '', one.name);
    option.value = one.id;
    return option;
  }));
  byId('projects').addEventListener('change', () => {
    project = results.find((one) => String(one.id) === byId('projects').value);
    show().catch(trouble);
  });
  project = around.project;
  byId('projects').value = String(project.id);
  await show();
}

byId('rotate').addEventListener('click', () => {
  if (!confirm('Replace the token of "' + project.name + '"? Pages need the new one.')) return;
  act(byId('rotate'), async () => {
    const rotated = await ask('POST', here('rotate_token/'), { grace_seconds: Number(byId('grace').value) });
    project.api_token = rotated.api_token;
    byId('token').textContent = rotated.api_token;
    say('Replaced; the old one is good until ' + format(rotated.old_token_valid_until) + '.');
    await drawActs(true);
  });
});

byId('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const changes = {};
  for (const name of Object.keys(settings)) {
    const value = valueOf(name, settings[name]);
    if (JSON.stringify(value) !== JSON.stringify(settings[name])) changes[name] = value;
  }
  act(event.submitter, async () => {
    drawSettings(await ask('PATCH', here('settings/'), changes));
    say('Saved.');
    await drawActs(true);
  });
});

byId('make').addEventListener('submit', (event) => {
  event.preventDefault();
  const asked = { label: byId('label').value, scope: byId('scope').value };
  if (byId('where').value) asked.projects = [project.id];
  act(event.submitter, async () => {
    const made = await ask('POST', '/api/personal_api_keys/', asked);
    byId('made').hidden = false;
    byId('value').textContent = made.value;
    byId('label').value = '';
    say('Made.');
    await Promise.all([drawKeys(), drawActs(true)]);
  });
});

byId('older').addEventListener('click', () => act(byId('older'), () => drawActs(false)));
start().catch(trouble);
