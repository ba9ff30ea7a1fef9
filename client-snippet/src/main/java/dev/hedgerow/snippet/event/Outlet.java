package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;

/** Where finished events go, and who hears of what they tell. */
public interface Outlet {
  /** Takes an event to be sent: with others in a moment, or alone at once. */
  void accept(Bag event, boolean atOnce);

  /** Hears that the page captures more than it may, for the first time after it did not. */
  void limited();

  /** Hears of an event before the page is asked whether it may go; may change it still. */
  void finished(Bag event);
}
