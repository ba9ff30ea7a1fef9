package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The page's functions that want to hear of what happens in here. */
final class Listeners {
  private Items all = Items.create();

  /** Adds a page's function for a topic, {@code *} for all; returns what takes it away again. */
  @Nullable
  JSObject add(@Nullable JSObject topic, @Nullable JSObject function) {
    Bag entry = Bag.create();
    entry.set("topic", topic);
    entry.set("function", function);
    all.add(entry);
    Bag undo = Bag.create();
    Guard.define(undo, "off", (name, none) -> {
      all = all.only(other -> !Js.same(other, entry));
      return null;
    });
    return undo.get("off");
  }

  /** Tells all who want to hear of the topic. */
  void tell(String topic, JSObject value) {
    Items entries = all;
    for (int i = 0; i < entries.size(); i++) {
      Bag entry = Bag.orEmpty(entries.at(i));
      boolean every = entry.is("topic", "*");
      if (every || entry.is("topic", topic)) {
        Items arguments = Items.create();
        if (every) {
          arguments.add(topic);
        }
        arguments.add(value);
        Guard.call(entry.get("function"), arguments);
      }
    }
  }
}
