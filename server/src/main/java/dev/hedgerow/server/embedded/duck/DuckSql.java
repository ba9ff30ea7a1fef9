package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.embedded.duck.SqlProperties.Columns;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Headway;
import dev.hedgerow.server.query.SqlReads;
import dev.hedgerow.server.query.Table;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.ProfilerPrintFormat;
import org.duckdb.QueryProgress;
import org.jspecify.annotations.Nullable;

/**
 * Answers a question's SELECT. Its text is rewritten, parsed by the engine, walked by {@link
 * SqlGuard}, and run in a read-only transaction in which the four tables are views of one project.
 */
final class DuckSql implements SqlReads {
  private static final int AT_ONCE = 2;

  private static final long LOOK_AGAIN_MILLIS = 10;

  /** Characters of text in one answer, so that answers fit into a small heap. */
  private static final long CHARS_MAX = 16L << 20;

  /** Characters of a statement as the engine tells it parsed; some 150 for each of its words. */
  private static final int PARSED_CHARS_MAX = 4 << 20;

  private static final String PARSE = "SELECT CASE WHEN strlen(said) <= " + PARSED_CHARS_MAX
      + " THEN said END FROM (SELECT CAST(json_serialize_sql(?) AS VARCHAR) AS said)";

  private static final Only ALL = connection -> "true";

  private final DuckFile file;
  private final Limits limits;
  private final DuckColumns columns;
  private final QuestionPace pace;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Stopwatch stopwatch = new Stopwatch();
  private final Map<Thread, DuckDBPreparedStatement> running = new ConcurrentHashMap<>();

  DuckSql(DuckFile file, Limits limits, DuckColumns columns, QuestionPace pace) {
    this.file = file;
    this.limits = limits;
    this.columns = columns;
    this.pace = pace;
  }

  @Override
  public Table select(int projectId, String sql, int limit) throws RejectedException, IOException {
    return select(projectId, sql, limit, ALL);
  }

  @Override
  public Table select(int projectId, String sql, int limit, UUID person)
      throws RejectedException, IOException {
    return select(
        projectId, sql, limit, connection -> PersonRows.condition(connection, projectId, person));
  }

  private Table select(int projectId, String sql, int limit, Only only)
      throws RejectedException, IOException {
    int rows = Math.min(Math.max(1, limit), limits.queryRowsMax());
    return ask(projectId, sql, only, " LIMIT " + (rows + 1), (statement, rewritten) -> {
      try (ResultSet found = statement.executeQuery()) {
        return table(found, rewritten, rows);
      }
    });
  }

  @Override
  public Table measured(int projectId, String sql, int limit)
      throws RejectedException, IOException {
    int rows = Math.min(Math.max(1, limit), limits.queryRowsMax());
    return ask(projectId, sql, ALL, " LIMIT " + (rows + 1), (statement, rewritten) -> {
      DuckDBConnection connection = statement.getConnection().unwrap(DuckDBConnection.class);
      try (Statement begin = connection.createStatement()) {
        begin.execute("SET enable_profiling = 'no_output'");
      }
      Table table;
      try (ResultSet found = statement.executeQuery()) {
        table = table(found, rewritten, rows);
      }
      return table.withRowsRead(rowsRead(connection));
    });
  }

  /** Returns how many rows of its tables the engine looked at for the statement before. */
  private static @Nullable Long rowsRead(DuckDBConnection connection)
      throws SQLException, IOException {
    Object sums = Json.object(connection.getProfilingInformation(ProfilerPrintFormat.JSON))
        .get("query");
    return sums instanceof Map<?, ?> map && map.get("total_rows_scanned") instanceof Number rows
        ? rows.longValue()
        : null;
  }

  @Override
  public void each(int projectId, String sql, RowTaker taker)
      throws RejectedException, IOException {
    ask(projectId, sql, ALL, "", (statement, rewritten) -> {
      DuckRows.each(statement, taker);
      return true;
    });
  }

  /** Which events need to be looked at, as a condition over the rows {@code e} of their view. */
  private interface Only {
    String of(Connection connection) throws SQLException;
  }

  /** Reads what a statement answers. */
  private interface Reading<T> {
    T read(DuckDBPreparedStatement statement, SqlProperties rewritten)
        throws SQLException, RejectedException, IOException;
  }

  private <T> T ask(int projectId, String sql, Only only, String limit, Reading<T> reading)
      throws RejectedException, IOException {
    if (!turn()) {
      throw new RejectedException(
          429, "query_busy", "expected fewer questions at one time; ask again shortly", null);
    }
    SqlSpots spots = new SqlSpots(sql);
    try (DuckDBConnection connection = file.connect()) {
      begin(connection);
      SqlProperties rewritten = new SqlProperties(sql, Columns.NONE, Map.of());
      SqlGuard guard = spots.checked(parse(connection, rewritten.text()), rewritten);
      if (guard.columns() != Columns.NONE) {
        String before = rewritten.text();
        rewritten = new SqlProperties(sql, guard.columns(), columns.readable());
        if (!rewritten.text().equals(before)) {
          spots.checked(parse(connection, rewritten.text()), rewritten);
        }
      }
      String whole = ProjectViews.around(
          file.gone().visible(projectId),
          guard.tables(),
          rewritten.columns(),
          columns.readable(),
          only.of(connection),
          rewritten.text());
      long begun = System.nanoTime();
      try {
        return run(connection, whole + limit, rewritten, reading);
      } finally {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        pace.took(took);
        columns.use().asked(projectId, rewritten.fromJson(), rewritten.fromColumns(), took);
      }
    } catch (SQLException e) {
      file.heard(e);
      throw spots.named(new SqlTrouble(file.folder()).of(e));
    } finally {
      turns.release();
    }
  }

  @Override
  public @Nullable Headway headway(Thread asker) {
    DuckDBPreparedStatement statement = running.get(asker);
    if (statement == null) {
      return null;
    }
    synchronized (statement) {
      if (running.get(asker) != statement) {
        return null;
      }
      try {
        QueryProgress progress = statement.getQueryProgress();
        return progress.getPercentage() < 0
            ? null
            : new Headway(
                Math.min(100, progress.getPercentage()),
                progress.getRowsProcessed(),
                progress.getTotalRowsToProcess());
      } catch (SQLException e) {
        return null; // not begun yet
      }
    }
  }

  /** Something done to the store. */
  interface Work {
    Object run() throws SQLException, IOException;
  }

  /** Does something while no question runs; those that come meanwhile wait. */
  void whileQuiet(Work work) throws SQLException, IOException {
    try {
      turns.acquire(AT_ONCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("expected to wait for the running questions", e);
    }
    try {
      work.run();
    } finally {
      turns.release(AT_ONCE);
    }
  }

  /** Does something at once if no question runs, which none can begin then, and returns whether it did. */
  boolean whenQuiet(Work work) throws SQLException, IOException {
    if (!turns.tryAcquire(AT_ONCE)) {
      return false;
    }
    try {
      work.run();
      return true;
    } finally {
      turns.release(AT_ONCE);
    }
  }

  /** Stops its thread. */
  void close() {
    stopwatch.close();
  }

  private boolean turn() throws IOException {
    long end = System.nanoTime() + limits.queryFor().toNanos();
    try {
      while (pace.rests() && System.nanoTime() - end < 0) {
        Thread.sleep(LOOK_AGAIN_MILLIS);
      }
      return turns.tryAcquire(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("expected to wait for a turn", e);
    }
  }

  private static void begin(Connection connection) throws SQLException {
    try (Statement begin = connection.createStatement()) {
      begin.execute("SET enable_progress_bar_print = false");
      begin.execute("SET enable_progress_bar = true");
      begin.execute("BEGIN TRANSACTION READ ONLY");
    }
  }

  private Map<String, @Nullable Object> parse(Connection connection, String sql)
      throws SQLException, RejectedException {
    try (PreparedStatement statement = connection.prepareStatement(PARSE)) {
      statement.setString(1, sql);
      try (ResultSet parsed = statement.executeQuery()) {
        parsed.next();
        String said = parsed.getString(1);
        if (said == null) {
          throw new RejectedException("sql_invalid", "expected a shorter SELECT");
        }
        return Json.object(said);
      }
    } catch (IOException e) {
      throw new RejectedException("sql_invalid", "expected a SELECT with less nesting");
    }
  }

  private <T> T run(
      DuckDBConnection connection, String whole, SqlProperties rewritten, Reading<T> reading)
      throws SQLException, RejectedException, IOException {
    try (DuckDBPreparedStatement statement = connection.prepare(whole);
        Stopwatch.Run run = stopwatch.start(statement, limits.queryFor())) {
      try {
        running.put(Thread.currentThread(), statement);
        return reading.read(statement, rewritten);
      } catch (SQLException e) {
        if (run.over()) {
          throw SqlTrouble.timeout(limits.queryFor());
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("nobody waits for this answer any more");
        }
        throw e;
      } catch (DateTimeException e) {
        throw new RejectedException("sql_failed", "expected timestamps of years 0 to 9999");
      } finally {
        synchronized (statement) { // so that nobody looks at it while it is closed
          running.remove(Thread.currentThread());
        }
      }
    }
  }

  private static Table table(ResultSet found, SqlProperties rewritten, int rows)
      throws SQLException, RejectedException, IOException {
    List<String> columns = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
      columns.add(rewritten.column(found.getMetaData().getColumnName(i)));
      types.add(found.getMetaData().getColumnTypeName(i));
    }
    List<List<@Nullable Object>> all = new ArrayList<>();
    long chars = 0;
    while (found.next()) {
      if (all.size() == rows) {
        return new Table(columns, types, all, true, rewritten.text());
      }
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 1; i <= types.size(); i++) {
        Object value = DuckValues.of(found, i, types.get(i - 1));
        chars += value instanceof String text ? text.length() : 16;
        row.add(value);
      }
      if (chars > CHARS_MAX) {
        throw new RejectedException(
            "query_too_large", "expected a smaller answer; select fewer columns or rows");
      }
      all.add(row);
    }
    return new Table(columns, types, all, false, rewritten.text());
  }
}
