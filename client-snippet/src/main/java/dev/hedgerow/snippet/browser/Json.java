package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** JSON by the browser. */
public final class Json {
  private Json() {}

  /** The value a text stands for; null if it is no JSON. */
  @JSBody(params = "text", script = "try{return JSON.parse(text)}catch(err){return null}")
  public static native @Nullable JSObject parse(Text text);

  /** The text of a value; big integers become strings and circles end in a marker. */
  @JSBody(
      params = "value",
      script = "var big=function(k,v){return typeof v==='bigint'?''+v:v};"
          + "try{return JSON.stringify(value,big)||''}catch(err){var seen=[];"
          + "return JSON.stringify(value,function(k,v){if(v&&typeof v==='object'){"
          + "if(seen.indexOf(v)>=0)return '[Circular]';seen.push(v)}return big(k,v)})||''}")
  public static native Text text(@Nullable JSObject value);
}
