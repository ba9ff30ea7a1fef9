/** The sentences that debugging prints. A part of its own. */
@NullMarked
package dev.hedgerow.snippet.lazy.notes;

import org.jspecify.annotations.NullMarked;
