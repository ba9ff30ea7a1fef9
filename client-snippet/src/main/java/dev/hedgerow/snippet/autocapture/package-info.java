/** Clicks, changes and submits: which element, which words, and what must stay on the page. */
@NullMarked
package dev.hedgerow.snippet.autocapture;

import org.jspecify.annotations.NullMarked;
