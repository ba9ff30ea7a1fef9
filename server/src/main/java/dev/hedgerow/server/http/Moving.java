package dev.hedgerow.server.http;

import dev.hedgerow.server.query.DiskReads;
import dev.hedgerow.server.query.ExportReads;
import dev.hedgerow.server.query.ParquetReads;

/**
 * What gets a project's data out and in, and tells how much it is.
 *
 * @param budgetBytes what all data together may take, 0 for any
 */
public record Moving(
    ExportReads exports, ParquetReads parquet, Imports imports, DiskReads disk, long budgetBytes) {}
