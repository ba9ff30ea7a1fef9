package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Text;

/** Another room's part in an event's properties. */
public interface Extras {
  /** Adds properties that the page's own may overwrite; asked before anything is read of who the visitor is. */
  void addBelow(Bag properties);

  /** Adds properties to the event of this name, id and time (milliseconds since 1970). */
  void addTo(Bag properties, Text event, Text uuid, double time);
}
