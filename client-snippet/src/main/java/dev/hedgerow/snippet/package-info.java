/** Where the script starts: finds the page's stub, replays it and exposes {@code posthog}. */
@NullMarked
package dev.hedgerow.snippet;

import org.jspecify.annotations.NullMarked;
