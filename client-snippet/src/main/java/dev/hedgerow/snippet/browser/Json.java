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

  /**
   * The text of a value; big integers become strings. No {@code toJSON} that a page gave its objects or arrays counts. Where
   * the value cannot be written, such as a circle, a copy is that leaves out what cannot be.
   */
  public static Text text(@Nullable JSObject value) {
    Text text = written(value);
    return text.isEmpty() ? written(Js.copy(value, 1e9, 1e7)) : text;
  }

  @JSBody(
      params = "value",
      script =
          "try{return JSON.stringify(value,function(k,v){v=this[k];return typeof v==='bigint'?''+v"
              + ":v instanceof Date?v.toISOString():v})||''}catch(err){return ''}")
  private static native Text written(@Nullable JSObject value);
}
