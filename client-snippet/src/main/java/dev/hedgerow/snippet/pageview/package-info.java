/** Page views, page leaves, history changes and how far a page was scrolled. */
@NullMarked
package dev.hedgerow.snippet.pageview;

import org.jspecify.annotations.NullMarked;
