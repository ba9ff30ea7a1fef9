package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The feature flags of one instance. */
public final class Flags implements Method {
  private final Core core;

  /** Joins an instance. */
  public Flags(Core core) {
    this.core = core;
  }

  @Override
  public @Nullable JSObject call(Text what, Items arguments) {
    return core.visitor.values().get("$enabled_feature_flags");
  }
}
