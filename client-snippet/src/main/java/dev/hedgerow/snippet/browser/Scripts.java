package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The files of this script: the one every page loads, and its parts. The build puts in what stands between {@code @}. */
public final class Scripts {
  private Scripts() {}

  /** One object for what holds for the whole page. */
  @JSBody(script = "return '@state@'")
  public static native Bag state();

  /** What tells this build from any other. */
  @JSBody(script = "return '@build@'")
  public static native Text build();

  /** Makes ready for parts to come; each leaves its function in the bag under its own name, if it is of this build. */
  @JSBody(
      params = "ready",
      script = "window.__hedgerow=function(name,build,make){"
          + "if(build==='@build@')ready[name]=make('@shared@')}")
  public static native void expect(Bag ready);

  /** The parts that travel in the same file, by name. */
  @JSBody(script = "return '@bundled@'")
  public static native Bag bundled();

  /** Asks part {@code options}, by the name of the question; null if it is not here or has no answer. */
  public static @Nullable JSObject ask(Text question, Bag config, @Nullable JSObject about) {
    return ask(bundled(), question, config, about);
  }

  @JSBody(
      params = {"parts", "question", "config", "about"},
      script = "return parts.options?parts.options([question,config,about]):null")
  private static native @Nullable JSObject ask(
      Bag parts, Text question, Bag config, @Nullable JSObject about);

  /**
   * Fetches a script and tells the handler {@code script} when it has run, or when that failed.
   *
   * @param prepare the page's own function that may change the element, or forbid it by null
   */
  public static void load(Text url, @Nullable JSObject prepare, Handler then) {
    load(url, prepare, Guard.of(then));
  }

  @JSBody(
      params = {"url", "prepare", "then"},
      script = "var done=function(){then('script')};try{var s=document.createElement('script');"
          + "s.src=url;s.async=true;s.crossOrigin='anonymous';s.onload=s.onerror=done;"
          + "if(typeof prepare==='function')s=prepare(s);"
          + "(document.head||document.documentElement).appendChild(s)}catch(err){done()}")
  private static native void load(Text url, @Nullable JSObject prepare, JSObject then);
}
