package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.SqlReads.Row;
import dev.hedgerow.server.query.SqlReads.RowTaker;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/** Rows as the engine hands them out, some two thousand at a time, without an object for each. */
final class DuckRows implements Row {
  /** The engine's number of the type of a NULL that nothing gives a type; it hands out no rows with such a column. */
  private static final int UNTYPED = 36;

  private final DuckDBReadableVector[] columns;
  private long row;

  private DuckRows(int columns) {
    this.columns = new DuckDBReadableVector[columns];
  }

  /** Gives out every row of a statement whose columns all have a type. An interrupt ends it, as does its own cancelling. */
  static void each(DuckDBPreparedStatement statement, RowTaker taker)
      throws SQLException, RejectedException, InterruptedIOException {
    try (DuckDBChunkedResult result = statement.query()) {
      for (int i = 0; i < result.columnCount(); i++) {
        if (result.columnTypeId(i) == UNTYPED) {
          throw new RejectedException(
              "sql_invalid", "expected a type for every column, as in CAST(NULL AS VARCHAR)");
        }
      }
      DuckRows rows = new DuckRows((int) result.columnCount());
      while (result.nextChunk()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("nobody waits for this answer any more");
        }
        rows.give(result.chunk(), taker);
      }
    }
  }

  private void give(DuckDBDataChunkReader chunk, RowTaker taker) throws RejectedException {
    for (int i = 0; i < columns.length; i++) {
      columns[i] = chunk.vector(i);
    }
    long count = chunk.rowCount();
    for (row = 0; row < count; row++) {
      taker.take(this);
    }
  }

  @Override
  public boolean isNull(int column) {
    return columns[column].isNull(row);
  }

  @Override
  public long number(int column) {
    DuckDBReadableVector values = columns[column];
    if (values.isNull(row)) {
      return 0;
    }
    return switch (values.getType()) {
      case BIGINT -> values.getLong(row);
      case INTEGER -> values.getInt(row);
      case SMALLINT -> values.getShort(row);
      case TINYINT -> values.getByte(row);
      case BOOLEAN -> values.getBoolean(row) ? 1 : 0;
      case HUGEINT -> values.getHugeInt(row).longValueExact();
      case UBIGINT -> values.getUint64(row).longValueExact();
      default ->
        throw new IllegalStateException(
            "expected a whole number but found a column of type " + values.getType());
    };
  }

  @Override
  public double decimal(int column) {
    DuckDBReadableVector values = columns[column];
    if (values.isNull(row)) {
      return 0;
    }
    return switch (values.getType()) {
      case DOUBLE -> values.getDouble(row);
      case FLOAT -> values.getFloat(row);
      case DECIMAL -> values.getBigDecimal(row).doubleValue();
      case HUGEINT -> values.getHugeInt(row).doubleValue();
      default -> number(column);
    };
  }

  @Override
  public @Nullable String text(int column) {
    DuckDBReadableVector values = columns[column];
    return values.isNull(row) ? null : values.getString(row);
  }
}
