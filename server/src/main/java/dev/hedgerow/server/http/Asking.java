package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One question on its way to an answer, which can be given up from outside. Safe from any thread. */
final class Asking {
  /** What finds the answer. */
  interface Work {
    KeptAnswer find() throws RejectedException, IOException;
  }

  /** Why there is no answer. */
  record Why(String code, String detail) {
    private static final Why GIVEN_UP = new Why("query_cancelled", "this question was given up");
    private static final Why UNAVAILABLE =
        new Why("unavailable", "not available now, try again shortly");
    private static final Why MISTAKE =
        new Why("error", "something went wrong here, see the server's log");
  }

  /** How it is with a question. An answer or a reason stands with the end. */
  record State(
      @Nullable Thread thread,
      @Nullable Instant ended,
      @Nullable KeptAnswer answer,
      @Nullable Why refused) {}

  private final int projectId;
  private final String id;
  private final boolean async;
  private final Clock clock;
  private final Instant begun;
  private State state = new State(null, null, null, null);
  private boolean cancelled;

  Asking(int projectId, String id, boolean async, Clock clock) {
    this.projectId = projectId;
    this.id = id;
    this.async = async;
    this.clock = clock;
    this.begun = clock.instant();
  }

  int projectId() {
    return projectId;
  }

  String id() {
    return id;
  }

  boolean isAsync() {
    return async;
  }

  Instant begun() {
    return begun;
  }

  synchronized State state() {
    return state;
  }

  /**
   * Finds the answer on this thread.
   *
   * @throws RejectedException also if it was given up
   */
  KeptAnswer find(Work work) throws RejectedException, IOException {
    begin();
    KeptAnswer found = null;
    Why why = Why.MISTAKE;
    try {
      found = work.find();
      return found;
    } catch (RejectedException e) {
      why = new Why(e.code(), e.detail());
      throw isCancelled() ? givenUp() : e;
    } catch (IOException e) {
      why = Why.UNAVAILABLE;
      if (isCancelled()) {
        throw givenUp();
      }
      throw e;
    } finally {
      end(found, isCancelled() ? Why.GIVEN_UP : why);
    }
  }

  private synchronized void begin() throws RejectedException {
    if (cancelled) {
      throw givenUp();
    }
    state = new State(Thread.currentThread(), null, null, null);
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private synchronized void end(@Nullable KeptAnswer found, Why otherwise) {
    state = new State(null, clock.instant(), found, found == null ? otherwise : null);
    if (cancelled) {
      Thread.interrupted(); // it was meant for the question, which is over
    }
  }

  /** Ends it within a moment, if it has not ended. */
  synchronized void cancel() {
    if (state.ended() != null || cancelled) {
      return;
    }
    cancelled = true;
    Thread thread = state.thread();
    if (thread == null) {
      state = new State(null, clock.instant(), null, Why.GIVEN_UP);
    } else {
      thread.interrupt();
    }
  }

  private static RejectedException givenUp() {
    return new RejectedException(400, "query_cancelled", Why.GIVEN_UP.detail(), null);
  }
}
