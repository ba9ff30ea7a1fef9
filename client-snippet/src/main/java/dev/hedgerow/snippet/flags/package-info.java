/** What a page tells us for its feature flags; asking for the flags themselves comes later. */
@NullMarked
package dev.hedgerow.snippet.flags;

import org.jspecify.annotations.NullMarked;
