package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** What the methods of one object do when the page calls them by their names. */
@JSFunctor
public interface Method extends JSObject {
  /** Returns the named method's answer; null reaches the page as undefined. */
  @Nullable
  JSObject call(Text name, Items arguments);
}
