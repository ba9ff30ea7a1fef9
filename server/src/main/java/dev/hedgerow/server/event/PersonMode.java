package dev.hedgerow.server.event;

/** How a row relates to its person (contract S 2.7). */
public enum PersonMode {
  /** Identified: processed with its person. */
  FULL("full"),
  /** Anonymous: no person was made or changed for it. */
  PROPERTYLESS("propertyless"),
  /** Sent as anonymous long after its distinct id had become a person, so taken as identified. */
  FORCE_UPGRADE("force_upgrade");

  private final String word;

  PersonMode(String word) {
    this.word = word;
  }

  /** Returns the word used in columns and answers. */
  public String word() {
    return word;
  }

  /** Returns the mode of that word. */
  public static PersonMode of(String word) {
    for (PersonMode mode : values()) {
      if (mode.word.equals(word)) {
        return mode;
      }
    }
    throw new IllegalArgumentException("expected a person mode but found " + word);
  }
}
