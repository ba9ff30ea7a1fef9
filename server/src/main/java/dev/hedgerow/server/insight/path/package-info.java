/**
 * Paths (contract S 6.2): what people do after, or before, what.
 */
@NullMarked
package dev.hedgerow.server.insight.path;

import org.jspecify.annotations.NullMarked;
