package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.wire.Salts;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Each day's secret from the catalog, which forgets those that no event may still ask for. Safe from any thread. */
final class DailySalts implements Salts {
  /** Late events are of three days at most, and a day begins a day apart at most. */
  private static final int KEPT_DAYS = 5;

  private final Catalog catalog;
  private final Clock clock;
  private final Map<LocalDate, byte[]> known = new ConcurrentHashMap<>();

  DailySalts(Catalog catalog, Clock clock) {
    this.catalog = catalog;
    this.clock = clock;
  }

  @Override
  public byte[] of(LocalDate day) throws IOException {
    byte[] salt = known.get(day);
    if (salt == null) {
      LocalDate kept = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(KEPT_DAYS);
      salt = catalog.cookielessSalt(day, kept);
      known.keySet().removeIf(other -> other.isBefore(kept));
      known.put(day, salt);
    }
    return salt;
  }

  /** Returns that day's secret without I/O. */
  byte[] atHand(LocalDate day) throws NotAtHandException {
    byte[] salt = known.get(day);
    if (salt == null) {
      throw new NotAtHandException("the day's secret");
    }
    return salt;
  }
}
