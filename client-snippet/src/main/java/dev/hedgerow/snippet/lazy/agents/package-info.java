/** Every browser, system and device there is a name for. A part of its own, as most visitors have one of a few. */
@NullMarked
package dev.hedgerow.snippet.lazy.agents;

import org.jspecify.annotations.NullMarked;
