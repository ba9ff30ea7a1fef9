package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.GoneProjects;
import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.query.PersonReads;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.Erasure;
import dev.hedgerow.server.store.Erasures;
import dev.hedgerow.server.store.GroupType;
import dev.hedgerow.server.store.HeldEvent;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Position;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.Seen;
import dev.hedgerow.server.store.SetAside;
import dev.hedgerow.server.store.StateChange;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state in {@code state.db}. Each commit is one transaction and one sync. A held event or an
 * outbox block whose checksum does not match is named in the log, set aside, counted among those
 * set aside, and left out of answers; a block in its place is empty, so that the numbers go on.
 */
public final class SqliteState implements StateStore {
  private static final Logger LOGGER = LoggerFactory.getLogger(SqliteState.class);
  private static final int PAGE_BYTES = 8_192;
  private static final int CHECKPOINT_PAGES = 4_000;
  private static final int TRIM_AT_ONCE = 5_000;

  /** In memory, unpacked, they take about ten times that, and those of earlier versions fifty times. */
  private static final long BLOCK_BYTES_AT_ONCE = 512 << 10;

  private static final Rows NO_ROWS =
      new Rows(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  @SuppressWarnings("ArrayRecordComponent") // bytes pass through, nobody compares them
  private record Block(long number, byte @Nullable [] bytes) {}

  private final Database database;
  private final boolean lacks;
  private final RecentBlocks recent = new RecentBlocks();
  private final GoneProjects gone = new GoneProjects();

  private SqliteState(Database database, boolean lacks) {
    this.database = database;
    this.lacks = lacks;
  }

  /**
   * Opens the state in that folder, making it where there is none.
   *
   * @throws IOException if it cannot be read, or a newer program has written it
   */
  public static SqliteState open(Path folder) throws IOException {
    Sound.Opened opened = Sound.open(folder.resolve("state.db"), PAGE_BYTES, CHECKPOINT_PAGES);
    Database database = opened.database();
    try {
      StateSchema.MIGRATIONS.run(database);
      new StatePosition(database).mend();
      int damaged = new StateDamage(database).takeOut();
      SqliteState state = new SqliteState(database, opened.lacks() || damaged > 0);
      state.gone.are(state.erasures().projects());
      return state;
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Returns whether persons, distinct ids or groups may be missing, which were damaged when this was opened. */
  public boolean lacks() {
    return lacks;
  }

  /** Puts back those persons that are not there, and returns how many. */
  public int addMissingPersons(List<Person> some) throws IOException {
    return database.write("put back into", session -> StateMissing.persons(session, some));
  }

  /** Puts back those distinct ids that are not there, and returns how many. */
  public int addMissingAssignments(List<Assignment> some) throws IOException {
    return database.write("put back into", session -> StateMissing.assignments(session, some));
  }

  /** Puts back those groups that are not there, and returns how many. */
  public int addMissingGroups(List<Group> some) throws IOException {
    return database.write("put back into", session -> StateMissing.groups(session, some));
  }

  /** Puts back persons that distinct ids name and that are not there, without properties, and returns how many. */
  public int addMissingOwners() throws IOException {
    return database.write("put back into", StateMissing::owners);
  }

  /** Returns the projects of which nothing is to be read. */
  public GoneProjects gone() {
    return gone;
  }

  /** Returns the file, for reads of its own kind. */
  public Database database() {
    return database;
  }

  /** Copies the state as committed now into a new file; safe beside everything else. */
  public void copyTo(Path target) throws IOException {
    database.copyTo(target);
  }

  @Override
  public Position position() throws IOException {
    return database.read("read", StateReads::position);
  }

  @Override
  public Map<IdKey, Assignment> assignments(Collection<IdKey> keys) throws IOException {
    return database.read(
        "read", session -> StateReads.assignments(session, gone.without(keys, IdKey::projectId)));
  }

  @Override
  public List<Assignment> assignmentsOf(PersonKey person) throws IOException {
    return gone.has(person.projectId())
        ? List.of()
        : database.read("read", session -> StateReads.assignmentsOf(session, person));
  }

  @Override
  public Map<PersonKey, Person> persons(Collection<PersonKey> keys) throws IOException {
    return database.read(
        "read", session -> StateReads.persons(session, gone.without(keys, PersonKey::projectId)));
  }

  @Override
  public PersonReads people() {
    return new SqlitePersons(database, gone);
  }

  @Override
  public Set<IdKey> idsOf(int projectId, Set<UUID> ownIds) throws IOException {
    return database.read(
        "read", session -> StateReads.idsOf(session, gone.visible(projectId), ownIds));
  }

  @Override
  public Erasures erasures() {
    return new SqliteErasures(database);
  }

  @Override
  public Map<GroupKey, Group> groups(Collection<GroupKey> keys) throws IOException {
    return database.read(
        "read", session -> StateReads.groups(session, gone.without(keys, GroupKey::projectId)));
  }

  @Override
  public List<GroupType> groupTypes(int projectId) throws IOException {
    return database.read("read", session -> StateReads.groupTypes(session, projectId));
  }

  @Override
  public Set<Seen> seen(Collection<Seen> asked) throws IOException {
    return database.read("read", session -> StateReads.seen(session, asked));
  }

  @Override
  public List<HeldEvent> held(IdKey key, int max) throws IOException {
    return whole(database.read("read", session -> HeldReads.of(session, key, max)));
  }

  @Override
  public Set<IdKey> withHeld(Collection<IdKey> keys) throws IOException {
    return database.read("read", session -> StateReads.withHeld(session, keys));
  }

  @Override
  public List<HeldEvent> due(Instant at, int max) throws IOException {
    return whole(database.read("read", session -> HeldReads.due(session, at, max)));
  }

  @Override
  public long heldCount() throws IOException {
    return database.read("read", session -> session.number("SELECT held FROM state", 0));
  }

  @Override
  public @Nullable HeldEvent oldestHeld() throws IOException {
    List<HeldEvent> found = whole(database.read("read", HeldReads::oldest));
    return found.isEmpty() ? null : found.get(0);
  }

  @Override
  public long setAsideCount() throws IOException {
    return database.read("read", session -> session.number("SELECT set_aside FROM state", 0));
  }

  @Override
  public List<SetAside> setAside(long after, int max) throws IOException {
    return database.read("read", session -> StateReads.setAside(session, after, max));
  }

  @Override
  public Position commit(StateChange change) throws IOException {
    byte[] block = change.rows().isEmpty() ? null : RowsCodec.encode(change.rows());
    Position after = database.write("commit to", session -> {
      Position before = StateReads.position(session);
      before.requireContinuedBy(change);
      return StateWrites.write(session, change, before, block);
    });
    if (block != null) {
      recent.add(after.outbox(), change.rows(), block.length);
    }
    if (change.erasures().stream().anyMatch(Erasure::isOfProject)) {
      gone.are(erasures().projects());
    }
    return after;
  }

  @Override
  public List<OutboxBlock> outbox(long after, int max) throws IOException {
    List<OutboxBlock> found = recent.after(after, max);
    if (!found.isEmpty()) {
      return found;
    }
    for (Block block : database.read("read", session -> blocks(session, after, max))) {
      found.add(new OutboxBlock(block.number(), rows(block)));
    }
    return found;
  }

  @Override
  public long firstInOutbox() throws IOException {
    return database.read(
        "read",
        session -> session.number(
            "SELECT coalesce((SELECT min(number) FROM outbox), outbox + 1) FROM state", 1));
  }

  @Override
  public void tellAgain() throws IOException {
    while (clear(TRIM_AT_ONCE) > 0) {
      // nobody is to hear of those again
    }
    new StateAgain(database).run();
  }

  @Override
  public void trimOutbox(long upTo) throws IOException {
    recent.forget(upTo);
    database.write("trim the outbox of", session -> {
      PreparedStatement delete = session.statement("DELETE FROM outbox WHERE number <= ?");
      delete.setLong(1, upTo);
      return delete.executeUpdate();
    });
  }

  @Override
  public void trimSeen(Instant before) throws IOException {
    int gone;
    do {
      gone = database.write("forget seen uuids in", session -> {
        PreparedStatement delete = session.statement("DELETE FROM seen WHERE (project_id, uuid) IN"
            + " (SELECT project_id, uuid FROM seen WHERE time < ? LIMIT " + TRIM_AT_ONCE + ")");
        delete.setLong(1, Micros.of(before));
        return delete.executeUpdate();
      });
    } while (gone > 0);
  }

  @Override
  public int clear(int most) throws IOException {
    return database.write("clear", session -> StateClearing.some(session, most));
  }

  @Override
  public void rewrite() throws IOException {
    database.rewrite();
  }

  @Override
  public long checkpoint() throws IOException {
    long entry = position().entry();
    return database.checkpoint() ? entry : 0;
  }

  /** Returns the bytes of the write-ahead log, to tell when a checkpoint is worth it. */
  public long walBytes() throws IOException {
    return database.walBytes();
  }

  @Override
  public void close() throws IOException {
    database.close();
  }

  private List<HeldEvent> whole(HeldReads found) throws IOException {
    for (long position : found.damaged()) {
      LOGGER.error("held event {} of state.db is damaged and is set aside", position);
      setAside(
          "INSERT INTO set_aside (position, reason, payload) SELECT position,"
              + " 'damaged while held', event FROM held WHERE position = ? ON CONFLICT DO NOTHING",
          "DELETE FROM held WHERE position = ?",
          "UPDATE state SET held = held - 1, set_aside = set_aside + 1",
          position);
    }
    return found.events();
  }

  private Rows rows(Block block) throws IOException {
    if (block.bytes() != null) {
      try {
        return RowsCodec.decode(block.bytes());
      } catch (IOException e) {
        LOGGER.error("outbox block {} of state.db can't be decoded", block.number(), e);
      }
    }
    LOGGER.error(
        "outbox block {} of state.db is damaged and is set aside: its rows are missing from the"
            + " event store",
        block.number());
    setAside(
        "INSERT INTO outbox_set_aside (number, crc, block) SELECT number, crc, block FROM outbox"
            + " WHERE number = ? ON CONFLICT DO NOTHING",
        null,
        "UPDATE state SET set_aside = set_aside + 1",
        block.number());
    return NO_ROWS;
  }

  /** Copies a damaged row to where it is kept, and counts it unless that was done before. */
  private void setAside(String copy, @Nullable String delete, String count, long key)
      throws IOException {
    database.write("set a damaged row aside in", session -> {
      int copied = run(session, copy, key);
      if (delete != null) {
        run(session, delete, key);
      }
      return copied > 0 ? session.statement(count).executeUpdate() : 0;
    });
  }

  private static int run(Session session, String sql, long key) throws SQLException {
    PreparedStatement statement = session.statement(sql);
    statement.setLong(1, key);
    return statement.executeUpdate();
  }

  private static List<Block> blocks(Session session, long after, int max) throws SQLException {
    PreparedStatement select = session.statement(
        "SELECT number, crc, block FROM outbox WHERE number > ? ORDER BY number LIMIT ?");
    select.setLong(1, after);
    select.setInt(2, max);
    List<Block> found = new ArrayList<>();
    long bytesFound = 0;
    try (ResultSet rows = select.executeQuery()) {
      while (bytesFound < BLOCK_BYTES_AT_ONCE && rows.next()) {
        long number = rows.getLong(1);
        byte[] bytes = rows.getBytes(3);
        bytesFound += bytes == null ? 0 : bytes.length;
        boolean whole = bytes != null && Bytes.crc(bytes, number) == rows.getLong(2);
        found.add(new Block(number, whole ? bytes : null));
      }
    }
    return found;
  }
}
