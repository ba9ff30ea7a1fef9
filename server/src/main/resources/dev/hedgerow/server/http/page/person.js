/* One person, or one visitor without one: who they are, what they did, and how their ids came together. */

import { Place, Refused, act, get, here, remove } from './api.js';
import { copy, el, number, when } from './dom.js';
import { face, openEvent, propertyTable } from './event-view.js';
import { dialog } from './dialog.js';
import { icon } from './icons.js';
import { eventWords, happened, personPath, place as placeOf, shortId } from './known.js';
import { head } from './shell.js';

const PAGE = 60;

/** Fills the page with whoever has that uuid or distinct id. */
export function personPage(main, id, project) {
  const zone = project?.settings?.time_zone;
  const place = el('div', {});
  main.append(el('p', { class: 'back' }, el('a', { href: '/persons' }, '← Persons')), place);
  const shown = new Place(place, { label: 'Looking for the person' });
  shown.show((signal) => get(here('persons/find/?id=' + encodeURIComponent(id)), { signal }).catch((failure) => {
    if (failure instanceof Refused && failure.status === 404) return null;
    throw failure;
  }), (found, content) => {
    if (!found) content.append(nobody(id));
    else {
      document.title = (found.person ? found.person.name : 'A visitor') + ' · Hedgerow';
      content.append(whole(found, id, zone === 'Z' ? 'UTC' : zone));
    }
  });
}

function nobody(id) {
  return el('div', { class: 'sheet empty' }, icon('persons'), el('h1', {}, 'Nobody here'),
    el('p', {}, 'There is no person of the id ', el('code', {}, id), ', and no event of it either. The person may have been merged into another, or deleted; events that are held for a moment are not stored yet.'));
}

function whole(found, id, zone) {
  const person = found.person;
  const tabs = el('div', { class: 'person-columns' });
  const side = el('div', {}, person ? about(person, zone) : visitor());
  const events = el('section', { class: 'sheet flush', 'aria-label': 'Timeline' });
  tabs.append(el('div', {}, person && merges(person, zone), events), side);
  timeline(events, found.id, zone);
  const title = head(person ? person.name : 'A visitor without a person', person && el('button', { class: 'button danger', on: { click: () => erase(person) } }, icon('trash'), 'Delete'));
  const disc = face(found.id, Boolean(person));
  disc.classList.add('large');
  title.querySelector('h1').prepend(disc);
  title.querySelector('h1').classList.add('with-face');
  return el('div', {}, title, !person && el('p', { class: 'note' },
    'There is no person for ', el('code', {}, shortId(id)), ': its events came without one, as of somebody who was not identified. They can be counted and filtered by what they say themselves; once this visitor is identified, they are that person’s.'), tabs);
}

function about(person, zone) {
  return el('div', {},
    el('section', { class: 'sheet' }, el('h2', { class: 'sheet-title' }, 'Who'),
      el('dl', { class: 'facts' },
        el('dt', {}, 'First seen'), el('dd', {}, when(person.created_at, { dateStyle: 'medium', timeStyle: 'short' }, zone)),
        el('dt', {}, 'Identified'), el('dd', {}, person.is_identified ? 'yes, and no other person takes it over' : 'not yet: another person may take it over'),
        el('dt', {}, 'Person id'), el('dd', {}, el('code', {}, person.id))),
      el('h3', { class: 'drawer-title' }, 'Distinct ids · ' + number(person.distinct_ids.length)),
      el('ul', { class: 'ids' }, person.distinct_ids.slice(0, 100).map((one) => el('li', {}, el('code', { class: 'clip', title: one }, one), el('button', { class: 'quiet', 'aria-label': 'Copy ' + one, on: { click: (heard) => copy(one, heard.currentTarget) } }, 'Copy')))),
      person.distinct_ids.length > 100 && el('p', { class: 'fine' }, 'and ' + number(person.distinct_ids.length - 100) + ' more')),
    el('section', { class: 'sheet' }, el('h2', { class: 'sheet-title' }, 'Properties'), propertyTable(person.properties)));
}

function visitor() {
  return el('section', { class: 'sheet' }, el('h2', { class: 'sheet-title' }, 'Properties'), el('p', { class: 'fine' }, 'A visitor without a person has none. Each event says for itself which browser, page and place it came from.'));
}

// ---- what joined the ids

const OUTCOMES = { joined: ['joined', 'good'], already: ['nothing to join', ''], refused: ['refused', 'bad'], apart: ['apart', 'warn'] };

function mergeLine(one, person, zone) {
  const [words, kind] = OUTCOMES[one.outcome] || [one.outcome, ''];
  const otherSide = one.person_id && one.person_id !== person.id ? [one.distinct_id, one.person_id] : one.other_person_id && one.other_person_id !== person.id ? [one.other_distinct_id, one.other_person_id] : null;
  const id = (text) => text === null ? el('em', {}, 'no id') : el('code', { title: text }, shortId(text));
  const sentence = {
    joined: [id(one.other_distinct_id), ' was joined to ', id(one.distinct_id)],
    already: [id(one.other_distinct_id), ' and ', id(one.distinct_id), ' were one person already'],
    refused: [id(one.other_distinct_id), ' was not joined to ', id(one.distinct_id)],
    apart: [id(one.other_distinct_id), ' and ', id(one.distinct_id), ' are not one person'],
  }[one.outcome] || [];
  const why = one.outcome === 'refused' ? (one.meaning || one.reason) : one.outcome === 'apart' ? 'Why is no longer kept, or the other person was deleted since.' : '';
  return el('li', { data: { outcome: one.outcome } },
    el('span', { class: 'chip ' + kind }, words),
    el('div', { class: 'merge-words' }, el('p', {}, sentence),
      el('p', { class: 'fine' }, 'by ', one.uuid && one.event ? el('button', { class: 'link', on: { click: () => openEvent({ uuid: one.uuid, event: one.event, timestamp: one.at }, { zone }) } }, eventWords(one.event)) : eventWords(one.event || 'an event that is gone'), ', ', when(one.at, { dateStyle: 'medium', timeStyle: 'short' }, zone)),
      why && el('p', { class: 'why' }, why.charAt(0).toUpperCase() + why.slice(1) + (/[.]$/.test(why) ? '' : '.')),
      one.reason && el('p', { class: 'fine' }, el('code', {}, one.reason)),
      otherSide && el('p', {}, el('a', { href: personPath(otherSide[1]) }, 'The other person'))));
}

function merges(person, zone) {
  const place = el('div', {});
  const section = el('section', { class: 'sheet', 'aria-labelledby': 'merges-title' }, el('div', { class: 'sheet-head' }, el('h2', { id: 'merges-title' }, 'How the ids came together')), place);
  const shown = new Place(place, { label: 'Looking for what joined the ids' });
  shown.show((signal) => get(here('persons/' + person.id + '/merges/'), { signal }), (found, content) => {
    if (!found.results.length) {
      content.append(el('p', { class: 'fine' }, person.distinct_ids.length > 1 ? 'The events that joined them are no longer kept.' : 'One distinct id only, and no event asked to join it with another.'));
    } else {
      content.append(el('ol', { class: 'merges' }, found.results.map((one) => mergeLine(one, person, zone))), found.has_more && el('p', { class: 'fine' }, 'There are more; these are the first.') || '');
    }
  });
  return section;
}

// ---- the timeline

function dayOf(at, zone) {
  return when(at, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, zone);
}

function eventLine(one, zone) {
  const properties = one.properties || {};
  const row = { uuid: one.id, event: one.event, timestamp: one.timestamp, type: properties.$event_type, text: properties.$el_text, url: properties.$current_url };
  const words = happened(row);
  return el('li', {},
    el('button', { class: 'line', on: { click: () => openEvent(row, { zone }) } },
      el('time', { datetime: one.timestamp }, when(one.timestamp, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }, zone)),
      el('span', { class: 'mark', data: { kind: one.event.startsWith('$') ? one.event.slice(1) : 'own' }, 'aria-hidden': 'true' }),
      el('span', { class: 'line-words' }, el('span', { class: 'clip' }, words), row.url && el('span', { class: 'fine clip' }, placeOf(row.url, true))),
      one.person_mode === 'propertyless' && el('span', { class: 'chip' }, 'anonymous')));
}

function timeline(section, id, zone) {
  const place = el('div', {});
  section.append(el('div', { class: 'sheet-head padded' }, el('h2', {}, 'Timeline')), place);
  const shown = new Place(place, { label: 'Reading the timeline' });
  const path = here('persons/' + id + '/events/?limit=' + PAGE);
  shown.show((signal) => get(path, { signal }), (found, content) => {
    if (!found.results.length) {
      content.append(el('div', { class: 'empty' }, el('p', {}, 'No events are kept.')));
      return;
    }
    const days = el('div', { class: 'days-list' });
    let day = '';
    let list = null;
    const add = (results) => results.map((one) => {
      const now = dayOf(one.timestamp, zone);
      if (now !== day) {
        day = now;
        list = el('ol', { class: 'timeline', 'aria-label': now });
        days.append(el('h3', { class: 'day' }, now), list);
      }
      const made = eventLine(one, zone);
      list.append(made);
      return made;
    });
    add(found.results);
    let next = found.next;
    const more = el('button', { class: 'button', on: { click: () => act(more, async () => {
      const page = await get(new URL(next).pathname + new URL(next).search);
      const made = add(page.results);
      next = page.next;
      line.hidden = !next;
      made[0]?.querySelector('button').focus();
    }) } }, 'Load more');
    const line = el('div', { class: 'more-line', hidden: !next }, more);
    content.append(days, line);
  });
}

// ---- deleting

function backups(found) {
  const there = (found.backups || []).filter((one) => one.there);
  return there.length === 0 ? 'No backup of this data is known, so nothing else holds them.'
    : there.length + (there.length === 1 ? ' backup holds' : ' backups hold') + ' them still, the newest of ' + when(there[0].made_at) + ': restore with --erasures, and they are erased again.';
}

async function erase(person) {
  const found = await act(null, () => get(here('erasures/')));
  if (!found) return;
  const events = el('input', { type: 'checkbox' });
  const sure = el('button', { class: 'button danger', on: { click: () => act(sure, async () => {
    await remove(here('persons/' + person.id + '/' + (events.checked ? '?delete_events=true' : '')));
    node.close();
    location.assign('/persons');
  }, 'Deleting.') } }, icon('trash'), 'Delete for good');
  const node = dialog('Delete ' + person.name + '?', el('div', { class: 'stack' },
    el('p', {}, 'The person, their properties and their ' + number(person.distinct_ids.length) + (person.distinct_ids.length === 1 ? ' distinct id' : ' distinct ids') + ' go, from every answer at once and from every file within minutes. This cannot be undone.'),
    el('label', { class: 'check' }, events, 'Delete their events too'),
    el('p', { class: 'fine' }, 'Without that the events stay, each distinct id alone, and no longer tell anything of the person’s properties; what an event itself says stays.'),
    el('p', { class: 'note' }, backups(found) + (found.files_set_aside?.length ? ' Files set aside as damaged may hold something as well.' : ''))),
  [el('button', { class: 'button', on: { click: () => node.close() } }, 'Keep'), sure]);
}
