/** Exceptions of the page: part {@code errors}. */
@NullMarked
package dev.hedgerow.snippet.lazy.errors;

import org.jspecify.annotations.NullMarked;
