package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Keeps what goes wrong in here, or in a page's callback, from breaking the page. */
public final class Guard {
  private static final Handler FAILED = Log::failed;

  private Guard() {}

  /** Does the task; whatever it throws is told to the log and goes no further. */
  public static void run(Task task) {
    guarded(task, FAILED).run();
  }

  /** The same task, guarded. */
  static Task task(Task task) {
    return guarded(task, FAILED);
  }

  /** The same handler, guarded. */
  static Handler handler(Handler handler) {
    return guarded(handler, FAILED);
  }

  @JSBody(
      params = {"f", "failed"},
      script = "return function(v){try{f(v)}catch(err){failed(err)}}")
  private static native Task guarded(Task f, Handler failed);

  @JSBody(
      params = {"f", "failed"},
      script = "return function(v){try{f(v)}catch(err){failed(err)}}")
  private static native Handler guarded(Handler f, Handler failed);

  /** Calls a page's function with these arguments; null if it is none, throws, or answers nothing. */
  public static @Nullable JSObject call(@Nullable JSObject function, Items arguments) {
    return call(function, null, arguments, FAILED);
  }

  /** Calls a page's function on an object with these arguments; null if it is none, throws, or answers nothing. */
  public static @Nullable JSObject callOn(
      @Nullable JSObject self, @Nullable JSObject function, Items arguments) {
    return call(function, self, arguments, FAILED);
  }

  @JSBody(
      params = {"f", "self", "args", "failed"},
      script =
          "try{if(typeof f==='function'){var r=f.apply(self,args);return r===undefined?null:r}}"
              + "catch(err){failed(err)}return null")
  private static native @Nullable JSObject call(
      @Nullable JSObject f, @Nullable JSObject self, Items args, Handler failed);

  /**
   * Puts methods on an object, by their names with commas between. They never throw, and each works when called by its
   * name alone.
   */
  public static void define(Bag target, String names, Method method) {
    define(target, names, method, FAILED);
  }

  @JSBody(
      params = {"target", "names", "method", "failed"},
      script =
          "names.split(',').forEach(function(n){target[n]=function(){try{"
              + "var r=method(n,[].slice.call(arguments));return r===null?undefined:r}catch(err){failed(err)}}})")
  private static native void define(Bag target, String names, Method method, Handler failed);
}
