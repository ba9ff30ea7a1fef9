package dev.hedgerow.snippet.lazy.options;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Looks after one instance whose options, or the defaults of whose date, few pages have (contract C1.4, C8, C11.5). */
public final class Keeper implements Method {
  private final Core core;
  private @Nullable Shelf shelf;

  /** Joins an instance. */
  public Keeper(Core core) {
    this.core = core;
    Names.prepare(core.config, Bag.create());
    Nobody.begin(core);
    shelf = Shelf.putUp(core);
  }

  @Override
  public @Nullable JSObject call(Text what, Items a) {
    if (what.is("set_config")) {
      core.setConfig(a.bag(0));
    } else if (what.is("stored")) {
      shelf = Shelf.putUp(core);
    } else if (what.is("properties")) {
      Nobody.agree(core);
      if (shelf != null) {
        shelf.listen();
      }
    } else if (what.is("opt_in_capturing")) {
      Nobody.optIn(core, a.bag(0));
    } else if (what.is("opt_out_capturing")) {
      Nobody.optOut(core);
    }
    return null;
  }
}
