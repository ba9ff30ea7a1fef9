/* A text field that offers what fits while one types: arrows choose, Enter takes, Escape closes; any other text is good too. */

import { announce, calmly, el, freshId } from './dom.js';

/**
 * Makes one: {node, input}. offer(text) answers (a promise of) [{value, words?, hint?}]; chosen(value) is called for an offer
 * that is taken, and for the text itself on Enter. Give "free: false" where only offers count.
 */
export function combo({ label, value = '', placeholder = '', offer, chosen = () => {}, free = true, size = '' }) {
  const list = el('ul', { class: 'combo-list', role: 'listbox', id: freshId('offers'), 'aria-label': label, hidden: true });
  const input = el('input', {
    class: 'input ' + size, value, placeholder, 'aria-label': label, role: 'combobox', autocomplete: 'off', spellcheck: 'false',
    autocapitalize: 'off', 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list',
  });
  const node = el('div', { class: 'combo' }, input, list);
  let offers = [];
  let at = -1;
  let turn = 0;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const point = (to) => {
    at = to;
    [...list.children].forEach((one, i) => one.setAttribute('aria-selected', String(i === at)));
    const now = list.children[at];
    if (now) {
      input.setAttribute('aria-activedescendant', now.id);
      now.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };
  const take = (taken) => {
    input.value = taken;
    turn++;
    close();
    chosen(taken);
  };
  const show = async () => {
    const mine = ++turn;
    const found = await Promise.resolve(offer(input.value.trim())).catch(() => []);
    if (mine !== turn || document.activeElement !== input) return;
    offers = found.slice(0, 60);
    list.replaceChildren(...offers.map((one) => el('li', {
      role: 'option', id: freshId('offer'), 'aria-selected': 'false',
      on: { mousedown: (event) => event.preventDefault(), click: () => take(one.value) },
    }, el('span', { class: 'clip' }, one.words || one.value), one.hint && el('span', { class: 'combo-hint' }, one.hint))));
    at = -1;
    list.hidden = offers.length === 0;
    input.setAttribute('aria-expanded', String(offers.length > 0));
    if (offers.length) announce(offers.length + (offers.length === 1 ? ' offer' : ' offers'));
  };
  const soon = calmly(show, 120);

  input.addEventListener('input', soon);
  input.addEventListener('focus', show);
  input.addEventListener('blur', () => { turn++; close(); });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) show();
      else point((at + (event.key === 'ArrowDown' ? 1 : offers.length - 1) + (at < 0 && event.key === 'ArrowUp' ? 1 : 0)) % offers.length);
    } else if (event.key === 'Enter' && (at >= 0 || free || offers.some((one) => one.value === input.value))) {
      event.preventDefault();
      take(at >= 0 ? offers[at].value : input.value.trim());
    } else if (event.key === 'Escape' && !list.hidden) {
      event.stopPropagation();
      event.preventDefault();
      close();
    }
  });
  return { node, input };
}
