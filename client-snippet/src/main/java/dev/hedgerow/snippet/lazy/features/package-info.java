/** Decides which features the page's options and the server switch on, and fetches the part of each. A part of its own. */
@NullMarked
package dev.hedgerow.snippet.lazy.features;

import org.jspecify.annotations.NullMarked;
