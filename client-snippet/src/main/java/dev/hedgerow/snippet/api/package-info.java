/** The public object: every method a page may call. */
@NullMarked
package dev.hedgerow.snippet.api;

import org.jspecify.annotations.NullMarked;
