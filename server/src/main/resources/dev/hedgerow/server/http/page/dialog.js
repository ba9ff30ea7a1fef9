/* Dialogs: one look and one behaviour. Escape, the button and a click beside it close; Enter in a field does what the strong button does; focus goes back to where it was. */

import { el, freshId } from './dom.js';
import { icon } from './icons.js';

/**
 * Opens one and answers its node. content: a node or several; foot: the buttons at its foot; drawer: at the page's edge, as high
 * as the page; subtitle: fine words below the title; closed() is called when it is closed in any way.
 */
export function dialog(title, content, foot = null, { drawer = false, subtitle = '', closed = () => {} } = {}) {
  const head = el('h2', { id: freshId('dialog') }, title);
  const node = el('dialog', { class: drawer ? 'drawer' : null, 'aria-labelledby': head.id },
    el('div', { class: 'dialog-head' }, el('div', {}, head, subtitle && el('p', { class: 'fine' }, subtitle)), el('button', { class: 'quiet', 'aria-label': 'Close', on: { click: () => node.close() } }, icon('close'))),
    content, foot && el('div', { class: 'dialog-foot' }, foot));
  node.addEventListener('close', () => { node.remove(); closed(); });
  node.addEventListener('pointerdown', (event) => { if (event.target === node && beside(node, event)) node.close(); });
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.defaultPrevented || event.isComposing || event.target.form || !event.target.matches('input:not([type=checkbox], [type=search])')) return;
    node.querySelector('.dialog-foot .button.strong')?.click();
  });
  document.body.append(node);
  node.showModal();
  return node;
}

/** Whether a pointer is on the backdrop; the backdrop's events are told to the dialog itself. */
function beside(node, { clientX, clientY }) {
  const { left, right, top, bottom } = node.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
