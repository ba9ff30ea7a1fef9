package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.JsonText;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Export;
import dev.hedgerow.server.query.ExportPage;
import dev.hedgerow.server.query.ExportReads;
import dev.hedgerow.server.query.ParquetReads;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * Writes Parquet with an engine of its own beside the event store's, so that neither its memory nor its checkpoints are
 * touched: pages go into a table on disk, and that into one file. Everything lies in {@code export-temp} of the data folder.
 */
public final class ParquetParts implements ParquetReads {
  private static final String MEMORY = "96MB";
  private static final int PAGE_ROWS = 5_000;

  private final ExportReads exports;
  private final Path folder;

  /** Makes one that works in that data folder, after what an earlier process left there is gone. */
  public ParquetParts(ExportReads exports, Path dataFolder) throws IOException {
    this.exports = exports;
    this.folder = dataFolder.toAbsolutePath().resolve("export-temp");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> left = Files.list(folder)) {
        for (Path file : left.toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public Part parquet(Export export) throws RejectedException, IOException {
    Files.createDirectories(folder);
    String name = UUID.randomUUID().toString();
    Path table = folder.resolve(name + ".duckdb");
    Path file = folder.resolve(name + ".parquet");
    boolean done = false;
    try (DuckDBConnection engine = engine(table);
        Statement statement = engine.createStatement()) {
      statement.execute("CREATE TABLE rows (" + columns(export.kind()) + ")");
      String next = fill(engine, export);
      statement.execute("COPY rows TO '" + file.toString().replace("'", "''")
          + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)");
      done = true;
      return new Part(file, next);
    } catch (SQLException e) {
      throw new IOException("expected to write a Parquet file", e);
    } finally {
      Files.deleteIfExists(table);
      Files.deleteIfExists(folder.resolve(name + ".duckdb.wal"));
      if (!done) {
        Files.deleteIfExists(file);
      }
    }
  }

  private DuckDBConnection engine(Path table) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("memory_limit", MEMORY);
    settings.setProperty("threads", "1"); // keeps the order with little memory
    settings.setProperty("temp_directory", folder.resolve("spilled").toString());
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    return new DuckDBDriver()
        .connect("jdbc:duckdb:" + table, settings)
        .unwrap(DuckDBConnection.class);
  }

  private @Nullable String fill(DuckDBConnection engine, Export export)
      throws SQLException, RejectedException, IOException {
    String place = export.after();
    int left = export.rowsMax();
    do {
      ExportPage page = exports.page(export.after(place).rows(Math.min(left, PAGE_ROWS)));
      try (DuckDBAppender to = engine.createAppender("main", "rows")) {
        for (List<@Nullable Object> row : page.rows()) {
          to.beginRow();
          for (Object cell : row) {
            append(to, cell);
          }
          to.endRow();
        }
      }
      place = page.next();
      left -= page.rows().size();
    } while (place != null && left > 0);
    return place;
  }

  private static String columns(Export.Kind kind) {
    return kind.columns().stream()
        .map(name -> '"' + name + "\" " + type(name))
        .collect(Collectors.joining(", "));
  }

  private static String type(String column) {
    return switch (column) {
      case "uuid", "id", "person_id" -> "UUID";
      case "timestamp", "created_at", "updated_at", "person_created_at" -> "TIMESTAMP";
      case "is_identified" -> "BOOLEAN";
      case "version" -> "BIGINT";
      case "index" -> "INTEGER";
      default -> "VARCHAR";
    };
  }

  private static void append(DuckDBAppender to, @Nullable Object cell) throws SQLException {
    if (cell == null) {
      to.appendNull();
    } else if (cell instanceof UUID uuid) {
      to.append(uuid);
    } else if (cell instanceof Instant at) {
      to.appendEpochMicros(Micros.of(at));
    } else if (cell instanceof Boolean flag) {
      to.append(flag.booleanValue());
    } else if (cell instanceof Integer number) {
      to.append(number.intValue());
    } else if (cell instanceof Long number) {
      to.append(number.longValue());
    } else {
      to.append(cell instanceof JsonText json ? json.text() : text(cell));
    }
  }

  private static String text(Object cell) {
    return cell instanceof String text ? text : Json.text(cell);
  }
}
