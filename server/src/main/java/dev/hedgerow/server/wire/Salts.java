package dev.hedgerow.server.wire;

import java.io.IOException;
import java.time.LocalDate;

/** The secret of each day that visitors without a cookie are told apart by (contract S 1.10). */
@FunctionalInterface
public interface Salts {

  /** Returns that day's random bytes, made when first asked for. */
  byte[] of(LocalDate day) throws IOException;
}
