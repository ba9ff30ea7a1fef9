package dev.hedgerow.server.query;

import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;

/** Many uuids in little room: sixteen bytes each. For one thread. */
public final class Uuids {
  private long[] halves = new long[16];
  private int size;

  /** Returns those. */
  public static Uuids of(Collection<UUID> all) {
    Uuids uuids = new Uuids();
    all.forEach(uuids::add);
    return uuids;
  }

  /** Adds one to the end. */
  public void add(UUID uuid) {
    if (2 * size == halves.length) {
      halves = Arrays.copyOf(halves, 2 * halves.length);
    }
    halves[2 * size] = uuid.getMostSignificantBits();
    halves[2 * size + 1] = uuid.getLeastSignificantBits();
    size++;
  }

  /** Returns how many there are. */
  public int size() {
    return size;
  }

  /** Returns one, counted from 0. */
  public UUID at(int index) {
    return new UUID(halves[2 * index], halves[2 * index + 1]);
  }
}
