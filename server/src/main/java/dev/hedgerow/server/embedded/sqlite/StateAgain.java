package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.Position;
import dev.hedgerow.server.store.Rows;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Puts all that the state says of persons, distinct ids and groups into its outbox, some at a time. */
final class StateAgain {
  private static final int AT_ONCE = 1_000;

  private interface Reading<T> {
    T of(ResultSet row) throws SQLException, IOException;
  }

  private interface Telling<T> {
    Rows of(List<T> some);
  }

  private final Database database;

  StateAgain(Database database) {
    this.database = database;
  }

  void run() throws IOException {
    each(
        "SELECT project_id, person_id, created_at, identified, version, properties FROM persons"
            + " ORDER BY project_id, person_id LIMIT ? OFFSET ?",
        StateReads::person,
        (List<Person> some) -> Rows.ofState(some, List.of(), List.of()));
    each(
        "SELECT project_id, distinct_id, person_id, version FROM assignments"
            + " ORDER BY project_id, distinct_id LIMIT ? OFFSET ?",
        StateReads::assignment,
        (List<Assignment> some) -> Rows.ofState(List.of(), some, List.of()));
    each(
        "SELECT project_id, type_index, group_key, type, created_at, updated_at, version, properties"
            + " FROM groups_of_people ORDER BY project_id, type_index, group_key LIMIT ? OFFSET ?",
        StateReads::group,
        (List<Group> some) -> Rows.ofState(List.of(), List.of(), some));
  }

  private <T> void each(String sql, Reading<T> reading, Telling<T> telling) throws IOException {
    for (int from = 0; ; from += AT_ONCE) {
      int offset = from;
      int told = database.write("tell again all of", session -> {
        PreparedStatement select = session.statement(sql);
        select.setInt(1, AT_ONCE);
        select.setInt(2, offset);
        List<T> some = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            some.add(reading.of(rows));
          }
        }
        if (!some.isEmpty()) {
          long number = session.number("SELECT outbox + 1 FROM state", 1);
          StateWrites.outbox(session, number, RowsCodec.encode(telling.of(some)));
          Position before = StateReads.position(session);
          StateWrites.position(
              session,
              new Position(before.logId(), before.entry(), before.time(), before.outbox() + 1));
        }
        return some.size();
      });
      if (told < AT_ONCE) {
        return;
      }
    }
  }
}
