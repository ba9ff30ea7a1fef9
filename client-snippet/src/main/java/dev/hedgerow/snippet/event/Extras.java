package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;

/** Another room's part in an event's properties. */
public interface Extras {
  /** Adds properties to the event of this name, id and time (milliseconds since 1970). */
  void addTo(Bag properties, String event, String uuid, double time);
}
