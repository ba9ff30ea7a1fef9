package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** What a page threw, whatever it is: reading it never throws. */
public final class Faults {
  private Faults() {}

  /** {@code error}, {@code dom} for the browser's own, {@code event}, {@code object} or {@code value}. */
  @JSBody(
      params = "thrown",
      script = "try{var s={}.toString.call(thrown);"
          + "return /DOM(Exception|Error)\\]$/.test(s)?'dom':thrown instanceof Error||"
          + "/ (Error|Exception)\\]$/.test(s)?'error':/Event\\]$/.test(s)?'event':"
          + "thrown&&/^[fo]/.test(typeof thrown)?'object':'value'}catch(err){return 'value'}")
  public static native Text kind(@Nullable JSObject thrown);

  /** One of its values; null if there is none or it cannot be had. */
  @JSBody(
      params = {"thrown", "name"},
      script = "try{var v=thrown[name];return v===undefined?null:v}catch(err){return null}")
  public static native @Nullable JSObject get(@Nullable JSObject thrown, String name);

  /** One of its texts; empty if there is none. */
  @JSBody(
      params = {"thrown", "name"},
      script = "try{var v=thrown[name];return typeof v==='string'?v:''}catch(err){return ''}")
  public static native Text text(@Nullable JSObject thrown, String name);

  /** What it says of itself. */
  @JSBody(params = "thrown", script = "try{return String(thrown)}catch(err){return ''}")
  public static native Text words(@Nullable JSObject thrown);

  /** The name of what made it; empty if it has none. */
  @JSBody(params = "thrown", script = "try{return ''+thrown.constructor.name}catch(err){return ''}")
  public static native Text maker(@Nullable JSObject thrown);

  /** The names of its values, in order. */
  @JSBody(
      params = "thrown",
      script = "try{return Object.keys(thrown).sort().slice(0,20).join(', ')}catch(err){return ''}")
  public static native Text names(@Nullable JSObject thrown);

  /** The way to here. */
  @JSBody(script = "return ''+new Error().stack")
  public static native Text here();

  /**
   * The frames of a stack as Chrome, Firefox or Safari writes it, the outermost first; of a long one those that are nearest to
   * the error.
   */
  @JSBody(
      params = "stack",
      script =
          "var all=[],chrome=/^\\s*at /m.test(stack);stack.split('\\n').forEach(function(line){"
              + "var m=all.length>49||line.length>2000?0:"
              + "chrome?/^\\s*at (?:async )?(?:(.*?) ?\\((.*)\\)|(.*))$/.exec(line)"
              + ":/^((?:(?!:\\/\\/).)*?)@(.*)$/.exec(line)||/^()(.*:\\d+:\\d+|\\[native code\\])$/.exec(line);"
              + "if(!m)return;var at=(m[2]||m[3]||'').replace(/^eval at .*?\\((\\S+:\\d+:\\d+)\\).*$/,'$1')"
              + ".replace(/^eval at .*, /,'').replace(/ line (\\d+)(?: > \\w+)+.*$/,':$1'),"
              + "p=/^(.*?)(?::(\\d+))?(?::(\\d+))?$/.exec(at);"
              + "if(!chrome&&!p[2]&&!/native code/.test(at))return;"
              + "var f={platform:'web:javascript',filename:p[1],'function':m[1]||'?',"
              + "in_app:!!p[1]&&!/^(<|native|\\[native)/.test(p[1])};"
              + "if(p[2])f.lineno=+p[2];if(p[3])f.colno=+p[3];all.unshift(f)});return all")
  public static native Items frames(Text stack);

  /** Tells the handler {@code console} with the arguments of each {@code console.error}, which works as before. */
  public static void watchConsole(Handler handler) {
    wrapConsole(Guard.of(handler));
  }

  @JSBody(
      params = "then",
      script =
          "var c=window.console,o=c&&c.error;if(o)try{c.error=function(){"
              + "var r=Reflect.apply(o,this,arguments);then('console',Array.from(arguments));return r}}catch(err){}")
  private static native void wrapConsole(JSObject then);
}
