/* Making elements. Whatever somebody sent is hostile: it becomes text, never markup. */

const SVG = 'http://www.w3.org/2000/svg';
const PROPERTIES = new Set(['value', 'checked', 'disabled', 'hidden', 'selected', 'htmlFor', 'open', 'readOnly', 'indeterminate']);

export const byId = (id) => document.getElementById(id);

/**
 * Makes an element: el('button', { class: 'quiet', on: { click } }, 'Words', node). "on" are listeners, "data" what goes into
 * dataset; null, undefined and false leave an attribute or a part out.
 */
export function el(tag, given = {}, ...parts) {
  const node = document.createElement(tag);
  if (tag === 'button') node.type = 'button';
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined) continue;
    if (name === 'on') for (const [type, heard] of Object.entries(value)) node.addEventListener(type, heard);
    else if (name === 'data') Object.assign(node.dataset, value);
    else if (PROPERTIES.has(name)) node[name] = value;
    else if (name === 'href') node.setAttribute('href', safe(String(value)));
    else if (name === 'style' || /^on/.test(name)) throw new Error('expected no attribute ' + name);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false) node.setAttribute(name, String(value));
  }
  node.append(...parts.flat(9).filter((part) => part !== null && part !== undefined && part !== false));
  return node;
}

/** Only ways within this server, and those to other sites. */
function safe(address) {
  return /^(\/(?!\/)|#|\?|https?:|blob:)/.test(address) ? address : '#';
}

/** Makes an element of a drawing. */
export function svg(tag, given = {}, ...parts) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [type, heard] of Object.entries(value)) node.addEventListener(type, heard);
    else if (name === 'data') Object.assign(node.dataset, value);
    else node.setAttribute(name, String(value));
  }
  node.append(...parts.flat(9).filter((part) => part !== null && part !== undefined && part !== false));
  return node;
}

const whole = new Intl.NumberFormat([], { maximumFractionDigits: 2 });
const short = new Intl.NumberFormat([], { notation: 'compact', maximumFractionDigits: 1 });

/** A number in full, such as 12,345.67; a dash for none. */
export const number = (value) => value === null || value === undefined || Number.isNaN(value) ? '–' : whole.format(value);

/** A number in short, such as 12.3K. */
export const compact = (value) => Math.abs(value) < 10000 ? whole.format(value) : short.format(value);

/** A share of one, such as 12.3 %. */
export const percent = (share) => !Number.isFinite(share) ? '–'
  : new Intl.NumberFormat([], { style: 'percent', maximumFractionDigits: share !== 0 && Math.abs(share) < 0.1 ? 1 : share === 1 ? 0 : 1 }).format(share);

/** Seconds as people say them: 45 s, 3 min 20 s, 2 h 5 min, 3 d 4 h. */
export function span(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
  if (seconds < 60) return (seconds < 10 && seconds % 1 ? seconds.toFixed(1) : Math.round(seconds)) + '\u00a0s';
  const all = Math.round(seconds);
  const two = (big, unit, small, part) => big + '\u00a0' + unit + (small ? '\u00a0' + small + '\u00a0' + part : '');
  if (all < 3600) return two(Math.floor(all / 60), 'min', all % 60, 's');
  if (all < 86400) return two(Math.floor(all / 3600), 'h', Math.round((all % 3600) / 60), 'min');
  return two(Math.floor(all / 86400), 'd', Math.round((all % 86400) / 3600), 'h');
}

/** How long ago a moment was: just now, 5 min ago, or the day. */
export function ago(at) {
  const seconds = (Date.now() - new Date(at)) / 1000;
  if (seconds < 45) return 'just now';
  if (seconds < 3600) return Math.round(seconds / 60) + ' min ago';
  if (seconds < 86400) return Math.round(seconds / 3600) + ' h ago';
  return when(at, { dateStyle: 'medium' });
}

/** A moment in words, in a time zone if one is named. */
export function when(at, style = { dateStyle: 'medium', timeStyle: 'short' }, timeZone) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return String(at);
  try {
    return new Intl.DateTimeFormat([], { ...style, timeZone }).format(date);
  } catch (unknown) {
    return new Intl.DateTimeFormat([], style).format(date);
  }
}

/** Calls only after nothing was asked for some time. */
export function calmly(work, milliseconds = 350) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), milliseconds);
  };
}

let numbered = 0;

/** An id for an element that another one names. */
export const freshId = (start) => start + '-' + ++numbered;

/** Says something to who hears the page instead of seeing it. */
export function announce(words) {
  let place = byId('announced');
  if (!place) {
    place = el('p', { id: 'announced', class: 'hidden', role: 'status' });
    document.body.append(place);
  }
  place.textContent = words;
}

/** Hands a file over to the browser. */
export function download(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = el('a', { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** Rows of values as CSV; what a spreadsheet would run as a formula gets an apostrophe. */
export function csv(rows) {
  const cell = (value) => {
    let text = value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
    return /[",\n\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };
  return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** Copies text; says so on the button that asked. */
export async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch (failure) {
    const area = el('textarea', { value: text, class: 'hidden' });
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  if (!button) return;
  const words = button.textContent;
  button.textContent = 'Copied';
  setTimeout(() => { button.textContent = words; }, 1800);
}
