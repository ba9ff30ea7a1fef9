package dev.hedgerow.server.wire;

import java.io.IOException;

/** The memory a request may still take while it is being decoded. */
@FunctionalInterface
public interface Allowance {

  /**
   * Takes that many bytes more.
   *
   * @throws IOException if the server has no room for them now; the sender is to try again
   */
  void take(long bytes) throws IOException;
}
