package dev.hedgerow.server.embedded.duck;

/**
 * A property of events, or of the persons they tell of, that may have a column of its own.
 *
 * @param ofPerson whether it is one of the person's
 */
record Property(boolean ofPerson, String name) {
  private static final int CHARS_MAX = 200;

  /** Characters that mean something in a path, quoted or not, or that no path can hold. */
  private static final String NOT_PLAIN = "*\"\\[]#";

  /** Returns whether its name is so plain that nothing else is read by it, however it is written. */
  boolean isPlain() {
    return !name.isBlank()
        && name.length() <= CHARS_MAX
        && name.chars().noneMatch(c -> c < ' ' || NOT_PLAIN.indexOf(c) >= 0);
  }

  /** Returns SQL that reads it as questions do, from rows of events. */
  String read() {
    return "json_extract_string(" + source() + ", " + path() + ")";
  }

  /** Returns the column whose JSON holds it. */
  String source() {
    return ofPerson ? "person_properties" : "properties";
  }

  /** Returns its path there, as an SQL literal. */
  String path() {
    return "'$.\"" + name.replace("'", "''") + "\"'";
  }
}
