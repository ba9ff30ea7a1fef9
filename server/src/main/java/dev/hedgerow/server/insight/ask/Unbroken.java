package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;

/** Questions that are not answered by breakdown say so, rather than answer something else. */
public final class Unbroken {
  private Unbroken() {}

  /** Refuses a question with a breakdown. */
  public static void check(Ask ask) throws RejectedException {
    Asked filter = ask.query().inner("breakdownFilter");
    if (filter.has("breakdown") || !filter.list("breakdowns").isEmpty()) {
      throw Asked.wrong(
          "breakdownFilter", "no breakdown in a " + ask.query().string("kind"), "one");
    }
  }
}
