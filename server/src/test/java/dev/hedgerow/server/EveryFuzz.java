package dev.hedgerow.server;

import dev.hedgerow.server.embedded.duck.SqlGuardFuzz;
import dev.hedgerow.server.embedded.duck.SqlTextFuzz;
import dev.hedgerow.server.event.ChainFuzz;
import dev.hedgerow.server.query.SelectorFuzz;
import dev.hedgerow.server.wire.DecodeFuzz;
import dev.hedgerow.server.wire.JsonFuzz;
import java.io.IOException;
import java.util.Arrays;

/** All targets in one, for a short run: the first byte chooses. */
public final class EveryFuzz {
  private EveryFuzz() {}

  /** Gives what follows the first byte to a target; the engine, the slowest, seldom. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(data, 1, data.length);
    switch (data[0] & 31) {
      case 0 -> SqlGuardFuzz.fuzzerTestOneInput(rest);
      case 1, 2, 3, 4, 5, 6 -> SqlTextFuzz.fuzzerTestOneInput(rest);
      case 7, 8, 9 -> SelectorFuzz.fuzzerTestOneInput(rest);
      case 10, 11, 12 -> ChainFuzz.fuzzerTestOneInput(rest);
      case 13, 14, 15, 16, 17, 18, 19, 20 -> JsonFuzz.fuzzerTestOneInput(rest);
      default -> DecodeFuzz.fuzzerTestOneInput(rest);
    }
  }
}
