package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The page's functions that want to hear of flags (contract C10.3). Each is in a list of its own, which its remover empties. */
final class Hearers {
  private final Store store;
  private Items all = Items.create();

  Hearers(Store store) {
    this.store = store;
  }

  /** Adds a function, alone in its list. */
  void add(Items function) {
    all.add(function);
  }

  /** Takes a function away, however often it was added. */
  void remove(@Nullable JSObject function) {
    for (int i = 0; i < all.size(); i++) {
      Items.of(all.at(i)).remove(function);
    }
  }

  /** Tells one function at once if flags are there. */
  void tellNow(Items function) {
    if (store.loaded) {
      Bag on = Answer.truthy(store.variants());
      Guard.call(function.at(0), Items.with(on.keys(), on));
    }
  }

  /** Tells all what is on now, and whether the server could not be asked; null if it was not about the server. */
  void tell(@Nullable JSObject failed) {
    Bag how = Bag.create();
    if (!Js.none(failed)) {
      how.set("errorsLoading", failed);
    }
    Items hearers = all;
    all = Items.create();
    for (int i = 0; i < hearers.size(); i++) {
      Items hearer = Items.of(hearers.at(i));
      if (hearer.size() > 0) {
        all.add(hearer);
      }
    }
    hearers = all.from(0);
    for (int i = 0; i < hearers.size(); i++) {
      Bag on = Answer.truthy(store.variants());
      Guard.call(Items.of(hearers.at(i)).at(0), Items.with(on.keys(), on).and(Items.with(how)));
    }
  }
}
