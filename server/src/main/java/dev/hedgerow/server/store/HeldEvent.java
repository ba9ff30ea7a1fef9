package dev.hedgerow.server.store;

import dev.hedgerow.server.event.Entry;
import java.time.Instant;

/**
 * An event that waits in the buffer.
 *
 * @param position its log position, which orders held events of one distinct id
 * @param heldAt the log time it was taken at
 * @param dueAt the log time at which it goes on, whatever is known then
 */
public record HeldEvent(long position, Instant heldAt, Instant dueAt, Entry.Event event) {}
