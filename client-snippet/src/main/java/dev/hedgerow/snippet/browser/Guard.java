package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Keeps what goes wrong in here, or in a page's callback, from breaking the page. */
public final class Guard {
  private Guard() {}

  /** Tells the log what was thrown. */
  private static final String FAILED = "catch(err){'@state@'.debug&&'@state@'.note(0,[err])}";

  /** The handler as a function for the browser: whatever it throws is told to the log and goes no further. */
  @JSBody(
      params = "handler",
      script = "return function(w,v){try{handler.handle(w,v)}" + FAILED + "}")
  static native JSObject of(JSObject handler);

  /** Lets the handler act at once, guarded. */
  public static void run(Handler handler) {
    call(of(handler), Items.create());
  }

  /** The method as a function. */
  @JSBody(params = "method", script = "return method")
  public static native JSObject function(Method method);

  /** Calls a page's function with these arguments; null if it is none, throws, or answers nothing. */
  public static @Nullable JSObject call(@Nullable JSObject function, Items arguments) {
    return callOn(null, function, arguments);
  }

  /** Calls a page's function on an object with these arguments; null if it is none, throws, or answers nothing. */
  public static @Nullable JSObject callOn(
      @Nullable JSObject self, @Nullable JSObject function, Items arguments) {
    return call(function, self, arguments);
  }

  @JSBody(
      params = {"f", "self", "args"},
      script =
          "try{if(typeof f==='function'){var r=Reflect.apply(f,self,args);return r===undefined?null:r}}"
              + FAILED + "return null")
  private static native @Nullable JSObject call(
      @Nullable JSObject f, @Nullable JSObject self, Items args);

  /** Puts methods on an object, by their names. They never throw, and each works when called by its name alone. */
  @JSBody(
      params = {"target", "names", "method"},
      script = "names.forEach(function(n){try{target[n]=function(){try{"
          + "var r=method(n,Array.from(arguments));return r===null?undefined:r}"
          + FAILED + "}}catch(err){}})")
  public static native void define(Bag target, Items names, Method method);
}
