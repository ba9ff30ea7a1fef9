package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Exports as files of Apache Parquet. Safe from any thread. */
public interface ParquetReads {
  /** A file that is the caller's to delete, and where the next one begins, or null at the end. */
  record Part(Path file, @Nullable String next) {}

  /** Makes a file with the export's rows, at most as many as it asks for. */
  Part parquet(Export export) throws RejectedException, IOException;
}
