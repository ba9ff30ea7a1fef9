/** The compiled script, tried in a browser. */
@NullMarked
package dev.hedgerow.snippet;

import org.jspecify.annotations.NullMarked;
