/** What every backend promises for state and events, and the in-memory twins. */
@NullMarked
package dev.hedgerow.server.store;

import org.jspecify.annotations.NullMarked;
