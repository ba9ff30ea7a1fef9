package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * Whoever the browser calls back. One handler serves all a room waits for, and what happened is told by name, because each
 * function object of its own costs every visitor bytes.
 */
@JSFunctor
public interface Handler extends JSObject {
  /** Takes what happened: an event's type, a timer's or a request's name, with what belongs to it. */
  void handle(Text what, @Nullable JSObject value);
}
