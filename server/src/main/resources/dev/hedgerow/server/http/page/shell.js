/* What stands around every page: the ways to the others, the project, the theme, the way out. */

import { get, useProject } from './api.js';
import { el } from './dom.js';
import { icon } from './icons.js';

const PAGES = [
  ['', [['/', 'Live', 'live']]],
  ['Questions', [['/insights', 'Insights', 'insights'], ['/dashboards', 'Dashboards', 'dashboards'], ['/web', 'Web', 'web'], ['/sql', 'SQL', 'sql']]],
  ['Who and what', [['/persons', 'Persons', 'persons'], ['/groups', 'Groups', 'groups'], ['/events', 'Events', 'events']]],
  ['Server', [['/ingestion', 'Ingestion', 'ingestion'], ['/settings', 'Settings', 'settings']]],
];
const THEMES = [['auto', 'As the system'], ['light', 'Light'], ['dark', 'Dark']];
const ICONS = { auto: 'auto', light: 'sun', dark: 'moon' };

function kept(name) {
  try {
    return localStorage.getItem('hedgerow.' + name);
  } catch (forbidden) {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem('hedgerow.' + name, value);
  } catch (forbidden) { /* then only for now */ }
}

function theme() {
  const chosen = kept('theme') || 'auto';
  const buttons = THEMES.map(([name, words]) => el('button', {
    'aria-pressed': String(name === chosen), 'aria-label': words, title: words, on: { click: () => choose(name) },
  }, icon(ICONS[name])));
  function choose(name) {
    keep('theme', name);
    if (name === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(THEMES[i][0] === name)));
    dispatchEvent(new Event('themechange'));
  }
  return el('div', { class: 'theme', role: 'group', 'aria-label': 'Colours' }, buttons);
}

function ways(current) {
  const link = ([path, words, drawing]) => el('li', {},
    el('a', { href: path, 'aria-current': path === current ? 'page' : null }, icon(drawing), el('span', {}, words)));
  return el('nav', { class: 'ways', 'aria-label': 'Pages' },
    PAGES.map(([title, pages]) => [title && el('p', { class: 'ways-title' }, title), el('ul', {}, pages.map(link))]));
}

function out() {
  return el('button', {
    class: 'quiet', id: 'logout',
    on: { click: async () => { await fetch('/logout', { method: 'POST' }); location.replace('/'); } },
  }, icon('out'), el('span', {}, 'Sign out'));
}

/** The menu of narrow screens: a button opens it; Escape, a click beside it, or the button closes it. */
function menu(side, body) {
  const button = el('button', { class: 'quiet menu', 'aria-expanded': 'false', 'aria-controls': 'side-body' }, icon('menu'), el('span', {}, 'Menu'));
  const set = (open) => {
    button.setAttribute('aria-expanded', String(open));
    button.replaceChildren(icon(open ? 'close' : 'menu'), el('span', {}, open ? 'Close' : 'Menu'));
    document.body.classList.toggle('menu-open', open);
    for (const node of document.body.children) if (node !== side && node.tagName !== 'SCRIPT') node.inert = open;
    if (open) (body.querySelector('[aria-current]') || body.querySelector('a')).focus();
  };
  const isOpen = () => button.getAttribute('aria-expanded') === 'true';
  button.addEventListener('click', () => set(!isOpen()));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isOpen()) {
      set(false);
      button.focus();
    }
  });
  document.addEventListener('click', (event) => { if (isOpen() && !event.composedPath().includes(side)) set(false); }); // the words that were clicked are replaced by then
  matchMedia('(min-width: 901px)').addEventListener('change', () => { if (isOpen()) set(false); });
  return button;
}

/** Which project: the address names it, or it was chosen before, or it is the first. */
function chosen(projects) {
  const asked = new URL(location.href).searchParams.get('project') || kept('project');
  return projects.find((one) => String(one.id) === asked) || projects[0] || null;
}

/** Puts the project into the address where there are several, so that a link shows the same to somebody else. */
function nameProject(project, projects) {
  const address = new URL(location.href);
  if (projects.length > 1) address.searchParams.set('project', project.id);
  else address.searchParams.delete('project');
  if (address.href !== location.href) history.replaceState(history.state, '', address);
}

function switcher(project, projects) {
  if (projects.length < 2) return el('p', { class: 'project', title: project ? project.name : '' }, project ? project.name : '');
  const select = el('select', { id: 'switch', 'aria-label': 'Project', on: { change: () => {
    keep('project', select.value);
    const page = '/' + location.pathname.split('/')[1];
    location.assign(page + '?project=' + encodeURIComponent(select.value));
  } } }, projects.map((one) => el('option', { value: String(one.id), selected: one === project }, one.name)));
  return el('p', { class: 'project' }, select);
}

/**
 * Builds it around <main id="main">, and returns {project: {id, name, api_token}, projects}. "page" is the path that the
 * navigation marks as here.
 */
export async function shell({ page }) {
  const body = el('div', { class: 'side-body', id: 'side-body' });
  const side = el('header', { class: 'side' });
  const place = el('p', { class: 'project' }, '\u00a0');
  body.append(place, ways(page), el('div', { class: 'side-foot' }, theme(), out()));
  side.append(
    el('div', { class: 'side-top' },
      el('a', { class: 'brand', href: '/' }, el('img', { src: '/page/icon.svg', alt: '', width: 26, height: 26 }), el('span', {}, 'Hedgerow')),
      menu(side, body)),
    body);
  document.body.prepend(el('a', { class: 'skip', href: '#main' }, 'Skip to the page'), side);
  document.getElementById('main').tabIndex = -1;
  const { results } = await get('/api/projects/');
  const project = chosen(results);
  if (project) {
    useProject(project.id);
    keep('project', project.id);
    nameProject(project, results);
  }
  place.replaceWith(switcher(project, results));
  return { project, projects: results };
}

/** The page's title line: words on the left, actions on the right. */
export function head(title, ...actions) {
  return el('div', { class: 'head' }, el('h1', {}, title), el('div', { class: 'head-actions' }, actions));
}
