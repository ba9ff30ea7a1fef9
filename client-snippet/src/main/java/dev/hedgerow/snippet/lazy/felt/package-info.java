/** How fast the page felt: part {@code felt}. */
@NullMarked
package dev.hedgerow.snippet.lazy.felt;

import org.jspecify.annotations.NullMarked;
