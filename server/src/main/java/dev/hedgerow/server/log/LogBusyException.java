package dev.hedgerow.server.log;

import java.io.IOException;

/** The log writer's queue is full: the sender is to try again a little later. */
public final class LogBusyException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception for a queue of that size. */
  public LogBusyException(int entriesMax) {
    super("expected room in the log's queue but " + entriesMax + " entries are waiting");
  }
}
