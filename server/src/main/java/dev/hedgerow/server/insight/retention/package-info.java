/**
 * Who comes back: retention, lifecycle and stickiness (contract S 6.2).
 */
@NullMarked
package dev.hedgerow.server.insight.retention;

import org.jspecify.annotations.NullMarked;
