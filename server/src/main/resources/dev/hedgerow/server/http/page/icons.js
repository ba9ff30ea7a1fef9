/* Small drawings on a grid of 18, drawn with the ink of the text beside them. */

import { svg } from './dom.js';

const PATHS = {
  live: 'M1.5 9.5h3l2.2-5.5 3.6 10 2.4-6 1 1.5h2.8',
  insights: 'M2.5 15.5h13M4.5 12.5v-4M9 12.5v-9M13.5 12.5v-6',
  dashboards: 'M2.5 2.5h5.5v7H2.5zM10.5 2.5h5v4h-5zM10.5 9h5v6.500h-5zM2.500 12h5.500v3.500H2.500z',
  web: 'M9 2a7 7 0 1 0 0 14A7 7 0 1 0 9 2zM2 9h14M9 2c-4.500 4.500-4.500 9.500 0 14M9 2c4.500 4.500 4.500 9.500 0 14',
  persons: 'M9 8.500a3 3 0 1 0 0-6 3 3 0 1 0 0 6zM3 15.500c.5-3.500 3-5 6-5s5.500 1.500 6 5',
  groups: 'M3 15.500V5l5-2.500v13M8 7.500l7 2v6M2 15.500h14.500M5.500 7v.01M5.500 10v.01M11.500 12v.01',
  events: 'M3 4.500h.01M6.500 4.500h8.500M3 9h.01M6.500 9h8.500M3 13.500h.01M6.500 13.500h8.500',
  sql: 'M3 5l4 4-4 4M9 13.500h6.500',
  ingestion: 'M9 2.500v7.500M6 7l3 3 3-3M2.500 10.500v4h13v-4',
  settings: 'M2.500 5h6M12.500 5h3M2.500 13h3M9.500 13h6M10.500 3v4M7.500 11v4',
  menu: 'M2.500 5h13M2.500 9h13M2.500 13h13',
  close: 'M4.500 4.500l9 9M13.500 4.500l-9 9',
  plus: 'M9 3.500v11M3.500 9h11',
  minus: 'M3.500 9h11',
  star: 'M9 2.200l2.100 4.400 4.800.6-3.500 3.300.9 4.800L9 13l-4.300 2.300.9-4.800-3.500-3.300 4.800-.6z',
  trash: 'M3 5h12M7 5V3h4v2M4.500 5l.7 10h7.600l.7-10M7.500 8v4.500M10.500 8v4.500',
  pencil: 'M3 15l.7-3.200 8-8a1.600 1.600 0 0 1 2.400 0 1.600 1.600 0 0 1 0 2.400l-8 8z',
  up: 'M4 11l5-5 5 5',
  down: 'M4 7l5 5 5-5',
  right: 'M7 4l5 5-5 5',
  wide: 'M2.500 9h13M5.500 6l-3 3 3 3M12.500 6l3 3-3 3',
  high: 'M9 2.500v13M6 5.500l3-3 3 3M6 12.500l3 3 3-3',
  refresh: 'M15 4v3.500h-3.500M14.600 7.500A6 6 0 1 0 15 10.500',
  share: 'M12.500 6a2 2 0 1 0 0-4 2 2 0 1 0 0 4zM5 11a2 2 0 1 0 0-4 2 2 0 1 0 0 4zM12.500 16a2 2 0 1 0 0-4 2 2 0 1 0 0 4zM6.800 8.100l4-2.900M6.800 9.900l4 2.900',
  download: 'M9 2.500v8M5.500 7.500L9 11l3.500-3.500M3 15h12',
  filter: 'M2.500 4h13l-5 6v4.500l-3-1.500v-3z',
  search: 'M8 13a5 5 0 1 0 0-10 5 5 0 1 0 0 10zM11.700 11.700L15.500 15.500',
  code: 'M6 5L2 9l4 4M12 5l4 4-4 4',
  copy: 'M6 6h9v9H6zM12 6V3H3v9h3',
  out: 'M7 3H3v12h4M8 9h7.500M12.500 6l3 3-3 3',
  sun: 'M9 12a3 3 0 1 0 0-6 3 3 0 1 0 0 6zM9 1.500v1.500M9 15v1.500M1.500 9H3M15 9h1.500M3.700 3.700l1 1M13.300 13.300l1 1M3.700 14.300l1-1M13.300 4.700l1-1',
  moon: 'M14.500 11A6.200 6.200 0 0 1 7 3.500a6.200 6.200 0 1 0 7.500 7.500z',
  auto: 'M9 2.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 1 0 0-13zM9 2.500v13M11 4v10M13 6v6',
  people: 'M6.500 8a2.500 2.500 0 1 0 0-5 2.500 2.500 0 1 0 0 5zM2 15c.3-3 2-4.500 4.500-4.500S10.700 12 11 15M12 8.500a2 2 0 1 0-1-3.800M12.500 10.700c2 .2 3.200 1.600 3.500 4.300',
  funnel: 'M2.500 3h3v12.500h-3zM7.500 7h3v8.500h-3zM12.500 11h3v4.500h-3z',
  retention: 'M2.500 2.500h13v3.300h-13zM2.500 5.800h9v3.300h-9zM2.500 9.100h5v3.300h-5zM2.500 12.400h2v3.100h-2z',
  paths: 'M2 5h3c5 0 4 8 9 8h2M2 5h14M2 13h3c2 0 3-1.500 4-3.500',
  lifecycle: 'M2.500 9h13M4.500 9V4.500M8 9V6M11.500 9V3M4.500 9v3M8 9v5M11.500 9v2.500M14.500 9V6.500',
  stickiness: 'M3.500 15V3.500M7.200 15V8M10.900 15v-4M14.600 15v-2.500M2 15.500h14',
};

/** Makes one; whoever does not see it hears the words beside it instead. */
export function icon(name) {
  return svg('svg', { class: 'icon', viewBox: '0 0 18 18', width: 18, height: 18, 'aria-hidden': 'true', focusable: 'false' },
    svg('path', { d: PATHS[name] || '', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }));
}
