import { byId, el } from './dom.js';

byId('main').append(el('div', { class: 'sheet empty' }, el('h1', {}, 'This link is not valid any more')));
