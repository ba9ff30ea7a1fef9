package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** A deep copy of an event with long texts cut; an object met before is left out, so circles end (contract C6.6). */
final class Copy {
  private static final int DEPTH_MAX = 100;

  private final Items seen = Items.create();
  private final int longest;

  Copy(int longest) {
    this.longest = longest;
  }

  @Nullable
  JSObject of(@Nullable JSObject value) {
    return of(value, 0);
  }

  private @Nullable JSObject of(@Nullable JSObject value, int depth) {
    String type = Js.type(value);
    if (type.equals("string")) {
      return Js.cut(value, longest);
    }
    if (!type.equals("object") && !type.equals("array") && !type.equals("function")) {
      return value;
    }
    if (seen.contains(value) || depth > DEPTH_MAX) {
      return Js.undefined();
    }
    seen.add(value);
    return type.equals("array") ? array(Items.of(value), depth) : object(value, depth);
  }

  private Items array(Items from, int depth) {
    Items to = Items.create();
    for (int i = 0; i < from.size(); i++) {
      to.add(of(from.at(i), depth + 1));
    }
    return to;
  }

  private Bag object(@Nullable JSObject value, int depth) {
    Bag from = Bag.create().merge(value);
    Bag to = Bag.create();
    Items names = from.keys();
    for (int i = 0; i < names.size(); i++) {
      to.set(names.text(i), of(from.get(names.text(i)), depth + 1));
    }
    return to;
  }
}
