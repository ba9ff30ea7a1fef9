/**
 * What the questions share: what one is asked with ({@link dev.hedgerow.server.insight.ask.Ask}), its
 * days, series, filters, breakdown and who counts (contract S 6.1, 6.4).
 */
@NullMarked
package dev.hedgerow.server.insight.ask;

import org.jspecify.annotations.NullMarked;
