/** Headers that tell a page's own servers who asks: part {@code tracing}. */
@NullMarked
package dev.hedgerow.snippet.lazy.tracing;

import org.jspecify.annotations.NullMarked;
