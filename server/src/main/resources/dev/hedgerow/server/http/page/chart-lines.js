/* Lines, areas and bars over time. */

import '/page/d3.min.js';
import { colour, frame, hush, keys, legendOf, tell } from './chart-frame.js';
import { compact, number, svg } from './dom.js';

const d3 = globalThis.d3;
const MARGIN = { top: 12, right: 14, bottom: 26 };

/** The start of an interval in words; "2026-11-03" and "2026-11-03 14:00:00" are in the project's own time. */
export function dayWords(day, interval, long = false) {
  const at = new Date((/\d\d:\d\d/.test(day) ? day.replace(' ', 'T').replace(/(Z|[+-]\d\d:?\d\d)$/, '') : day.slice(0, 10) + 'T00:00:00') + 'Z');
  if (Number.isNaN(at.getTime())) return day;
  const style = interval === 'hour' || interval === 'minute'
    ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(long ? { weekday: 'short', day: 'numeric', month: 'short' } : {}) }
    : interval === 'month' ? { month: long ? 'long' : 'short', year: long ? 'numeric' : undefined }
      : long ? { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } : { day: 'numeric', month: 'short' };
  const words = new Intl.DateTimeFormat([], { ...style, timeZone: 'UTC' }).format(at);
  return long && interval === 'week' ? 'Week of ' + words : words;
}

/**
 * Draws values over time.
 *
 * series: [{name, values, dashed?, class?, open?(column)}]; labels: words of the axis; titles: words of the note (else the
 * labels). kind: "line" | "area" | "bar". stacked: bars on each other. unfinished: the last interval still goes on.
 */
export function timeChart(place, { series, labels, titles = labels, kind = 'line', stacked = kind === 'bar', height = 320, format = number, axis = compact, unfinished = false, label = 'Chart', table, legend = series.length > 1 }) {
  const all = series.map((one, i) => ({ ...one, class: one.class || colour(i) }));
  const hidden = new Set();
  let redraw = () => {};
  const openable = all.some((one) => one.open);
  const figure = frame(place, {
    label,
    legend: legend ? legendOf(all, hidden, () => redraw()) : null,
    draw: (width) => {
      const parts = { all, hidden, labels, titles, kind, stacked, height, format, axis, unfinished, openable, label };
      redraw = () => {
        const drawing = figure.querySelector('.chart-drawing');
        drawing.replaceChildren(drawTime(drawing.clientWidth, parts));
      };
      return drawTime(width, parts);
    },
    table: table || { caption: label, head: ['When', ...all.map((one) => one.name)], rows: labels.map((words, i) => [titles[i], ...all.map((one) => {
      const value = one.values[i] ?? null;
      return one.open && value ? { text: value, open: () => one.open(i) } : value;
    })]) },
  });
  return figure;
}

function drawTime(width, { all, hidden, labels, titles, kind, stacked, height, format, axis, unfinished, openable, label }) {
  const seen = all.filter((one, i) => !hidden.has(i));
  const bars = kind === 'bar';
  const piled = bars && stacked ? pile(seen, labels.length) : kind === 'area' ? pile(seen, labels.length) : null;
  const tops = piled ? piled.flat().flatMap(([low, high]) => [low, high]) : seen.flatMap((one) => one.values.filter((value) => value !== null));
  const y = d3.scaleLinear([Math.min(0, d3.min(tops) ?? 0), Math.max(d3.max(tops) ?? 0, tops.some((value) => value > 0) ? 0 : 1)], [height - MARGIN.bottom, MARGIN.top]).nice(5);
  const ticks = y.ticks(5).filter((tick) => axis !== compact || d3.max(tops) > 5 || Number.isInteger(tick));
  const left = Math.min(90, 14 + d3.max(ticks, (tick) => axis(tick).length * 7.4));
  const inner = Math.max(40, width - left - MARGIN.right);
  const slot = inner / Math.max(1, labels.length);
  const x = bars ? (i) => left + slot * (i + 0.5) : (i) => left + (labels.length < 2 ? inner / 2 : inner * i / (labels.length - 1));
  const drawing = svg('svg', { class: 'chart-svg', width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-roledescription': 'chart', 'aria-label': label });
  drawing.append(
    svg('g', { class: 'grid' }, ticks.map((tick) => svg('line', { x1: left, x2: width - MARGIN.right, y1: Math.round(y(tick)) + 0.5, y2: Math.round(y(tick)) + 0.5, class: tick === 0 ? 'zero' : null }))),
    svg('g', { class: 'axis' }, ticks.map((tick) => svg('text', { x: left - 8, y: y(tick), dy: '.32em', 'text-anchor': 'end' }, axis(tick)))),
    svg('g', { class: 'axis' }, axisLabels(labels, x, inner, left, width).map(([at, words, anchor]) => svg('text', { x: at, y: height - 7, 'text-anchor': anchor }, words))));
  const marks = svg('g', {});
  drawing.append(marks);
  const pointY = (s, i) => piled ? y(piled[s][i][1]) : y(seen[s].values[i] ?? 0);
  if (bars) drawBars(marks, seen, piled, labels, x, y, slot, unfinished);
  else if (kind === 'area') drawAreas(marks, seen, piled, x, y);
  if (!bars) drawLines(marks, seen, x, pointY, unfinished && kind === 'line', labels.length);
  if (!seen.length || !labels.length) return drawing;
  listen(drawing, { seen, labels, titles, x, slot, bars, left, width, height, pointY, format, openable, y, piled });
  return drawing;
}

function pile(seen, count) {
  const up = new Array(count).fill(0);
  const down = new Array(count).fill(0);
  return seen.map((one) => Array.from({ length: count }, (unused, i) => {
    const value = one.values[i] ?? 0;
    const base = value < 0 ? down : up;
    const from = base[i];
    base[i] += value;
    return [from, base[i]];
  }));
}

function axisLabels(labels, x, inner, left, width) {
  const longest = d3.max(labels, (words) => words.length) ?? 1;
  const room = Math.max(1, Math.floor(inner / (longest * 6.6 + 18)));
  const every = Math.max(1, Math.ceil(labels.length / room));
  return labels.map((words, i) => [x(i), words, 'middle'])
    .filter((unused, i) => (labels.length - 1 - i) % every === 0)
    .map(([at, words, anchor]) => {
      const half = words.length * 3.3;
      return at + half > width ? [width - 2, words, 'end'] : at - half < 0 ? [2, words, 'start'] : [at, words, anchor];
    });
}

function drawBars(marks, seen, piled, labels, x, y, slot, unfinished) {
  const wide = Math.min(64, Math.max(1, slot * 0.74));
  const each = piled ? wide : wide / seen.length;
  seen.forEach((one, s) => {
    labels.forEach((unused, i) => {
      const [low, high] = piled ? piled[s][i] : [0, one.values[i] ?? 0];
      if (low === high) return;
      const top = Math.min(y(low), y(high));
      marks.append(svg('rect', {
        class: 'bar-mark ' + one.class + (unfinished && i === labels.length - 1 ? ' unfinished' : ''),
        x: x(i) - wide / 2 + (piled ? 0 : s * each), y: top, width: Math.max(0.6, each - (piled ? 0 : Math.min(2, each / 5))), height: Math.max(0.8, Math.abs(y(low) - y(high))),
        rx: Math.min(3, each / 4),
      }));
    });
  });
}

function drawAreas(marks, seen, piled, x, y) {
  const area = d3.area().x((unused, i) => x(i)).y0(([low]) => y(low)).y1(([, high]) => y(high));
  seen.forEach((one, s) => marks.append(svg('path', { class: 'area-mark ' + one.class, d: area(piled[s]) })));
}

function drawLines(marks, seen, x, pointY, unfinished, count) {
  seen.forEach((one, s) => {
    const line = d3.line().defined(([i]) => one.values[i] !== null && one.values[i] !== undefined).x(([i]) => x(i)).y(([i]) => pointY(s, i));
    const points = one.values.map((unused, i) => [i]);
    const solid = unfinished && count > 1 && !one.dashed ? points.slice(0, -1) : points;
    marks.append(svg('path', { class: 'line-mark ' + one.class + (one.dashed ? ' dashed' : ''), d: line(solid) || null }));
    if (solid !== points) marks.append(svg('path', { class: 'line-mark unfinished ' + one.class, d: line(points.slice(-2)) }));
    if (count === 1) marks.append(svg('circle', { class: 'dot-mark ' + one.class, cx: x(0), cy: pointY(s, 0), r: 4 }));
  });
}

function listen(drawing, { seen, labels, titles, x, slot, bars, left, width, height, pointY, format, openable, y, piled }) {
  const guide = svg('line', { class: 'guide', y1: MARGIN.top, y2: height - MARGIN.bottom });
  const dots = svg('g', {});
  drawing.prepend(guide);
  drawing.append(dots);
  guide.style.display = 'none';
  const columnAt = (px) => {
    const i = bars ? Math.floor((px - left) / slot) : labels.length < 2 ? 0 : Math.round((px - left) / (x(1) - x(0)));
    return Math.max(0, Math.min(labels.length - 1, i));
  };
  const rowAt = (py, i) => {
    if (piled) {
      const value = y.invert(py);
      const within = piled.findIndex((one) => value >= Math.min(...one[i]) && value <= Math.max(...one[i]));
      if (within >= 0) return within;
    }
    return d3.leastIndex(seen, (a, b) => Math.abs(pointY(seen.indexOf(a), i) - py) - Math.abs(pointY(seen.indexOf(b), i) - py));
  };
  const lines = (i, row) => seen.map((one, s) => [one.name, format(one.values[i] ?? null), one.class, seen.length > 1 && s === row, one.values[i] ?? 0])
    .sort((a, b) => (seen.length > 6 ? b[4] - a[4] : 0));
  const mark = (i) => {
    guide.style.display = bars ? 'none' : '';
    guide.setAttribute('x1', x(i));
    guide.setAttribute('x2', x(i));
    dots.replaceChildren(...(bars ? [] : seen.map((one, s) => svg('circle', { class: 'dot-mark ' + one.class, cx: x(i), cy: pointY(s, i), r: 4 }))));
  };
  drawing.addEventListener('pointermove', (event) => {
    const box = drawing.getBoundingClientRect();
    const i = columnAt(event.clientX - box.left);
    const row = rowAt(event.clientY - box.top, i);
    mark(i);
    tell(box.left + x(i), event.clientY, titles[i], lines(i, row), openable ? 'Click shows the people' : '');
  });
  drawing.addEventListener('pointerleave', () => { guide.style.display = 'none'; dots.replaceChildren(); hush(); });
  if (openable) {
    drawing.classList.add('opens');
    drawing.addEventListener('click', (event) => {
      const box = drawing.getBoundingClientRect();
      const i = columnAt(event.clientX - box.left);
      hush();
      seen[rowAt(event.clientY - box.top, i)].open?.(i);
    });
  }
  keys(drawing, labels.length, seen.length,
    (i, s) => ({ x: x(i), y: pointY(s, i), words: titles[i] + ', ' + seen[s].name + ': ' + format(seen[s].values[i] ?? null), tell: [titles[i], lines(i, s)] }),
    openable ? (i, s) => seen[s].open?.(i) : null);
}
