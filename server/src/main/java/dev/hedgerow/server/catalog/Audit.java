package dev.hedgerow.server.catalog;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/**
 * What those who administer have done, and how often keys were used; the newest of both, as the limits say. Durable when a
 * call returns; safe from any thread.
 */
public interface Audit {

  /** Keeps an act under the next id; the one it has does not count. */
  void keep(Act act) throws IOException;

  /** Returns the newest acts before that id, newest first. */
  List<Act> acts(long before, int limit) throws IOException;

  /** Adds uses to those counted so far. */
  void count(Collection<KeyUse> uses) throws IOException;

  /** Returns a key's uses from that day on, the newest day first and then by project. */
  List<KeyUse> uses(int keyId, LocalDate from) throws IOException;
}
