package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** What a public method does with the arguments it was called with. */
@JSFunctor
public interface Method extends JSObject {
  /** Returns the method's answer; null reaches the page as undefined. */
  @Nullable
  JSObject call(Items arguments);
}
