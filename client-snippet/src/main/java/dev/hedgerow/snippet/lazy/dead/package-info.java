/** Clicks and swipes that the page did not answer. A part of its own. */
@NullMarked
package dev.hedgerow.snippet.lazy.dead;

import org.jspecify.annotations.NullMarked;
