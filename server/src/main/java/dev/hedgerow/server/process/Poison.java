package dev.hedgerow.server.process;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a batch cannot be processed, through a mistake of ours: positions of entries, and distinct ids whose held events
 * cannot be released. After a failure the same records are tried again without what was at hand, and one by one where it
 * was many things. Belongs to one thread.
 */
final class Poison {
  /** More in one batch is no entry's fault. */
  static final int MAX = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Poison.class);

  private final Set<Object> found = new HashSet<>();
  private @Nullable Object suspect;
  private boolean oneByOne;
  private String reason = "";

  /** Notes what is being processed now, or null when that is not one thing. */
  void suspect(@Nullable Object now) {
    suspect = now;
  }

  /** Returns whether each thing is to be looked up by itself. */
  boolean isOneByOne() {
    return oneByOne;
  }

  /** Returns whether that is to be set aside. */
  boolean has(Object what) {
    return found.contains(what);
  }

  /** Returns why, without any of its content. */
  String reason() {
    return reason;
  }

  /** Returns whether another try may go better: without what was found, or one by one. */
  boolean isFound(RuntimeException failure) {
    if (suspect == null) {
      boolean wasMany = !oneByOne;
      oneByOne = true;
      return wasMany;
    }
    if (found.size() == MAX || !found.add(suspect)) {
      return false;
    }
    StackTraceElement[] trace = failure.getStackTrace();
    reason = "could not be processed: " + failure.getClass().getSimpleName()
        + (trace.length == 0 ? "" : " in " + trace[0]);
    LOG.error("an entry is set aside, to be tried again once mended; it {}", reason);
    suspect = null;
    return true;
  }
}
