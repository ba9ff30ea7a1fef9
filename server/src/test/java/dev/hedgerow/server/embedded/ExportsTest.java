package dev.hedgerow.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.embedded.duck.DuckExport;
import dev.hedgerow.server.embedded.duck.ParquetParts;
import dev.hedgerow.server.embedded.sqlite.SqliteState;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.query.Export;
import dev.hedgerow.server.query.ParquetReads;
import dev.hedgerow.server.store.ExportReadsContract;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportsTest extends ExportReadsContract {
  @TempDir
  Path folder;

  @Override
  protected Backend open() throws Exception {
    DuckEvents events = DuckEvents.open(folder, 256, Limits.STANDARD);
    SqliteState state = SqliteState.open(folder);
    return new Backend(
        events, state, new Exports(new DuckExport(events.file(), () -> settled), state));
  }

  @Test
  void aParquetFileHasTheRowsAndTheNextFileGoesOn() throws Exception {
    Path data = Files.createDirectories(folder.resolve("parquet"));
    Files.createDirectories(data.resolve("export-temp"));
    Files.writeString(data.resolve("export-temp/left.parquet"), "left behind");
    try (DuckEvents events = DuckEvents.open(data, 256, Limits.STANDARD);
        SqliteState state = SqliteState.open(data)) {
      for (long block = 1; block <= 40; block++) {
        Rows some = new Rows(
            List.of(Samples.row(block, PersonMode.FULL)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
        events.write(List.of(new OutboxBlock(block, some)));
      }
      Exports exports = new Exports(new DuckExport(events.file(), () -> true), state);
      ParquetParts parquet = new ParquetParts(exports, data);
      Export export = new Export(Export.Kind.EVENTS, 1, null, null, null, 30);

      ParquetReads.Part first = parquet.parquet(export);
      ParquetReads.Part second = parquet.parquet(export.after(first.next()));

      assertThat(second.next()).isNull();
      try (DuckDBConnection engine =
              new DuckDBDriver().connect("jdbc:duckdb:", null).unwrap(DuckDBConnection.class);
          Statement statement = engine.createStatement();
          ResultSet read = statement.executeQuery(
              "SELECT count(*), count(DISTINCT uuid), min(timestamp)::VARCHAR, any_value(properties),"
                  + " any_value(groups) FROM read_parquet(['" + first.file() + "', '"
                  + second.file() + "'])")) {
        read.next();
        assertThat(read.getLong(1)).isEqualTo(40);
        assertThat(read.getLong(2)).isEqualTo(40);
        assertThat(read.getString(3)).isEqualTo("9999-12-31 23:59:59.999999");
        assertThat(read.getString(4)).startsWith("{\"$text\"");
        assertThat(read.getString(5)).isEqualTo("{\"0\":\"acme\",\"4\":\"ä\"}");
      }
      Files.delete(first.file());
      Files.delete(second.file());
      assertThat(data.resolve("export-temp")).isEmptyDirectory();
    }
  }
}
