package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Watches what changes in the document and in the shadow trees that the page lets us see. */
public final class Changes {
  private Changes() {}

  /** What tells the handler {@code mutation} at every change but a part of this script; null where the browser cannot watch. */
  public static @Nullable JSObject watcher(Handler handler) {
    return create(Guard.of(handler));
  }

  @JSBody(
      params = "then",
      script = "var M=window.__zone_symbol__MutationObserver||window.MutationObserver;"
          + "return M?new M(function(list){list.every(function(m){var a=Array.from(m.addedNodes||[]);return a.length"
          + "&&a.every(function(n){return n.src&&n.src.indexOf('@build@')>0})})"
          + "||then('mutation')}):null")
  private static native @Nullable JSObject create(JSObject then);

  /** Begins to watch; to be called again when there may be other shadow trees. */
  @JSBody(
      params = "watcher",
      script = "var see=function(root){watcher.observe(root,"
          + "{attributes:true,characterData:true,childList:true,subtree:true});"
          + "[].forEach.call(root.querySelectorAll('*'),function(e){e.shadowRoot&&see(e.shadowRoot)})};"
          + "see(document)")
  public static native void watch(JSObject watcher);

  /** Watches the shadow trees too that an event comes out of. */
  @JSBody(
      params = {"watcher", "event"},
      script = "(event.composedPath?event.composedPath():[]).forEach(function(n){"
          + "n.nodeType===11&&watcher.observe(n,"
          + "{attributes:true,characterData:true,childList:true,subtree:true})})")
  public static native void watchPath(@Nullable JSObject watcher, Bag event);

  /** Watches no longer. */
  @JSBody(params = "watcher", script = "watcher.disconnect()")
  public static native void rest(JSObject watcher);
}
