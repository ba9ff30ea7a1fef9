package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** JavaScript's own words that Java lacks: kinds of values, truth, numbers as text. */
public final class Js {
  private Js() {}

  /** Whether there is nothing: null or undefined. */
  @JSBody(params = "value", script = "return value==null")
  public static native boolean none(@Nullable JSObject value);

  /** Whether the value is a function. */
  @JSBody(params = "value", script = "return typeof value==='function'")
  public static native boolean isFunction(@Nullable JSObject value);

  /** Whether the value is a string with something in it. */
  @JSBody(params = "value", script = "return !!value&&typeof value==='string'")
  public static native boolean isText(@Nullable JSObject value);

  /** Whether the value is an array. */
  @JSBody(params = "value", script = "return Array.isArray(value)")
  public static native boolean isArray(@Nullable JSObject value);

  /** What kind of value it is: {@code typeof}, {@code list}, empty for nothing, {@code unreadable} or {@code empty text}. */
  @JSBody(
      params = "value",
      script = "try{return value==null?'':value===''?'empty text':Array.isArray(value)?'list'"
          + ":typeof value==='object'&&Object.keys(value)?'object':typeof value}"
          + "catch(err){return 'unreadable'}")
  public static native Text kind(@Nullable JSObject value);

  /** Whether the value counts as true. */
  @JSBody(params = "value", script = "return !!value")
  public static native boolean truthy(@Nullable JSObject value);

  /** Whether both are the very same value. */
  @JSBody(
      params = {"a", "b"},
      script = "return a===b")
  public static native boolean same(@Nullable JSObject a, @Nullable JSObject b);

  /** Whether the value is exactly true, or exactly false. */
  @JSBody(
      params = {"value", "truth"},
      script = "return value===truth")
  public static native boolean is(@Nullable JSObject value, boolean truth);

  /** Whether the value is exactly null. */
  @JSBody(params = "value", script = "return Object.is(value,null)")
  public static native boolean isNull(@Nullable JSObject value);

  /** The value if it is a number, otherwise 0. */
  @JSBody(params = "value", script = "return typeof value==='number'?value:0")
  public static native double number(@Nullable JSObject value);

  /** A number as a JavaScript value. */
  @JSBody(params = "value", script = "return value")
  public static native JSObject of(double value);

  /** A truth value as a JavaScript value. */
  @JSBody(params = "value", script = "return value")
  public static native JSObject of(boolean value);

  /** Nothing at all, which JSON leaves out where it would write null. */
  @JSBody(script = "return undefined")
  public static native @Nullable JSObject undefined();

  /** A deep copy of what a page wants kept, of bounded size; what is no object stays what it is. */
  public static @Nullable JSObject copy(@Nullable JSObject value) {
    return copy(value, 0, 0);
  }

  /**
   * A deep copy with long texts cut; an object met before is left out, so circles end, and so is what lies too deep for the
   * server, what cannot be read, and what comes when there is no room any more (contract C6.6).
   *
   * @param longest how many characters of a text are kept; 0 for the usual 65,535
   * @param room about how many characters the copy may have as JSON; 0 for the usual 75,000
   */
  @JSBody(
      params = {"value", "longest", "room"},
      script =
          "longest=longest||65535;room=room||75e3;var seen=new Set(),copy=function(o,k,d){try{var v=o[k],t=typeof v,to={};"
              + "if((room-=9)<0)return;"
              + "if(t==='string')return (room-=(v=v.slice(0,longest)).length)<0?undefined:v;"
              + "if(!v||t!=='object'&&t!=='function')return v;"
              + "if(seen.has(v)||d>97)return;seen.add(v);"
              + "if(Array.isArray(v))return v.slice(0,room/9).map(function(x,i){return copy(v,i,d+1)});"
              + "if(t==='object')Object.keys(v).forEach(function(k){room-=k.length;"
              + "var x=copy(v,k,d+1);if(x!==undefined)to[k]=x});return to}catch(err){}};"
              + "return copy([value],0,0)")
  public static native @Nullable JSObject copy(
      @Nullable JSObject value, double longest, double room);

  /** A UUID of version 7 of that time, in milliseconds, by the browser's random source where there is one. */
  @JSBody(
      params = "time",
      script =
          "var a=new Uint8Array(9);try{crypto.getRandomValues(a)}catch(err){a=a.map(function(){return Math.random()*256})}"
              + "return a.reduce(function(s,b){return s+(256+b).toString(16).slice(1)},"
              + "time.toString(16).padStart(12,'0')).replace(/(.{8})(.{4})(.{3})(.{3})/,'$1-$2-7$3-a$4-')")
  public static native Text uuid(double time);

  /** Whether it is true or false. */
  @JSBody(params = "value", script = "return typeof value==='boolean'")
  public static native boolean isTruth(@Nullable JSObject value);

  /** A random number from 0 to below 1. */
  @JSBody(script = "return Math.random()")
  public static native double chance();

  /** Eight or so random letters and digits. */
  @JSBody(script = "return Math.random().toString(36).slice(2,10)")
  public static native Text randomWord();

  /** What tells one text from another: its length and two hashes. The same in every browser and in posthog-js. */
  @JSBody(
      params = "text",
      script = "var a=5381,b=2166136261,i=0,c;for(;i<text.length;i++){c=text.charCodeAt(i);"
          + "a=a*33^c;b=Math.imul(b^c,16777619)}return text.length.toString(36)+'.'"
          + "+(a>>>0).toString(36)+'.'+(b>>>0).toString(36)")
  public static native Text fingerprint(Text text);

  /** A promise that is kept already, with an empty object. */
  @JSBody(script = "return Promise.resolve({})")
  public static native @Nullable JSObject done();
}
