/**
 * The questions about many events at once (contract S 6.2), by their kind. Each kind has a package:
 * {@code trend}, {@code funnel}, {@code path}, {@code retention}; what they share is in {@code ask}.
 * They ask the store by {@link dev.hedgerow.server.query.SqlReads} alone.
 */
@NullMarked
package dev.hedgerow.server.insight;

import org.jspecify.annotations.NullMarked;
