/** Events in DuckDB: what writes them, what keeps their file, and the questions asked of them in SQL. */
@NullMarked
package dev.hedgerow.server.embedded.duck;

import org.jspecify.annotations.NullMarked;
