package dev.hedgerow.server.event;

/** How an action compares a text (contract S 5.3). */
public enum Matching {
  EXACT,
  CONTAINS,
  REGEX
}
