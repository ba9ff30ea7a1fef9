/* Dashboards: several insights beside each other, with one range of dates and filters laid over all. */

import { Place, act, get, here, patch, post, question, remove } from './api.js';
import { drawAnswer } from './answers.js';
import { dateControl } from './dates.js';
import { dialog } from './dialog.js';
import { ago, announce, byId, el } from './dom.js';
import { filterEditor, readFilters, writeFilters } from './filters.js';
import { icon } from './icons.js';
import { overlaid, summary } from './question.js';
import { head, shell } from './shell.js';
import { gone, share } from './tiles.js';

const main = byId('main');
const HIGH = 8; // rows of a tile that is higher than others
const heightOf = (tile) => (tile.h >= HIGH ? 430 : 250);
const inner = (query) => query?.source ?? query;
const age = ({ last_refresh: at, checked_at: checked }) => (at ? 'Counted ' + ago(at) + (checked && checked !== at ? ', nothing new since' : '') : '');
const nameOf = (insight) => insight.name || summary(inner(insight.query));

function list() {
  const place = el('section', { class: 'sheet flush', 'aria-label': 'Dashboards' });
  const make = () => {
    const name = el('input', { class: 'input', required: true, maxlength: 200, 'aria-label': 'Name', placeholder: 'such as Shop, this month' });
    dialog('New dashboard', el('form', { class: 'together new-one', on: { submit: (event) => {
      event.preventDefault();
      act(event.submitter, async () => {
        const made = await post(here('dashboards/'), { name: name.value.trim() });
        location.assign('/dashboards/' + made.id + location.search);
      });
    } } }, name, el('button', { class: 'button strong', type: 'submit' }, 'Make')));
    name.focus();
  };
  main.replaceChildren(head('Dashboards', el('button', { class: 'button strong', on: { click: make } }, icon('plus'), 'New dashboard')), place);
  const shown = new Place(place, { label: 'Looking' });
  const show = () => shown.show((signal) => get(here('dashboards/'), { signal }), ({ results }, content) => {
    if (!results.length) {
      content.append(el('div', { class: 'empty' }, icon('dashboards'), el('h2', {}, 'No dashboard yet'), el('p', {}, 'A dashboard keeps the charts you come back to on one page. Make one, or add an insight to a new one.'), el('button', { class: 'button', on: { click: make } }, 'Make the first one')));
      return;
    }
    content.append(el('div', { class: 'scroll' }, el('table', { class: 'table' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Name'), el('th', { scope: 'col', class: 'num' }, 'Insights'), el('th', { scope: 'col', class: 'wide-only' }, 'Changed'), el('th', { scope: 'col' }, el('span', { class: 'hidden' }, 'Delete')))),
      el('tbody', {}, results.map((one) => {
        const gone = el('button', { class: 'quiet', 'aria-label': 'Delete ' + one.name, on: { click: () => {
          if (confirm('Delete the dashboard "' + one.name + '"? Its insights stay.')) act(gone, () => remove(here('dashboards/' + one.id + '/')), 'Deleted.').then(show);
        } } }, icon('trash'));
        return el('tr', {}, el('td', {}, el('a', { href: '/dashboards/' + one.id }, one.name), one.description && el('p', { class: 'fine' }, one.description)),
          el('td', { class: 'num' }, String(one.insights?.length ?? 0)), el('td', { class: 'fine wide-only' }, one.updated_at ? ago(one.updated_at) : ''), el('td', { class: 'narrow' }, gone));
      })))));
  });
  show();
}

class Board {
  constructor(dashboard) {
    this.dashboard = dashboard;
    this.filters = { ...dashboard.filters };
    this.path = 'dashboards/' + dashboard.id;
    this.grid = el('ol', { class: 'tiles', 'aria-label': 'Insights' });
    this.name = el('input', { class: 'title-input', 'aria-label': 'Name', value: dashboard.name, required: true, maxlength: 200, on: { change: () => {
      if (this.name.value.trim()) act(null, () => this.keep({ name: this.name.value.trim() }), 'Renamed.');
    } } });
    this.edit = el('button', { class: 'button', 'aria-pressed': 'false', on: { click: () => {
      const on = this.edit.getAttribute('aria-pressed') !== 'true';
      this.edit.setAttribute('aria-pressed', String(on));
      this.grid.classList.toggle('editing', on);
    } } }, icon('pencil'), 'Arrange');
    document.title = dashboard.name + ' · Hedgerow';
    const filterBox = el('div', { class: 'sheet board-filters', hidden: true });
    const filterButton = el('button', { class: 'button', 'aria-expanded': 'false', on: { click: () => {
      filterBox.hidden = !filterBox.hidden;
      filterButton.setAttribute('aria-expanded', String(!filterBox.hidden));
    } } }, icon('filter'), 'Filters');
    filterBox.append(filterEditor({ filters: readFilters(this.filters.properties), label: 'Filters of all insights', changed: (changed) => this.lay({ properties: writeFilters(changed) ?? [] }) }));
    const range = this.filters.date_from ? { date_from: this.filters.date_from, date_to: this.filters.date_to } : undefined;
    this.dates = dateControl(range, (next) => this.lay({ date_from: next?.date_from ?? null, date_to: next?.date_to ?? null }), { none: 'Each its own days' });
    main.replaceChildren(
      el('h1', { class: 'hidden' }, dashboard.name),
      el('div', { class: 'head insight-head' }, el('div', { class: 'titles' }, this.name), el('div', { class: 'head-actions' },
        el('button', { class: 'button', on: { click: () => this.add() } }, icon('plus'), 'Add'), this.edit,
        el('button', { class: 'button', on: { click: () => share(this.path, this.dashboard.name) } }, icon('share'), 'Share'))),
      el('div', { class: 'bar' }, el('span', { class: 'together' }, this.dates, filterButton), el('button', { class: 'button', on: { click: () => this.refresh('force_blocking') } }, icon('refresh'), 'Refresh')),
      filterBox, this.grid);
    if (this.filters.properties?.length || this.filters.properties?.values) filterButton.click();
    this.draw();
  }

  async keep(body) {
    this.dashboard = await patch(here(this.path + '/'), body);
    return this.dashboard;
  }

  /** Lays other dates or filters over all, and keeps them. */
  lay(more) {
    this.filters = Object.fromEntries(Object.entries({ ...this.filters, ...more }).filter(([, value]) => value !== null && value !== undefined));
    act(null, () => this.keep({ filters: this.filters }));
    this.refresh();
  }

  draw() {
    const { tiles } = this.dashboard;
    if (!tiles.length) {
      this.grid.replaceChildren(el('li', { class: 'sheet tile-empty' }, el('div', { class: 'empty' }, icon('dashboards'), el('h2', {}, 'Nothing is on it yet'), el('p', {}, 'Add an insight that is saved, or ask a new question and add its chart.'),
        el('div', { class: 'together' }, el('button', { class: 'button strong', on: { click: () => this.add() } }, 'Add an insight'), el('a', { class: 'button', href: '/insights/new' }, 'Ask a question')))));
      return;
    }
    this.shown = tiles.map((tile) => this.tile(tile));
    this.grid.replaceChildren(...this.shown.map(({ node }) => node));
    this.refresh();
  }

  tile(tile) {
    const { insight } = tile;
    const name = nameOf(insight);
    const body = el('div', { class: 'tile-body' });
    const place = new Place(body);
    const tool = (drawing, words, work, given = {}) => el('button', { class: 'button square small', 'aria-label': words + ': ' + name, title: words, ...given, on: { click: work } }, icon(drawing));
    const at = () => this.dashboard.tiles.findIndex((one) => one.insight.id === insight.id);
    const node = el('li', { class: 'sheet tile', data: { wide: String(tile.w > 6), high: String(tile.h >= HIGH) } },
      el('div', { class: 'sheet-head' }, el('h2', {}, el('a', { href: '/insights/' + encodeURIComponent(insight.short_id) }, name)),
        el('span', { class: 'together tile-tools' },
          tool('up', 'Move before', () => this.move(at(), -1)), tool('down', 'Move after', () => this.move(at(), 1)),
          tool('wide', 'Wide or narrow', () => this.change(at(), { w: tile.w > 6 ? 6 : 12 })), tool('high', 'High or low', () => this.change(at(), { h: tile.h >= HIGH ? 5 : HIGH })), tool('trash', 'Take off', () => this.takeOff(insight.id, name)))),
      insight.description && el('p', { class: 'fine tile-words' }, insight.description), body);
    return { node, place, insight, id: insight.id, height: heightOf(tile) };
  }

  /** Shows at once what is kept, of whatever age, and then asks for what is too old; with how, asks for all as it says. */
  refresh(how) {
    const round = this.round = (this.round ?? 0) + 1;
    const more = { filters_override: this.filters };
    for (const shown of this.shown || []) {
      const { place } = shown;
      const query = inner(shown.insight.query);
      const over = { dateRange: this.filters.date_from ? { date_from: this.filters.date_from, ...(this.filters.date_to ? { date_to: this.filters.date_to } : {}) } : undefined, filters: this.filters.properties };
      const draw = (answer, content) => {
        shown.again = () => { content.replaceChildren(); draw(answer, content); };
        drawAnswer(content, overlaid(query, over), answer, { height: shown.height });
        content.append(el('p', { class: 'fine tile-foot' }, age(answer)));
      };
      const ask = (refresh, kept) => place.show((signal) => question(query, { signal, refresh, more }), draw, { kept });
      if (how) ask(how);
      else {
        place.show((signal) => question(query, { signal, refresh: 'force_cache', more }), (answer, content) => {
          if (answer.results) draw(answer, content);
          else place.wait();
        }).then((answer) => { if (round === this.round) ask(undefined, Boolean(answer?.results)); });
      }
    }
  }

  /** Keeps another order or size of tiles, without asking their questions again. */
  async arrange(tiles, focus) {
    const before = this.dashboard;
    this.dashboard = { ...before, tiles };
    const byInsight = new Map(this.shown.map((one) => [one.id, one]));
    this.grid.replaceChildren(...tiles.map((tile) => byInsight.get(tile.insight.id).node));
    focus?.focus();
    const kept = await act(null, () => this.keep({ tiles: tiles.map((tile) => ({ insight: tile.insight.id, w: tile.w, h: tile.h })) }));
    if (!kept) {
      this.dashboard = before;
      this.draw();
    }
  }

  move(from, by) {
    const to = from + by;
    if (to < 0 || to >= this.dashboard.tiles.length) return;
    const tiles = [...this.dashboard.tiles];
    const [moved] = tiles.splice(from, 1);
    tiles.splice(to, 0, moved);
    announce(nameOf(moved.insight) + ' is now at place ' + (to + 1) + ' of ' + tiles.length);
    this.arrange(tiles, document.activeElement);
  }

  /** Makes a tile wider, narrower, higher or lower. */
  change(at, more) {
    const tiles = this.dashboard.tiles.map((tile, i) => (i === at ? { ...tile, ...more } : tile));
    const words = document.activeElement?.title;
    this.arrange(tiles, document.activeElement).then(() => {
      const tile = this.dashboard.tiles[at];
      const shown = this.shown.find((one) => one.id === tile.insight.id);
      const fresh = this.tile(tile);
      const { again } = shown;
      fresh.node.querySelector('.tile-body').replaceWith(shown.place.node);
      shown.node.replaceWith(fresh.node);
      Object.assign(shown, { node: fresh.node, height: fresh.height });
      again?.();
      if (words) fresh.node.querySelector('[title="' + words + '"]').focus();
    });
  }

  takeOff(id, name) {
    if (!confirm('Take "' + name + '" off this dashboard? The insight stays.')) return;
    act(null, async () => {
      this.dashboard = await remove(here(this.path + '/tiles/' + id + '/'));
      this.dashboard.tiles ?? await this.reload();
      this.draw();
      this.edit.focus();
    }, 'Taken off.');
  }

  async reload() {
    this.dashboard = await get(here(this.path + '/'));
  }

  add() {
    const body = el('div', {});
    const node = dialog('Add an insight', [body, el('p', { class: 'fine' }, 'Or ', el('a', { href: '/insights/new' }, 'ask a new question'), ' and add it from there.')]);
    new Place(body, { label: 'Looking' }).show((signal) => get(here('insights/'), { signal }), ({ results }, content) => {
      const there = new Set(this.dashboard.tiles.map((tile) => tile.insight.id));
      if (!results.length) content.append(el('p', { class: 'fine' }, 'No insight is saved yet.'));
      content.append(el('ul', { class: 'choices' }, results.map((one) => {
        const button = el('button', { class: 'choice', disabled: there.has(one.id), on: { click: () => act(button, async () => {
          this.dashboard = await post(here(this.path + '/tiles/'), { insight: one.id });
          if (!this.dashboard.tiles) await this.reload();
          node.close();
          this.draw();
        }) } }, el('span', { class: 'clip' }, nameOf(one)), el('span', { class: 'fine' }, there.has(one.id) ? 'is on it' : ''));
        return el('li', {}, button);
      })));
    });
  }
}

async function open(id) {
  const place = new Place(main.appendChild(el('div', { class: 'sheet' })), { label: 'Opening', gone: gone('dashboard', '/dashboards') });
  const found = await place.show((signal) => get(here('dashboards/' + id + '/'), { signal }), () => {});
  if (found) new Board(found);
}

const around = await shell({ page: '/dashboards' });
const asked = location.pathname.split('/')[2] || '';
if (!around.project) main.append(head('Dashboards'), el('div', { class: 'sheet empty' }, el('p', {}, 'There is no project that you may see.')));
else if (/^\d+$/.test(asked)) open(asked);
else list();
