/** The way out: queue, batch, compress, retry, and the beacon on leaving. */
@NullMarked
package dev.hedgerow.snippet.send;

import org.jspecify.annotations.NullMarked;
