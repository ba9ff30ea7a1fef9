package dev.hedgerow.server.http;

import dev.hedgerow.server.wire.Allowance;
import java.util.concurrent.atomic.AtomicLong;

/** The memory that all requests together may take while being read and decoded. Thread-safe. */
final class Budget {
  private final long bytesMax;
  private final AtomicLong taken = new AtomicLong();

  Budget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Returns a request's share, empty at first. */
  Share share() {
    return new Share();
  }

  long taken() {
    return taken.get();
  }

  /** What one request has taken. Give it back once, at its end; later takings fail. */
  final class Share implements Allowance {
    private long mine;
    private boolean closed;

    @Override
    public synchronized void take(long bytes) throws NoRoomException {
      if (closed || taken.addAndGet(bytes) > bytesMax) {
        if (!closed) {
          taken.addAndGet(-bytes);
        }
        throw new NoRoomException(bytesMax);
      }
      mine += bytes;
    }

    /** Gives back so many bytes before the end. */
    synchronized void giveBack(long bytes) {
      long less = Math.min(bytes, mine);
      taken.addAndGet(-less);
      mine -= less;
    }

    synchronized void giveBack() {
      closed = true;
      taken.addAndGet(-mine);
      mine = 0;
    }
  }
}
