package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The projects of which all was erased: what was under way then, and comes after it in the log, is not taken. */
record Gone(Set<Integer> projectIds) {

  /** Returns whether an entry is of such a project. */
  boolean has(@Nullable Entry entry) {
    return !projectIds.isEmpty() && entry != null && projectIds.contains(projectOf(entry));
  }

  private static int projectOf(Entry entry) {
    if (entry instanceof Entry.Event event) {
      return event.projectId();
    } else if (entry instanceof Entry.Refused refused) {
      return refused.warning().projectId();
    } else if (entry instanceof Entry.Restored restored) {
      return restored.projectId();
    }
    return entry instanceof Entry.Erase erase ? erase.projectId() : 0;
  }

  /** Returns whether a whole project may go by an entry, which has a turn of its own then. */
  static boolean mayComeBy(@Nullable Entry entry) {
    return entry instanceof Entry.Again
        || (entry instanceof Entry.Erase erase && erase.isOfProject());
  }
}
