package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Something done with one value the browser hands over: an event, an answer, an error. */
@JSFunctor
public interface Handler extends JSObject {
  /** Takes the value. */
  void handle(@Nullable JSObject value);
}
