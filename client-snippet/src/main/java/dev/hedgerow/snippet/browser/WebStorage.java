package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The browser's local or session storage. Where it is missing, full or forbidden nothing is read, and writing says so. */
public abstract class WebStorage implements JSObject {
  /** The storage kept between visits. */
  public static WebStorage local() {
    return probe("localStorage", "__mplssupport__");
  }

  /** The storage kept as long as the tab. */
  public static WebStorage session() {
    return probe("sessionStorage", "__support__");
  }

  /** No storage at all. */
  @JSBody(script = "return null")
  public static native WebStorage none();

  /** An object of the same methods; null for none. */
  @JSBody(params = "storage", script = "return storage")
  public static native WebStorage of(@Nullable JSObject storage);

  @JSBody(
      params = {"name", "key"},
      script = "var all='@state@',s=all[name];"
          + "if(s===undefined){try{s=window[name];s.setItem(key,'1');s.removeItem(key)}catch(err){s=null}"
          + "all[name]=s}return s")
  private static native WebStorage probe(String name, String key);

  /** Whether it can be used. */
  @JSBody(script = "return !!this")
  public native boolean works();

  /** What is kept under that name; empty if nothing. */
  @JSBody(params = "key", script = "try{return this.getItem(key)||''}catch(err){return ''}")
  public native Text read(Text key);

  /** Keeps a text; false if the browser refused. */
  @JSBody(
      params = {"key", "value"},
      script = "try{this.setItem(key,value);return true}catch(err){return false}")
  public native boolean write(Text key, Text value);

  /** Forgets what is kept under that name. */
  @JSBody(params = "key", script = "try{this.removeItem(key)}catch(err){}")
  public native void remove(Text key);
}
