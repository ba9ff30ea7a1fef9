package dev.hedgerow.snippet.browser;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Something to do later, or guarded. */
@JSFunctor
public interface Task extends JSObject {
  /** Does it. */
  void run();
}
