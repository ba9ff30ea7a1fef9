package dev.hedgerow.server.http;

import java.io.IOException;
import java.util.List;

/** The entries that could not be processed and are set aside. Safe from any thread. */
public interface Aside {
  /**
   * One of them.
   *
   * @param position where it stood in the log
   * @param reason why, without any of its content
   */
  record Item(long position, String reason, int bytes) {}

  /** Returns the first, in order, at most that many. */
  List<Item> first(int max) throws IOException;

  /** Has all of them tried again, and returns how many; those that fail again stay. */
  int replay() throws IOException;
}
