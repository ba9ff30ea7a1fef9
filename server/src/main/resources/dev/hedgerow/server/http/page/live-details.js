/* What the live page tells of one row, beside the others. Everything captured is hostile: it reaches the document as text only. */

import { byId } from './dom.js';
import { oneEvent } from './event-view.js';
import { personPath } from './known.js';
import { MODES, make, status, title, wholeTime, why } from './live-row.js';
import { offerAction } from './make-action.js';

let actionsOf = '';

/** Lets what can be done be drawn anew, as for another row. */
export function forgetDetails() {
  actionsOf = '';
}

/** Fills the panel beside the rows with what is known of one of them. */
export function drawDetails(row) {
  const list = byId('details-list');
  byId('details-title').textContent = title(row);
  const note = byId('details-note');
  const state = status(row);
  const words = state === 'held' ? why(row.why || '') + '. It goes on as soon as a person is known for this id, or when its time has come.'
    : state === 'rejected' || state === 'warned' ? row.warning || row.detail : '';
  note.hidden = !words;
  note.textContent = words;
  note.dataset.state = state;
  const parts = [
    ['Event', row.event, true],
    ['Reason', row.code || row.warningType || row.type, true],
    ['Distinct id', row.distinct_id, true],
    ['Person', row.person, true],
    ['Kind', row.mode ? MODES[row.mode] || row.mode : ''],
    ['Page', row.url, true],
    ['Library', row.library],
    ['Event id', row.uuid, true],
    [row.kind === 'event' ? 'Accepted' : 'At', wholeTime(row.at)],
    ['Held from', row.heldAt && wholeTime(row.heldAt)],
    ['Due at', row.held && wholeTime(row.dueAt)],
    ['Released', row.releasedAt && wholeTime(row.releasedAt) + (row.early ? ', early' : ', on time')],
    ['Processed', row.storedAt && wholeTime(row.storedAt)],
  ];
  list.replaceChildren();
  for (const [name, value, code] of parts) {
    if (!value) continue;
    const dd = make('dd');
    dd.append(make(code ? 'code' : 'span', '', String(value)));
    list.append(make('dt', '', name), dd);
  }
  if (actionsOf !== row.key + row.storedAt) drawActions(row);
}

/** What can be done with a stored event: look at its person, and make an action of a click. */
function drawActions(row) {
  actionsOf = row.key + row.storedAt;
  const place = byId('details-actions');
  place.replaceChildren();
  if (!row.storedAt || row.kind !== 'event') return;
  const person = make('a', 'button small', row.mode === 'propertyless' ? 'The visitor' : 'The person');
  person.href = personPath(row.person);
  place.append(person);
  if (row.event !== '$autocapture' && row.event !== '$rageclick') return;
  const mine = actionsOf;
  oneEvent(row.uuid, row.at).then((event) => {
    if (mine === actionsOf && event?.elements_chain) place.prepend(offerAction(event));
  }, () => {});
}
