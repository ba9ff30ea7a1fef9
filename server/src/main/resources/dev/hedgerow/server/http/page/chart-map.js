/* Countries, darker where more is. Shapes: Natural Earth, in the public domain. */

import { frame, hush, tell } from './chart-frame.js';
import { number, percent, svg } from './dom.js';

let shapes = null;
const names = new Intl.DisplayNames([], { type: 'region', fallback: 'code' });

/** A country's name by its two letters. */
export function countryName(code) {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return code === 'XK' ? 'Kosovo' : names.of(code);
}

/** Draws values of countries: [{code: "DE", value, open?}]. What is no country's code is only in the table. */
export async function worldMap(place, rows, { format = number, label = 'By country' } = {}) {
  const inside = place.appendChild(document.createElement('div'));
  inside.className = 'map-place';
  shapes ??= fetch('/page/world.json').then((answer) => answer.json());
  const { width, height, other, countries } = await shapes;
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const highest = Math.max(...rows.map((row) => row.value), 1);
  const total = rows.reduce((all, row) => all + row.value, 0);
  const sorted = [...rows].sort((a, b) => b.value - a.value);
  frame(inside, {
    label,
    table: { caption: label, head: ['Country', 'Value', 'Share'], rows: sorted.map((row) => [countryName(row.code), row.open ? { text: row.value, open: row.open } : row.value, percent(row.value / total)]) },
    draw: (wide) => {
      const high = Math.round(wide * height / width);
      return svg('svg', { class: 'chart-svg map', width: wide, height: high, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label + ': ' + sorted.slice(0, 5).map((row) => countryName(row.code) + ' ' + format(row.value)).join(', ') },
        svg('path', { class: 'land', d: other }),
        Object.entries(countries).map(([code, d]) => {
          const row = byCode.get(code);
          const step = row && row.value > 0 ? 1 + Math.min(5, Math.floor(5.999 * Math.sqrt(row.value / highest))) : 0;
          return svg('path', {
            class: 'land' + (step ? ' l' + step : '') + (row?.open ? ' opens' : ''), d,
            on: {
              pointermove: (event) => tell(event.clientX, event.clientY, countryName(code), [['Value', format(row ? row.value : 0)], ...(row ? [['Share', percent(row.value / total)]] : [])], row?.open ? 'Click shows the people' : ''),
              pointerleave: hush,
              click: () => { hush(); row?.open?.(); },
            },
          });
        }));
    },
  });
}
