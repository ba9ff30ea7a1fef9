package dev.hedgerow.server.query;

import dev.hedgerow.server.event.EventRow;
import java.util.UUID;

/** A row and its effective person: the override of its distinct id, or else the row's own. */
public record StoredEvent(EventRow row, UUID personId) {}
