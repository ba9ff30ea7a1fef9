/*
 * One insight: its question on the side, its answer as it is edited. The whole question lives in the address, so that back and
 * forward, and a link inside, show the same.
 */

import { Place, act, get, here, patch, post, question, toast } from './api.js';
import { drawAnswer } from './answers.js';
import { breakdownPart, filtersPart, formulaPart, funnelPart, pathsPart, retentionPart, seriesPart, stickinessPart } from './controls.js';
import { dateControl } from './dates.js';
import { ago, calmly, copy, csv, download, el, span } from './dom.js';
import { select } from './filters.js';
import { icon } from './icons.js';
import { savePicture } from './png.js';
import { KINDS, fitting, fresh, fromHash, lacking, summary, toHash } from './question.js';
import { addToDashboard, gone, share } from './tiles.js';

const DISPLAYS = [
  ['ActionsLineGraph', 'Lines'], ['ActionsLineGraphCumulative', 'Lines, added up'], ['ActionsAreaGraph', 'Areas'], ['ActionsBar', 'Bars'],
  ['ActionsBarValue', 'Values'], ['ActionsPie', 'Pie'], ['BoldNumber', 'Number'], ['ActionsTable', 'Table'], ['WorldMap', 'World map'],
];
const INTERVALS = [['minute', 'by minute'], ['hour', 'by hour'], ['day', 'by day'], ['week', 'by week'], ['month', 'by month']];
const TIMED = new Set(['ActionsLineGraph', 'ActionsLineGraphCumulative', 'ActionsAreaGraph', 'ActionsBar']);

/** Opens a saved insight, or a new one where the address may carry the question. */
export async function openEditor(main, shortId) {
  let saved = null;
  let query = fromHash(location.hash);
  if (shortId) {
    const place = new Place(main.appendChild(el('div', { class: 'sheet' })), { label: 'Opening', gone: gone('insight', '/insights') });
    saved = await place.show((signal) => get(here('insights/' + encodeURIComponent(shortId) + '/'), { signal }), () => {});
    if (!saved) return;
    query ??= saved.query?.source ?? saved.query;
  }
  new Editor(main, saved, query || fresh('TrendsQuery'));
}

class Editor {
  constructor(main, saved, query) {
    this.saved = saved;
    this.query = query;
    this.answer = null;
    this.rows = [];
    this.name = el('input', { class: 'title-input', 'aria-label': 'Name', placeholder: summary(query), value: saved?.name || '', maxlength: 400, on: { input: () => this.unsaved(), change: () => this.unsaved() } });
    this.heading = el('h1', { class: 'hidden' }, saved?.name || summary(query));
    this.description = el('input', { class: 'title-description', 'aria-label': 'Description', placeholder: 'Add a description', value: saved?.description || '', on: { input: () => this.unsaved() } });
    this.save = el('button', { class: 'button strong', on: { click: () => this.keep() } }, 'Save');
    this.star = el('button', { class: 'button square star', 'aria-label': 'Favourite', 'aria-pressed': String(Boolean(saved?.favorited)), on: { click: () => this.favour() } }, icon('star'));
    this.tabs = el('div', { class: 'segments', role: 'group', 'aria-label': 'Kind of question' });
    this.tools = el('div', { class: 'tools' });
    this.chart = el('div', { class: 'answer' });
    this.foot = el('div', { class: 'answer-foot' });
    this.side = el('aside', { class: 'sheet side-editor', 'aria-label': 'Question' });
    this.place = new Place(this.chart);
    main.replaceChildren(
      this.heading,
      el('div', { class: 'head insight-head' }, el('div', { class: 'titles' }, this.name, this.description), el('div', { class: 'head-actions' }, this.star, this.addButton(), this.shareButton(), this.exportMenu(), this.save)),
      el('div', { class: 'bar' }, this.tabs),
      el('div', { class: 'insight' }, el('section', { class: 'sheet answer-sheet', 'aria-label': 'Answer' }, this.tools, this.chart, this.foot), this.side));
    this.askCalmly = calmly(() => this.ask(), 300);
    addEventListener('popstate', () => {
      const asked = fromHash(location.hash) || this.saved?.query;
      if (asked) this.show(asked, true);
    });
    this.show(query, true);
    if (!fromHash(location.hash) && !saved) history.replaceState(null, '', toHash(query));
  }

  /** Takes another question: draws its editor, names it in the address, and asks it after a moment. */
  show(query, now = false, keepSide = false) {
    this.query = query;
    this.drawTabs();
    this.drawTools();
    if (!keepSide) this.drawSide();
    this.name.placeholder = summary(query);
    this.heading.textContent = this.name.value || summary(query);
    document.title = (this.name.value || summary(query)) + ' · Hedgerow';
    this.unsaved();
    if (now) this.ask();
    else this.askCalmly();
  }

  change = (query, keepSide = false) => {
    const clean = Object.fromEntries(Object.entries(fitting(query)).filter(([, value]) => value !== undefined));
    if (JSON.stringify(clean) === JSON.stringify(this.query)) return; // such as with a filter that has no value yet
    history.pushState(null, '', toHash(clean));
    this.show(clean, false, keepSide);
  };

  unsaved() {
    const same = this.saved && JSON.stringify(this.query) === JSON.stringify(this.saved.query?.source ?? this.saved.query) && this.name.value === (this.saved.name || '') && this.description.value === (this.saved.description || '');
    this.save.disabled = Boolean(same);
    this.save.textContent = same ? 'Saved' : 'Save';
  }

  drawTabs() {
    this.tabs.replaceChildren(...KINDS.map(([kind, name, drawing, words]) => el('button', { 'aria-pressed': String(kind === this.query.kind), title: words, on: { click: () => {
      if (kind !== this.query.kind) this.change(fresh(kind, { ...this.query, hogql: kind === 'HogQLQuery' && this.answer?.hogql }));
    } } }, icon(drawing), name)));
    const now = this.tabs.querySelector('[aria-pressed=true]');
    if (now) this.tabs.scrollLeft = now.offsetLeft - this.tabs.offsetLeft - (this.tabs.clientWidth - now.offsetWidth) / 2;
  }

  drawTools() {
    const { query, change } = this;
    const parts = [];
    if (query.kind === 'RetentionQuery') parts.push(el('span', { class: 'fine' }, 'The last ' + (query.retentionFilter?.totalIntervals ?? 8) + ' intervals'));
    else if (query.kind !== 'HogQLQuery') parts.push(dateControl(query.dateRange, (dateRange) => change({ ...query, dateRange })));
    const display = query.trendsFilter?.display || 'ActionsLineGraph';
    const timed = query.kind === 'TrendsQuery' ? TIMED.has(display) : query.kind === 'LifecycleQuery' || query.kind === 'StickinessQuery' || query.funnelsFilter?.funnelVizType === 'trends';
    if (timed) parts.push(select(INTERVALS, query.interval || 'day', 'Interval', (interval) => change({ ...query, interval }), ''));
    if (query.kind === 'TrendsQuery' || query.kind === 'StickinessQuery') {
      parts.push(select([['', 'no comparison'], ['previous', 'against the period before'], ['-1y', 'against a year before']], query.compareFilter?.compare ? query.compareFilter.compare_to || 'previous' : '', 'Compare', (value) => change({ ...query, compareFilter: !value ? undefined : value === 'previous' ? { compare: true } : { compare: true, compare_to: value } }), ''));
    }
    if (query.kind === 'TrendsQuery') parts.push(el('span', { class: 'spring' }), select(DISPLAYS, display, 'Shown as', (value) => change({ ...this.forDisplay(value), trendsFilter: { ...query.trendsFilter, display: value } }), ''));
    this.tools.replaceChildren(...parts);
  }

  /** A map is of countries. */
  forDisplay(display) {
    return display === 'WorldMap' && this.query.breakdownFilter?.breakdown !== '$geoip_country_code'
      ? { ...this.query, breakdownFilter: { breakdown: '$geoip_country_code', breakdown_type: 'event', breakdown_limit: 100 } } : this.query;
  }

  drawSide() {
    const { query, change } = this;
    const focused = document.activeElement?.getAttribute('aria-label');
    const parts = {
      TrendsQuery: () => [seriesPart(query, change), filtersPart(query, change), breakdownPart(query, change), formulaPart(query, change)],
      FunnelsQuery: () => [seriesPart(query, change, { maths: false, steps: true, title: 'Steps', most: 20 }), filtersPart(query, change), breakdownPart(query, change), funnelPart(query, change)],
      RetentionQuery: () => [...retentionPart(query, change), filtersPart(query, change), breakdownPart(query, change, { cohorts: false })],
      PathsQuery: () => [...pathsPart(query, change), filtersPart(query, change)],
      LifecycleQuery: () => [seriesPart(query, change, { maths: false, most: 1, title: 'What they do' }), filtersPart(query, change)],
      StickinessQuery: () => [seriesPart(query, change, { maths: false }), stickinessPart(query, change), filtersPart(query, change)],
      HogQLQuery: () => [this.sqlPart()],
    }[query.kind]?.() || [el('p', { class: 'fine' }, 'This kind of question has no editor: ' + query.kind)];
    this.side.replaceChildren(...parts);
    if (focused && document.activeElement === document.body) this.side.querySelector('[aria-label="' + CSS.escape(focused) + '"]')?.focus();
  }

  sqlPart() {
    const area = el('textarea', { class: 'sql-area', rows: 12, spellcheck: 'false', 'aria-label': 'SQL', value: this.query.query, on: { keydown: (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run();
    } } });
    const run = () => this.change({ kind: 'HogQLQuery', query: area.value }, true);
    return el('section', { class: 'part' }, el('h2', {}, 'SQL'), area, el('div', { class: 'together' }, el('button', { class: 'button', on: { click: run } }, 'Run'), el('a', { class: 'quiet', href: '/sql' + toHash(this.query) }, 'Open in the SQL page')));
  }

  async ask(refresh) {
    const { query } = this;
    const lacks = lacking(query);
    if (lacks) {
      this.place.say(lacks);
      return;
    }
    const began = performance.now();
    await this.place.show((signal) => question(query, { signal, refresh }), (answer, content) => {
      this.answer = answer;
      this.rows = drawAnswer(content, query, answer) || [];
      this.drawFoot(answer, performance.now() - began);
    });
  }

  drawFoot(answer, milliseconds) {
    const sql = el('details', { class: 'sql-behind' }, el('summary', {}, 'View SQL'));
    sql.addEventListener('toggle', () => {
      if (!sql.open || sql.children.length > 1) return;
      const button = el('button', { class: 'button small', on: { click: () => copy(answer.hogql || '', button) } }, 'Copy');
      sql.append(el('pre', { class: 'code-block', tabindex: '0' }, answer.hogql || 'This answer came without SQL.'),
        el('div', { class: 'together' }, button, el('a', { class: 'button small', href: '/sql' + toHash({ kind: 'HogQLQuery', query: answer.hogql || '' }) }, 'Open in SQL')));
    });
    const when = answer.last_refresh ? 'Counted ' + ago(answer.last_refresh) : 'Counted just now';
    const time = answer.is_cached ? '' : ' in ' + span(Math.max(0.01, milliseconds / 1000));
    this.foot.replaceChildren(sql, el('p', { class: 'fine counted' }, when + time, answer.timezone ? ', days in ' + answer.timezone : '',
      el('button', { class: 'quiet', on: { click: () => this.ask('force_blocking') } }, icon('refresh'), 'Refresh')));
  }

  title() {
    return this.name.value.trim() || summary(this.query);
  }

  async keep() {
    await act(this.save, async () => {
      const body = { name: this.name.value.trim(), description: this.description.value.trim(), query: this.query };
      const first = !this.saved;
      this.saved = first ? await post(here('insights/'), { ...body, favorited: this.star.getAttribute('aria-pressed') === 'true' }) : await patch(here('insights/' + this.saved.id + '/'), body);
      history.replaceState(null, '', '/insights/' + encodeURIComponent(this.saved.short_id) + location.search);
    }, 'Saved.');
    this.unsaved();
    return this.saved;
  }

  favour() {
    const on = this.star.getAttribute('aria-pressed') !== 'true';
    this.star.setAttribute('aria-pressed', String(on));
    if (this.saved) act(this.star, () => patch(here('insights/' + this.saved.id + '/'), { favorited: on }));
  }

  addButton() {
    const button = el('button', { class: 'button', on: { click: async () => {
      const saved = this.save.disabled ? this.saved : await this.keep();
      if (saved) addToDashboard(saved, button);
    } } }, icon('dashboards'), el('span', {}, 'Add to dashboard'));
    return button;
  }

  shareButton() {
    const button = el('button', { class: 'button', on: { click: async () => {
      const saved = this.save.disabled ? this.saved : await this.keep();
      if (saved) share('insights/' + saved.id, this.title());
    } } }, icon('share'), el('span', {}, 'Share'));
    return button;
  }

  exportMenu() {
    const file = () => this.title().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60) || 'insight';
    const menu = el('div', { class: 'menu-pop', popover: 'auto', id: 'export-menu' },
      item('Picture (PNG)', () => savePicture(this.place.content, file() + '.png', this.title())),
      item('Table (CSV)', () => (this.rows.length ? download(file() + '.csv', new Blob([csv(this.rows)], { type: 'text/csv' })) : toast('There is nothing to export.', true))),
      item('Copy a link to this question', (event) => copy(location.origin + '/insights/new' + location.search + toHash(this.query), event.currentTarget)));
    function item(words, work) {
      return el('button', { class: 'menu-item', on: { click: (event) => { work(event); menu.hidePopover(); } } }, words);
    }
    const button = el('button', { class: 'button', popovertarget: 'export-menu' }, icon('download'), el('span', {}, 'Export'));
    menu.addEventListener('toggle', (event) => {
      if (event.newState !== 'open') return;
      const box = button.getBoundingClientRect();
      menu.style.top = box.bottom + 4 + 'px';
      menu.style.left = Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8)) + 'px';
    });
    return el('span', {}, button, menu);
  }
}

