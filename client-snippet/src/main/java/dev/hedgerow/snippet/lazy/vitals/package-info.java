/** How fast the page felt: part {@code vitals}. */
@NullMarked
package dev.hedgerow.snippet.lazy.vitals;

import org.jspecify.annotations.NullMarked;
