package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The browser's local or session storage. Where it is missing, full or forbidden nothing is read, and writing says so. */
public abstract class WebStorage implements JSObject {
  /** The storage kept between visits; nothing is written to look for it. */
  public static WebStorage local() {
    return named("localStorage");
  }

  /** The storage kept as long as the tab; nothing is written to look for it. */
  public static WebStorage session() {
    return named("sessionStorage");
  }

  /** No storage at all. */
  @JSBody(script = "return null")
  public static native WebStorage none();

  /** An object of the same methods; null for none. */
  @JSBody(params = "storage", script = "return storage")
  public static native WebStorage of(@Nullable JSObject storage);

  @JSBody(params = "name", script = "try{return window[name]}catch(err){return null}")
  private static native WebStorage named(String name);

  /** The same, or none if the browser takes nothing. */
  public final WebStorage tried() {
    Text key = Text.of("__mplssupport__");
    boolean takes = write(key, key, null);
    remove(key);
    return takes ? this : none();
  }

  /** Whether it can be used. */
  @JSBody(script = "return !!this")
  public native boolean works();

  /** What is kept under that name; empty if nothing. */
  @JSBody(params = "key", script = "try{return this.getItem(key)||''}catch(err){return ''}")
  public native Text read(Text key);

  /** Keeps a text; false if the browser refused. */
  public final boolean write(Text key, Text value) {
    return write(key, value, null);
  }

  /** Keeps the text of these values; false if the browser refused. The browser's own storage does not look at the values. */
  @JSBody(
      params = {"key", "text", "values"},
      script = "try{this.setItem(key,text,values);return true}catch(err){return false}")
  public native boolean write(Text key, Text text, @Nullable Bag values);

  /** The names there are that begin so. */
  @JSBody(
      params = "prefix",
      script = "var a=[],i,k;try{for(i=0;i<this.length;i++){k=this.key(i);"
          + "if(k.indexOf(prefix)===0)a.push(k)}}catch(err){}return a")
  public native Items names(Text prefix);

  /** Tells the handler this name as soon as no other tab is told it, or never where another is; at once in old browsers. */
  public static void alone(Text name, Handler handler) {
    lock(name, Guard.of(handler));
  }

  @JSBody(
      params = {"name", "handler"},
      script = "var l=navigator.locks;l?l.request(name,{ifAvailable:true},"
          + "function(k){if(k)handler(name)}).catch(function(){}):handler(name)")
  private static native void lock(Text name, JSObject handler);

  /** Forgets what is kept under that name. */
  @JSBody(params = "key", script = "try{this.removeItem(key)}catch(err){}")
  public native void remove(Text key);
}
