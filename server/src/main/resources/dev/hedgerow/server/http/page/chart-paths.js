/* Paths: how visitors flow from step to step. */

import '/page/d3.min.js';
import '/page/d3-sankey.min.js';
import { frame, hush, tell } from './chart-frame.js';
import { number, percent, span, svg } from './dom.js';

const d3 = globalThis.d3;

/** The name of a step without its number: "2_/pricing" is "/pricing". */
export const stepName = (text) => text.replace(/^\d+_/, '');

/**
 * Draws the ways. edges: [{source: "1_/a", target: "2_/b", value, average_conversion_time ms}], value being how often it was
 * gone; stops: [{name, value, ended}], how many came to a step and how many of them went no further, by all ways. open(edge, or
 * {node, first} for all who were at a step, or {node, gone} for those who stopped there) shows who. most: where paths are cut, so
 * that nobody is told to stop there.
 */
export function pathFlow(place, edges, stops, { open, most = 5 } = {}) {
  const step = (name) => Number(/^\d+/.exec(name)?.[0] ?? 1);
  const names = [...new Set(edges.flatMap((edge) => [edge.source, edge.target]))];
  const depth = Math.max(...names.map(step), 2);
  const rows = edges.map((edge) => [stepName(edge.source), stepName(edge.target), step(edge.source), open ? { text: edge.value, open: () => open(edge) } : edge.value, span(edge.average_conversion_time / 1000)]);
  const stopOf = new Map(stops.map((one) => [one.name, one]));
  const gone = (name) => (step(name) < most ? stopOf.get(name)?.ended ?? 0 : 0);
  const came = (name) => stopOf.get(name)?.value ?? 0;
  for (const name of names) if (gone(name)) rows.push([stepName(name), '(no further)', step(name), open ? { text: gone(name), open: () => open({ node: name, gone: true }) } : gone(name), '–']);
  frame(place, {
    label: 'Paths',
    table: { caption: 'Paths', head: ['From', 'To', 'Step', 'Times', 'Average time'], rows },
    draw: (width) => drawFlow(Math.max(width, depth * 140), edges, names, step, depth, { open, gone, came }),
  });
}

function drawFlow(width, edges, names, step, depth, { open, gone, came }) {
  const layers = d3.rollups(names, (list) => list.length, step).map(([, count]) => count);
  const height = Math.max(300, Math.min(900, d3.max(layers) * 46));
  const lay = d3.sankey().nodeId((node) => node.name).nodeAlign((node) => step(node.name) - 1).nodeWidth(10).nodePadding(20).nodeSort((a, b) => b.value - a.value)
    .extent([[1, 22], [width - 128, height - 14]]);
  const { nodes, links } = lay({ nodes: names.map((name) => ({ name, fixedValue: came(name) || undefined })), links: edges.map((edge) => ({ source: edge.source, target: edge.target, value: edge.value, edge })) });
  const first = d3.sum(nodes.filter((node) => node.depth === 0), (node) => node.value);
  const path = d3.sankeyLinkHorizontal();
  const act = (work) => (open ? { click: () => { hush(); work(); }, keydown: (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); hush(); work(); } } } : {});
  const flow = links.map((link) => svg('path', {
    class: 'flow' + (open ? ' opens' : ''), d: path(link), 'stroke-width': Math.max(1.5, link.width),
    on: {
      pointermove: (event) => tell(event.clientX, event.clientY, stepName(link.source.name) + ' → ' + stepName(link.target.name), [['Times', number(link.value)], ['Of those there', percent(link.value / link.source.value)], ['Average time', span(link.edge.average_conversion_time / 1000)]], open ? 'Click shows the people' : ''),
      pointerleave: hush,
      ...act(() => open(link.edge)),
    },
  }));
  const words = nodes.map((node) => {
    const label = stepName(node.name);
    const short = label.length > 17 ? label.slice(0, 7) + '…' + label.slice(-9) : label;
    return svg('g', {
      class: 'flow-node' + (open ? ' opens' : ''), tabindex: open ? '0' : null, role: open ? 'button' : null, 'aria-label': label + ', step ' + step(node.name) + ': ' + number(node.value),
      on: {
        pointermove: (event) => tell(event.clientX, event.clientY, label, [['Times', number(node.value)], ['Of all shown', percent(node.value / first)], ['Went no further', number(gone(node.name))]], open ? 'Click shows the people' : ''),
        pointerleave: hush,
        ...act(() => open({ node: node.name, first: step(node.name) === 1 })),
      },
    },
    svg('rect', { x: node.x0, y: node.y0, width: 10, height: Math.max(3, node.y1 - node.y0), rx: 2 }),
    svg('text', { x: node.x1 + 7, y: (node.y0 + node.y1) / 2, dy: '-.15em', class: 'flow-name' }, short),
    svg('text', { x: node.x1 + 7, y: (node.y0 + node.y1) / 2, dy: '1.05em' }, number(node.value) + ' · ' + percent(node.value / first)));
  });
  const ends = nodes.filter((node) => gone(node.name)).map((node) => {
    const label = stepName(node.name);
    const height = Math.max(2, (node.y1 - node.y0) * gone(node.name) / node.value);
    return svg('g', {
      class: 'flow-end' + (open ? ' opens' : ''), tabindex: open ? '0' : null, role: open ? 'button' : null, 'aria-label': 'No further than ' + label + ', step ' + step(node.name),
      on: {
        pointermove: (event) => tell(event.clientX, event.clientY, 'No further than ' + label, [['Times', number(gone(node.name))], ['Of those there', percent(gone(node.name) / node.value)]], open ? 'Click shows who stopped here' : ''),
        pointerleave: hush,
        ...act(() => open({ node: node.name, gone: true })),
      },
    }, svg('rect', { x: node.x1, y: node.y1 - height, width: 5, height, rx: 1 }));
  });
  const heads = d3.range(depth).map((i) => svg('text', { x: lay.extent()[0][0] + i * ((width - 128 - 11) / Math.max(1, depth - 1)), y: 10, class: 'flow-head' }, 'Step ' + (i + 1)));
  return svg('svg', { class: 'chart-svg flow-svg', width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': 'Paths' }, heads, svg('g', {}, flow), words, svg('g', {}, ends));
}
