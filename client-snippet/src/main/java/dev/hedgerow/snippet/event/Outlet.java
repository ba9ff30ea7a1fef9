package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;

/** Where finished events go. */
public interface Outlet {
  /** Takes an event to be sent: with others in a moment, or alone at once. */
  void accept(Bag event, boolean atOnce);
}
