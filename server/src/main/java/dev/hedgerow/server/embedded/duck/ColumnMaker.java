package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.embedded.duck.DuckColumns.Column;
import dev.hedgerow.server.event.ColumnRules;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes columns for the properties that questions often ask for. A new column is written for new rows at once and filled for
 * the old ones some at a time, between the blocks of the outbox, in the order of {@code created_at}; how far that is stands
 * in the file, in the same transaction. Questions read a column only when it is filled, and then it says exactly what the
 * JSON says. For one thread.
 */
final class ColumnMaker {
  private static final Logger LOG = LoggerFactory.getLogger(ColumnMaker.class);

  /** Chunks after which a checkpoint takes what was filled out of the engine's memory. */
  private static final int CHECKPOINT_CHUNKS = 10;

  private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

  /** Which rows are to be filled still, in microseconds. */
  private record Left(long after, long last) {}

  private final DuckWriting writing;
  private final DuckColumns columns;
  private final ColumnWishes wishes;
  private final ColumnRules rules;
  private final LongSupplier nanos;
  private int chunks;
  private long notBefore;

  /**
   * Makes one.
   *
   * @param nanos the monotonic clock, in nanoseconds
   */
  ColumnMaker(
      DuckWriting writing,
      DuckColumns columns,
      ColumnWishes wishes,
      ColumnRules rules,
      LongSupplier nanos) {
    this.writing = writing;
    this.wishes = wishes;
    this.columns = columns;
    this.rules = rules;
    this.nanos = nanos;
    this.notBefore = nanos.getAsLong();
  }

  /**
   * Fills some rows of a column, or else makes one that is wanted. What fails is tried again later, as nothing depends on
   * it.
   *
   * @return how much was done, so that a caller may rest on zero
   */
  int runOnce() {
    if (nanos.getAsLong() - notBefore < 0) {
      return 0;
    }
    try {
      wishes.keepNowAndThen();
      return getOn();
    } catch (IOException e) {
      notBefore = nanos.getAsLong() + AGAIN_AFTER.toNanos();
      LOG.warn("columns of properties wait, tried again in {}: {}", AGAIN_AFTER, e.toString());
      return 0;
    }
  }

  private int getOn() throws IOException {
    for (Column column : columns.all()) {
      if (!column.filled()) {
        writing.write("a property's column", connection -> fill(connection, column));
        if (++chunks % CHECKPOINT_CHUNKS == 0
            || columns.readable().containsKey(column.property())) {
          writing.tryCheckpoint();
        }
        return 1;
      }
    }
    ColumnUse.Wish wish = columns.use().wanted();
    if (wish == null) {
      return 0;
    }
    Property goes = null;
    if (columns.all().size() >= rules.most()) {
      goes =
          columns.use().leastRead(columns.all().stream().map(Column::property).toList());
      if (goes == null) {
        return 0;
      }
    }
    Property victim = goes;
    writing.write("a property's new column", connection -> begin(connection, wish, victim));
    return columns.all().stream().allMatch(Column::filled) ? 0 : 1;
  }

  private void begin(DuckDBConnection connection, ColumnUse.Wish wish, @Nullable Property victim)
      throws SQLException, IOException {
    Property property = wish.property();
    if (columns.readable().containsKey(property)) {
      columns.use().fulfilled(property);
    } else if (!isWorthIt(connection, wish)) {
      columns.use().decline(property);
    } else if (victim == null || writing.whenQuiet(() -> drop(connection, victim))) {
      add(connection, property);
      columns.use().fulfilled(property);
    }
  }

  private boolean isWorthIt(Connection connection, ColumnUse.Wish wish) throws SQLException {
    String sql = "SELECT count(*), count(v), coalesce(avg(strlen(v)), 0) FROM (SELECT "
        + wish.property().read() + " AS v FROM kept.event_rows WHERE project_id = "
        + wish.projectId() + " ORDER BY created_at DESC LIMIT " + rules.sampleRows()
        + ") AS newest";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      long with = row.getLong(2);
      return with > 0
          && with >= row.getLong(1) / rules.oneOf()
          && row.getDouble(3) <= rules.charsMax();
    }
  }

  private void add(Connection connection, Property property) throws SQLException {
    int number = columns.all().stream().mapToInt(Column::number).max().orElse(0) + 1;
    transaction(connection, statement -> {
      statement.execute("ALTER TABLE kept.event_rows ADD COLUMN p_" + number + " VARCHAR");
      statement.execute("INSERT INTO kept.column_rows SELECT " + number + ", "
          + property.ofPerson() + ", '" + property.name().replace("'", "''")
          + "', epoch_us(min(created_at)) - 1, epoch_us(max(created_at)), count(*) = 0"
          + " FROM kept.event_rows");
      DuckSchema.requireVersion(statement, DuckSchema.WITH_COLUMNS);
    });
    LOG.info("the property \"{}\" gets a column, as questions often ask for it", property.name());
  }

  private Object drop(Connection connection, Property victim) throws SQLException {
    for (Column column : columns.all()) {
      if (column.property().equals(victim)) {
        transaction(connection, statement -> {
          statement.execute("ALTER TABLE kept.event_rows DROP COLUMN " + column.name());
          statement.execute("DELETE FROM kept.column_rows WHERE number = " + column.number());
        });
        LOG.info("the column of the property \"{}\" goes for another", victim.name());
      }
    }
    return true;
  }

  private void fill(Connection connection, Column column) throws SQLException {
    transaction(connection, statement -> {
      Left left = left(statement, column);
      String those = " FROM kept.event_rows WHERE created_at > make_timestamp(" + left.after()
          + ") AND created_at <= make_timestamp(" + left.last() + ")";
      Long upTo = upTo(statement, those);
      String known = "UPDATE kept.column_rows SET ";
      String one = " WHERE number = " + column.number();
      if (upTo == null) {
        statement.execute(known + "filled = true" + one);
        LOG.info(
            "the column of the property \"{}\" is filled", column.property().name());
        return;
      }
      statement.execute("UPDATE kept.event_rows SET " + column.name() + " = "
          + column.property().read() + " WHERE created_at > make_timestamp(" + left.after()
          + ") AND created_at <= make_timestamp(" + upTo + ")");
      statement.execute(known + "filled_to = " + upTo + one);
    });
  }

  private static Left left(Statement statement, Column column) throws SQLException {
    try (ResultSet row = statement.executeQuery(
        "SELECT filled_to, last FROM kept.column_rows WHERE number = " + column.number())) {
      row.next();
      return new Left(row.getLong(1), row.getLong(2));
    }
  }

  private @Nullable Long upTo(Statement statement, String those) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT epoch_us(max(created_at)) FROM"
        + " (SELECT created_at" + those + " ORDER BY created_at LIMIT " + rules.rowsAtOnce()
        + ") AS next")) {
      row.next();
      return row.getObject(1) == null ? null : (Long) row.getLong(1);
    }
  }

  private void transaction(Connection connection, DuckWriting.Changed changed) throws SQLException {
    DuckWriting.transaction(connection, changed);
    columns.load(connection);
  }
}
