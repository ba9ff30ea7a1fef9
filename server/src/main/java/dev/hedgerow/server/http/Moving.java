package dev.hedgerow.server.http;

import dev.hedgerow.server.query.ExportReads;
import dev.hedgerow.server.query.ParquetReads;

/** What gets a project's data out, and later in again. */
public record Moving(ExportReads exports, ParquetReads parquet, Imports imports) {}
