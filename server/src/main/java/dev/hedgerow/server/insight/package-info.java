/**
 * The questions about many events at once: trends, funnels, retention, paths and their like
 * (contract S 6.2). Each kind is a class; what they share is in {@link
 * dev.hedgerow.server.insight.Ask}. They ask the store by {@link
 * dev.hedgerow.server.query.SqlReads} alone.
 */
@NullMarked
package dev.hedgerow.server.insight;

import org.jspecify.annotations.NullMarked;
