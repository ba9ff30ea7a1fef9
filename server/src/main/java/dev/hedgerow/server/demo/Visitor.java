package dev.hedgerow.server.demo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who comes now and then. */
interface Visitor {
  /** Returns when the next visit begins, or null for never again. */
  @Nullable
  Instant next();

  /** Visits, and decides about the visit after. */
  void visit(Out out);
}
