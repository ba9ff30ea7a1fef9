/** The browser as the other rooms see it: the only home of JavaScript interop. */
@NullMarked
package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.NullMarked;
