package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Says yes or no to a value. */
@JSFunctor
public interface Filter extends JSObject {
  /** Whether the value passes. */
  boolean passes(@Nullable JSObject value);
}
