/** The crank: hold or go, persons and merges, groups, enrichment; one batch per turn. */
@NullMarked
package dev.hedgerow.server.process;

import org.jspecify.annotations.NullMarked;
