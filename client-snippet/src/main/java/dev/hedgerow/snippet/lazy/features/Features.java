package dev.hedgerow.snippet.lazy.features;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Sees to what options and server switch on: looks when it joins, and again when either changes. */
public final class Features implements Method {
  private final Core core;

  /** Joins an instance. */
  public Features(Core core) {
    this.core = core;
    look();
  }

  @Override
  public @Nullable JSObject call(Text what, Items arguments) {
    if (what.fits("^(remote|config)$")) {
      look();
    }
    return null;
  }

  private void look() {
    core.tell(Text.of("wanted"), core.remote);
  }
}
