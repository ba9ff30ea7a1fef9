package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The browser's local or session storage, which may be missing, full or forbidden. */
public abstract class WebStorage implements JSObject {
  /** The storage kept between visits; null where it cannot be written. */
  public static @Nullable WebStorage local() {
    return probe("localStorage", "__mplssupport__");
  }

  /** The storage kept as long as the tab; null where it cannot be written. */
  public static @Nullable WebStorage session() {
    return probe("sessionStorage", "__support__");
  }

  @JSBody(
      params = {"name", "key"},
      script =
          "try{var s=window[name];s.setItem(key,'1');s.removeItem(key);return s}catch(err){return null}")
  private static native @Nullable WebStorage probe(String name, String key);

  /** What is kept under that name; null if nothing. */
  @JSBody(params = "key", script = "try{return this.getItem(key)}catch(err){return null}")
  public native @Nullable String read(String key);

  /** Keeps a text; false if the browser refused. */
  @JSBody(
      params = {"key", "value"},
      script = "try{this.setItem(key,value);return true}catch(err){return false}")
  public native boolean write(String key, String value);

  /** Forgets what is kept under that name. */
  @JSBody(params = "key", script = "try{this.removeItem(key)}catch(err){}")
  public native void remove(String key);
}
