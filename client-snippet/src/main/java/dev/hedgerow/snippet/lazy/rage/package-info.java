/** Clicks out of patience. A part of its own, which is fetched with the first click. */
@NullMarked
package dev.hedgerow.snippet.lazy.rage;

import org.jspecify.annotations.NullMarked;
