/** The default backend: SQLite for log, state and catalog, DuckDB for events. */
@NullMarked
package dev.hedgerow.server.embedded;

import org.jspecify.annotations.NullMarked;
