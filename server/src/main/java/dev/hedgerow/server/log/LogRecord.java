package dev.hedgerow.server.log;

import java.time.Instant;

/**
 * One entry of the log. Compares by identity of its bytes, so read its parts.
 *
 * @param position its place, from 1, never used twice
 * @param time when the log writer took it; never goes back along the log
 * @param payload the entry's bytes; empty when {@code damaged}
 * @param damaged whether its checksum did not match: it is to be set aside and counted
 */
@SuppressWarnings("ArrayRecordComponent") // bytes pass through unread; nobody compares records
public record LogRecord(long position, Instant time, byte[] payload, boolean damaged) {}
