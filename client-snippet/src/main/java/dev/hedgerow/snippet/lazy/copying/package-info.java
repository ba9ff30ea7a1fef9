/** What visitors copy from the page. A part of its own. */
@NullMarked
package dev.hedgerow.snippet.lazy.copying;

import org.jspecify.annotations.NullMarked;
