package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.embedded.duck.ColumnUse.Wish;
import dev.hedgerow.server.embedded.folder.GoneProjects;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.duckdb.DuckDBConnection;

/**
 * Keeps in the file how often questions asked for properties, so that a start does not forget it: written now and then where it
 * changed, and at the end. A stop without an end costs what was asked since the last time. For one thread.
 */
final class ColumnWishes {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final DuckWriting writing;
  private final ColumnUse use;
  private final GoneProjects gone;
  private final LongSupplier nanos;
  private long kept;
  private long keptAt;

  /** Makes it, and has what was kept before be known. */
  ColumnWishes(DuckWriting writing, ColumnUse use, DuckFile file, LongSupplier nanos)
      throws SQLException, IOException {
    this.writing = writing;
    this.use = use;
    this.gone = file.gone();
    this.nanos = nanos;
    this.keptAt = nanos.getAsLong();
    use.remember(file.read(ColumnWishes::read));
  }

  private static List<Wish> read(Connection connection) throws SQLException {
    List<Wish> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(
            "SELECT of_person, name, project_id, asked FROM kept.wish_rows ORDER BY place")) {
      while (rows.next()) {
        found.add(new Wish(
            new Property(rows.getBoolean(1), rows.getString(2)), rows.getInt(3), rows.getInt(4)));
      }
    }
    return found;
  }

  /** Writes them if they changed some time ago. */
  void keepNowAndThen() throws IOException {
    if (nanos.getAsLong() - keptAt >= EVERY.toNanos()) {
      keep();
    }
  }

  /** Writes them if they changed. */
  void keep() throws IOException {
    keptAt = nanos.getAsLong();
    long heard = use.heard();
    if (heard != kept) {
      writing.write("what questions asked for", connection -> write(connection, use.wishes()));
      kept = heard;
    }
  }

  private void write(DuckDBConnection connection, List<Wish> wishes) throws SQLException {
    DuckWriting.transaction(connection, statement -> {
      statement.execute("DELETE FROM kept.wish_rows");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO kept.wish_rows VALUES (?, ?, ?, ?, ?)")) {
        int place = 0;
        for (Wish wish : wishes) {
          if (!gone.has(wish.projectId())) {
            insert.setInt(1, wish.projectId());
            insert.setBoolean(2, wish.property().ofPerson());
            insert.setString(3, wish.property().name());
            insert.setInt(4, wish.asked());
            insert.setInt(5, place++);
            insert.executeUpdate();
          }
        }
      }
    });
  }
}
