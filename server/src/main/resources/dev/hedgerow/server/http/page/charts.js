/* All charts. Each takes a place (an element) and data, and has a table of the same numbers beside it. */

export { colour, tableOf } from './chart-frame.js';
export { dayWords, timeChart } from './chart-lines.js';
export { countryName, worldMap } from './chart-map.js';
export { bigNumbers, pie, tableChart, valueBars } from './chart-shares.js';
