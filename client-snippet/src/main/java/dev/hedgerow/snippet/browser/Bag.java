package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** A JavaScript object as a bag of named values. A page's own object stays what it is; nothing is copied. */
public abstract class Bag implements JSObject {
  /** A new, empty object. */
  @JSBody(script = "return {}")
  public static native Bag create();

  /** A new, empty object where every name is its own, {@code __proto__} too, and none is inherited. */
  @JSBody(script = "return Object.create(null)")
  public static native Bag bare();

  /** A copy of an object; empty for anything else. */
  public static Bag copy(@Nullable JSObject value) {
    return create().merge(value);
  }

  /** A deep copy of a page's object that no longer depends on the page, of bounded size; empty for anything else. */
  public static Bag own(@Nullable JSObject value) {
    return orEmpty(Js.copy(value));
  }

  /** What an object of our own has under that name, where it has an object. */
  @JSBody(params = "key", script = "return this[key]")
  public native Bag child(String key);

  /** What an object of our own has under that name, where it has a list. */
  @JSBody(params = "key", script = "return this[key]")
  public native Items list(String key);

  /** The value as a bag if it is an object, otherwise null. */
  @JSBody(params = "value", script = "return value&&typeof value==='object'?value:null")
  public static native @Nullable Bag of(@Nullable JSObject value);

  /** The value as a bag if it is an object, otherwise a new, empty one. */
  @JSBody(params = "value", script = "return value&&typeof value==='object'?value:{}")
  public static native Bag orEmpty(@Nullable JSObject value);

  /** The value of that name; {@link Js#none} tells whether it is there. */
  @JSBody(params = "key", script = "return this[key]")
  public native @Nullable JSObject get(String key);

  /** The value of that name; {@link Js#none} tells whether it is there. */
  @JSBody(params = "key", script = "return this[key]")
  public native @Nullable JSObject get(Text key);

  /** The value of that name if it is a string, otherwise empty. */
  @JSBody(params = "key", script = "var v=this[key];return typeof v==='string'?v:''")
  public native Text text(String key);

  /** The value of that name if it is a number, otherwise the fallback. */
  @JSBody(
      params = {"key", "fallback"},
      script = "var v=this[key];return typeof v==='number'&&v===v?v:fallback")
  public native double number(String key, double fallback);

  /** Whether the value of that name counts as true. */
  @JSBody(params = "key", script = "return !!this[key]")
  public native boolean flag(String key);

  /** Whether the value of that name counts as true. */
  @JSBody(params = "key", script = "return !!this[key]")
  public native boolean flag(Text key);

  /** Whether the value of that name is exactly true, or exactly false. */
  @JSBody(
      params = {"key", "value"},
      script = "return this[key]===value")
  public native boolean is(String key, boolean value);

  /** Whether the value of that name is exactly this string. */
  @JSBody(
      params = {"key", "value"},
      script = "return this[key]===value")
  public native boolean is(String key, String value);

  /** Whether the value of that name is exactly this one. */
  @JSBody(
      params = {"key", "value"},
      script = "return this[key]===value")
  public native boolean is(String key, JSObject value);

  /** Sets a value; null is kept as null. */
  @JSBody(
      params = {"key", "value"},
      script = "this[key]=value")
  public native void set(String key, @Nullable JSObject value);

  /** Sets a value; null is kept as null. */
  @JSBody(
      params = {"key", "value"},
      script = "this[key]=value")
  public native void set(Text key, @Nullable JSObject value);

  /** Sets a string. */
  @JSBody(
      params = {"key", "value"},
      script = "this[key]=value")
  public native void set(String key, String value);

  /** Sets a number. */
  @JSBody(
      params = {"key", "value"},
      script = "this[key]=value")
  public native void set(String key, double value);

  /** Sets a number. */
  @JSBody(
      params = {"key", "value"},
      script = "this[key]=value")
  public native void set(Text key, double value);

  /** Sets a truth value. */
  @JSBody(
      params = {"key", "value"},
      script = "this[key]=value")
  public native void set(String key, boolean value);

  /** Sets a value unless it is nothing or an empty text. */
  @JSBody(
      params = {"key", "value"},
      script = "if(value)this[key]=value")
  public native void setIfAny(String key, @Nullable JSObject value);

  /** Takes a value away. */
  @JSBody(params = "key", script = "delete this[key]")
  public native void remove(String key);

  /** Takes a value away. */
  @JSBody(params = "key", script = "delete this[key]")
  public native void remove(Text key);

  /** The object's own names. */
  @JSBody(script = "return Object.keys(this)")
  public native Items keys();

  /** Whether the object has no names of its own. */
  @JSBody(script = "return !Object.keys(this).length")
  public native boolean isEmpty();

  /** Whether that name is known, its own or inherited. */
  @JSBody(params = "key", script = "return key in this")
  public native boolean knows(Text key);

  /** Takes over the other object's own values, overwriting; undefined ones and those that cannot be read are left out. */
  @JSBody(
      params = "other",
      script =
          "var self=this;try{if(typeof other==='object')Object.keys(other).forEach(function(k){"
              + "try{var v=other[k];if(v===null||v!==undefined&&v.k!==v)self[k]=v}catch(err){}})}"
              + "catch(err){}return self")
  public native Bag merge(@Nullable JSObject other);
}
