/**
 * Funnels (contract S 6.2): every actor's events are walked in order of time, in Java, in one pass.
 */
@NullMarked
package dev.hedgerow.server.insight.funnel;

import org.jspecify.annotations.NullMarked;
