/* A picture of a part of the page, painted on a canvas from what the browser has laid out: text, boxes and drawings. */

import { download } from './dom.js';

const SCALE = 2;

/** Paints a node and hands it over as a file. */
export function savePicture(node, name, title) {
  const box = node.getBoundingClientRect();
  const pad = 20;
  const top = pad + (title ? 34 : 0);
  const canvas = document.createElement('canvas');
  canvas.width = (box.width + 2 * pad) * SCALE;
  canvas.height = (box.height + top + pad) * SCALE;
  const pen = canvas.getContext('2d');
  const root = getComputedStyle(document.body);
  pen.scale(SCALE, SCALE);
  pen.fillStyle = getComputedStyle(node.closest('.sheet') || document.body).backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  if (title) {
    pen.fillStyle = root.color;
    pen.font = '600 17px ' + root.fontFamily;
    pen.fillText(title, pad, pad + 14, box.width);
  }
  pen.translate(pad - box.left, top - box.top);
  paint(pen, node);
  canvas.toBlob((blob) => download(name, blob), 'image/png');
}

function paint(pen, node) {
  const style = getComputedStyle(node);
  if (style.display === 'none' || style.visibility === 'hidden' || node.matches('.as-table, .hidden, .asked-over, .key-ring, desc')) return;
  pen.save();
  pen.globalAlpha *= Number(style.opacity);
  if (node instanceof SVGElement) shape(pen, node, style);
  else box(pen, node, style);
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE && !(node instanceof SVGElement)) text(pen, child, style);
    else if (child.nodeType === Node.ELEMENT_NODE) paint(pen, child);
  }
  pen.restore();
}

const seen = (colour) => colour && colour !== 'none' && !/rgba\(.*, 0\)$|transparent/.test(colour);

function box(pen, node, style) {
  const { left, top, width, height } = node.getBoundingClientRect();
  if (!width || !height) return;
  const radius = Math.min(parseFloat(style.borderTopLeftRadius) || 0, width / 2, height / 2);
  if (seen(style.backgroundColor)) {
    pen.fillStyle = style.backgroundColor;
    pen.beginPath();
    pen.roundRect(left, top, width, height, radius);
    pen.fill();
  }
  const drawn = /gradient/.test(style.backgroundImage) && /(?:rgba?|color)\([^)]*\)/.exec(style.backgroundImage);
  if (drawn) { // its first colour, all over
    pen.fillStyle = drawn[0];
    pen.fillRect(left, top, width, height);
  }
  if (parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== 'none') {
    pen.fillStyle = style.borderTopColor;
    pen.fillRect(left, top, width, parseFloat(style.borderTopWidth));
  }
  if (style.overflowX !== 'visible') {
    pen.beginPath();
    pen.rect(left, top, width, height);
    pen.clip();
  }
}

function text(pen, node, style) {
  const range = document.createRange();
  pen.font = style.fontWeight + ' ' + style.fontSize + ' ' + style.fontFamily;
  pen.fillStyle = style.color;
  pen.textBaseline = 'middle';
  for (const word of node.data.matchAll(/\S+/g)) {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const { left, top, height } = range.getBoundingClientRect();
    if (height) pen.fillText(word[0], left, top + height / 2);
  }
  pen.textBaseline = 'alphabetic';
}

function shape(pen, node, style) {
  const number = (name) => Number(node.getAttribute(name)) || 0;
  let path = null;
  if (node.tagName === 'path' && node.getAttribute('d')) path = new Path2D(node.getAttribute('d'));
  else if (node.tagName === 'rect') {
    path = new Path2D();
    path.roundRect(number('x'), number('y'), number('width'), number('height'), number('rx'));
  } else if (node.tagName === 'circle') {
    path = new Path2D();
    path.arc(number('cx'), number('cy'), number('r'), 0, 2 * Math.PI);
  } else if (node.tagName === 'line') {
    path = new Path2D();
    path.moveTo(number('x1'), number('y1'));
    path.lineTo(number('x2'), number('y2'));
  }
  if (!path && node.tagName !== 'text') return;
  const at = node.getScreenCTM();
  pen.transform(at.a, at.b, at.c, at.d, at.e, at.f);
  if (path) {
    if (seen(style.fill) && node.tagName !== 'line') {
      pen.fillStyle = style.fill;
      pen.fill(path);
    }
    if (seen(style.stroke)) {
      pen.strokeStyle = style.stroke;
      pen.lineWidth = parseFloat(style.strokeWidth) || 1;
      pen.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[ ,]+/).map(parseFloat));
      pen.lineJoin = 'round';
      pen.globalAlpha *= Number(style.strokeOpacity);
      pen.stroke(path);
    }
    return;
  }
  pen.font = style.fontWeight + ' ' + style.fontSize + ' ' + style.fontFamily;
  pen.fillStyle = style.fill;
  pen.textAlign = style.textAnchor === 'middle' ? 'center' : style.textAnchor;
  const shift = parseFloat(node.getAttribute('dy') || '0') * parseFloat(style.fontSize);
  pen.fillText(node.textContent, number('x'), number('y') + shift);
}
