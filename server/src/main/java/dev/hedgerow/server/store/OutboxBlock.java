package dev.hedgerow.server.store;

/** The rows of one processed batch, waiting in the state for the event store to follow. */
public record OutboxBlock(long number, Rows rows) {}
