package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.event.Action;
import java.io.IOException;
import java.util.Locale;

/**
 * What a question is about, as its words tell, with those of the actions and the filters of test accounts that it uses. A word in another
 * place counts as well: rather one time too often.
 */
public final class Mentions {
  private final String words;

  private Mentions(String words) {
    this.words = words.toLowerCase(Locale.ROOT);
  }

  /** Reads a question. */
  public static Mentions of(Ask ask) throws IOException {
    StringBuilder words = new StringBuilder(ask.query().fields().toString());
    if (words.toString().toLowerCase(Locale.ROOT).contains("action")) {
      for (Action action : ask.sources().actions().actions(ask.projectId())) {
        action.steps().forEach(step -> words.append(step.properties()));
      }
    }
    if (ask.query().fields().get("filterTestAccounts") != null) {
      words.append(ask.testAccounts());
    }
    return new Mentions(words.toString());
  }

  /** Returns whether part of it is SQL of the asker's own, which may be about anything, and another thing at another time. */
  public boolean own() {
    return words.contains("hogql");
  }

  /** Returns whether it compares dates, which may be relative ones. */
  public boolean dates() {
    return words.contains("is_date");
  }

  /** Returns whether it may be about one of these. */
  public boolean has(String word) {
    return words.contains(word);
  }
}
