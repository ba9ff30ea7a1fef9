/**
 * Numbers over time and the overview of a web site (contract S 6.2), each interval asked of the store.
 */
@NullMarked
package dev.hedgerow.server.insight.trend;

import org.jspecify.annotations.NullMarked;
