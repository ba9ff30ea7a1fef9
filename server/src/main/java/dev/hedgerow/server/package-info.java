/** Builds the server by hand from its rooms, starts it, and closes it in reverse order. */
@NullMarked
package dev.hedgerow.server;

import org.jspecify.annotations.NullMarked;
