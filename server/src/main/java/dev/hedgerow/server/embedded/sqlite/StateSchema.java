package dev.hedgerow.server.embedded.sqlite;

/** The tables of {@code state.db}. Uuids are 16 bytes, times microseconds since 1970. */
final class StateSchema {
  private static final String[] FIRST = {
    "CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1), log_id BLOB,"
        + " entry INTEGER NOT NULL, time INTEGER NOT NULL, outbox INTEGER NOT NULL,"
        + " held INTEGER NOT NULL, set_aside INTEGER NOT NULL)",
    "INSERT INTO state (one, log_id, entry, time, outbox, held, set_aside)"
        + " VALUES (1, NULL, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING",
    "CREATE TABLE IF NOT EXISTS persons (project_id INTEGER NOT NULL, person_id BLOB NOT NULL,"
        + " created_at INTEGER NOT NULL, identified INTEGER NOT NULL, version INTEGER NOT NULL,"
        + " properties TEXT NOT NULL, PRIMARY KEY (project_id, person_id)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS assignments (project_id INTEGER NOT NULL,"
        + " distinct_id TEXT NOT NULL, person_id BLOB NOT NULL, version INTEGER NOT NULL,"
        + " PRIMARY KEY (project_id, distinct_id)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS assignments_by_person ON assignments (project_id, person_id)",
    "CREATE TABLE IF NOT EXISTS groups_of_people (project_id INTEGER NOT NULL,"
        + " type_index INTEGER NOT NULL, group_key TEXT NOT NULL, type TEXT NOT NULL,"
        + " created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, version INTEGER NOT NULL,"
        + " properties TEXT NOT NULL,"
        + " PRIMARY KEY (project_id, type_index, group_key)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS group_types (project_id INTEGER NOT NULL, type TEXT NOT NULL,"
        + " type_index INTEGER NOT NULL, PRIMARY KEY (project_id, type)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS held (position INTEGER PRIMARY KEY, project_id INTEGER NOT NULL,"
        + " distinct_id TEXT NOT NULL, held_at INTEGER NOT NULL, due_at INTEGER NOT NULL,"
        + " crc INTEGER NOT NULL, event BLOB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS held_by_id ON held (project_id, distinct_id, position)",
    "CREATE INDEX IF NOT EXISTS held_by_due ON held (due_at, position)",
    "CREATE TABLE IF NOT EXISTS seen (project_id INTEGER NOT NULL, uuid BLOB NOT NULL,"
        + " content INTEGER NOT NULL, time INTEGER NOT NULL,"
        + " PRIMARY KEY (project_id, uuid)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS seen_by_time ON seen (time)",
    "CREATE TABLE IF NOT EXISTS set_aside (position INTEGER PRIMARY KEY, reason TEXT NOT NULL,"
        + " payload BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS outbox (number INTEGER PRIMARY KEY, crc INTEGER NOT NULL,"
        + " block BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS outbox_set_aside (number INTEGER PRIMARY KEY,"
        + " crc INTEGER NOT NULL, block BLOB NOT NULL)"
  };

  static final Migrations MIGRATIONS = new Migrations(
      FIRST,
      new String[] {"CREATE INDEX persons_by_age ON persons (project_id, created_at, person_id)"},
      SqliteErasures.TABLES,
      new String[] {
        "ALTER TABLE persons ADD COLUMN crc INTEGER",
        "ALTER TABLE assignments ADD COLUMN crc INTEGER",
        "ALTER TABLE groups_of_people ADD COLUMN crc INTEGER",
        "ALTER TABLE state ADD COLUMN crc INTEGER",
        "CREATE TABLE state_again (one INTEGER PRIMARY KEY CHECK (one = 1), log_id BLOB,"
            + " entry INTEGER NOT NULL, time INTEGER NOT NULL, outbox INTEGER NOT NULL,"
            + " crc INTEGER NOT NULL)",
        StateDamage.TABLE
      },
      new String[] {SqliteErasures.BY_WHOLE_PROJECT});

  private StateSchema() {}
}
