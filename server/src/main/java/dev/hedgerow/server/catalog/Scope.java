package dev.hedgerow.server.catalog;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a personal API key allows, each with all that stands before it. */
public enum Scope {
  /** Asks questions and reads settings. */
  READ,
  /** Changes what people define inside a project, and its settings. */
  WRITE,
  /** Makes projects and keys, rotates tokens, and sees what belongs to no project. */
  ADMIN;

  /** Returns the scope as people and programs write it, such as {@code read}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the scope of that word, or null. */
  public static @Nullable Scope of(@Nullable String word) {
    for (Scope scope : values()) {
      if (scope.word().equals(word)) {
        return scope;
      }
    }
    return null;
  }

  /** Returns whether who has this may do what needs the other. */
  public boolean includes(Scope needed) {
    return compareTo(needed) >= 0;
  }
}
