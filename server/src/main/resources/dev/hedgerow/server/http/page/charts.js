/* All charts. Each takes a place (an element) and data, and has a table of the same numbers beside it. */

export { colour, tableOf } from './chart-frame.js';
export { funnelBars } from './chart-funnel.js';
export { dayWords, timeChart } from './chart-lines.js';
export { countryName, worldMap } from './chart-map.js';
export { pathFlow, stepName } from './chart-paths.js';
export { retentionGrid } from './chart-retention.js';
export { bigNumbers, pie, tableChart, valueBars } from './chart-shares.js';
