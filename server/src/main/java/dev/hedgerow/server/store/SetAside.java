package dev.hedgerow.server.store;

/**
 * An entry that could not be processed and is kept with the reason, so that the rest goes on.
 *
 * @param payload the entry's bytes as the log held them, empty where they were damaged
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are kept, not compared
public record SetAside(long position, byte[] payload, String reason) {}
