/** The envelope of an event: what every event carries, and what may stop it. */
@NullMarked
package dev.hedgerow.snippet.event;

import org.jspecify.annotations.NullMarked;
