package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;

/** Where finished events go, and who hears of what they tell. */
public interface Outlet {
  /** Takes an event to be sent: with others in a moment, or alone at once. */
  void accept(Bag event, boolean atOnce);

  /** Takes the person properties that an event sets. */
  void personProperties(Bag properties);
}
