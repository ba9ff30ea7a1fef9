import { head, shell } from './shell.js';
import { byId, el } from './dom.js';

byId('main').append(head('SQL'), el('div', { class: 'sheet empty' }, el('p', {}, 'There is nothing here yet.')));
await shell({ page: '/sql' });
