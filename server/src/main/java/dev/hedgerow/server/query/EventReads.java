package dev.hedgerow.server.query;

import java.io.IOException;
import java.util.List;

/** Reads over stored events, always by effective person. Safe from any thread. */
public interface EventReads {

  /** Returns matching events, newest first (then by uuid, descending). */
  List<StoredEvent> events(EventFilter filter) throws IOException;

  /** Returns how many events match; the filter's limit does not count. */
  long count(EventFilter filter) throws IOException;

  /** Returns how many different effective persons the matching events have. */
  long uniquePersons(EventFilter filter) throws IOException;
}
