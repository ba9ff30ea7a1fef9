package dev.hedgerow.server.event;

/** A JSON value as the text it was kept as, passed on without being read. */
public record JsonText(String text) {}
