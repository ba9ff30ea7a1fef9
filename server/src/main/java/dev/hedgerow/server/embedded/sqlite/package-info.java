/** The log, the state and the catalog in SQLite. */
@NullMarked
package dev.hedgerow.server.embedded.sqlite;

import org.jspecify.annotations.NullMarked;
