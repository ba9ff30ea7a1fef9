package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The page's functions that want to hear of what happens in here. */
public final class Listeners {
  private final Items all = Items.create();

  /** Adds a page's function for a topic, {@code *} for all; returns a function that takes it away again. */
  public JSObject add(@Nullable JSObject topic, @Nullable JSObject function) {
    Items entry = Items.with(topic, function);
    all.add(entry);
    return all.remover(entry);
  }

  /** Tells all who want to hear of the topic. */
  public void tell(Text topic, JSObject value) {
    Items entries = all.from(0);
    for (int i = 0; i < entries.size(); i++) {
      Items entry = Items.of(entries.at(i));
      Text wanted = entry.text(0);
      if (wanted.is("*")) {
        Guard.call(entry.at(1), Items.with(topic, value));
      } else if (wanted.is(topic)) {
        Guard.call(entry.at(1), Items.with(value));
      }
    }
  }
}
