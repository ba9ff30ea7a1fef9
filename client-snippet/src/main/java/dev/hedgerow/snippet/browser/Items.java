package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** A JavaScript array. */
public abstract class Items implements JSObject {
  /** A new, empty array. */
  @JSBody(script = "return []")
  public static native Items create();

  /** The value itself if it is an array, otherwise a new, empty one. */
  @JSBody(params = "value", script = "return Array.isArray(value)?value:[]")
  public static native Items of(@Nullable JSObject value);

  /** The value itself if it is an array, an array of it if it is anything else but nothing. */
  @JSBody(params = "value", script = "return Array.isArray(value)?value:value?[value]:[]")
  public static native Items listOf(@Nullable JSObject value);

  /** An array of this one value. */
  @JSBody(params = "value", script = "return [value]")
  public static native Items with(@Nullable JSObject value);

  /** An array of these two values. */
  @JSBody(
      params = {"first", "second"},
      script = "return [first,second]")
  public static native Items with(@Nullable JSObject first, @Nullable JSObject second);

  /** An array of these three values. */
  @JSBody(
      params = {"first", "second", "third"},
      script = "return [first,second,third]")
  public static native Items with(double first, JSObject second, double third);

  /** The parts of a literal between commas. */
  @JSBody(params = "literal", script = "return literal.split(',')")
  public static native Items listed(String literal);

  /** How many there are. */
  @JSBody(script = "return this.length")
  public native int size();

  /** The one at this place; {@link Js#none} tells whether it is there. */
  @JSBody(params = "index", script = "return this[index]")
  public native @Nullable JSObject at(int index);

  /** The one at this place as text; empty if it is neither text nor number. */
  public final Text text(int index) {
    return Text.in(at(index));
  }

  /** The one at this place of a list of our own, where there is a text. */
  @JSBody(params = "index", script = "return this[index]")
  public native Text word(int index);

  /** The one at this place as a bag; empty if it is no object. */
  public final Bag bag(int index) {
    return Bag.orEmpty(at(index));
  }

  /** Adds one at the end. */
  @JSBody(params = "value", script = "this.push(value)")
  public native void add(@Nullable JSObject value);

  /** Adds one at the beginning. */
  @JSBody(params = "value", script = "this.unshift(value)")
  public native void addFirst(@Nullable JSObject value);

  /** Adds a number at the end. */
  @JSBody(params = "value", script = "this.push(value)")
  public native void add(double value);

  /** Takes this very value out. */
  @JSBody(params = "value", script = "var i=this.indexOf(value);if(i>=0)this.splice(i,1)")
  public native void remove(@Nullable JSObject value);

  /** A function for a page that takes this value out. */
  @JSBody(
      params = "value",
      script = "var t=this;return function(){var i=t.indexOf(value);if(i>=0)t.splice(i,1)}")
  public native JSObject remover(@Nullable JSObject value);

  /** Whether this very value is among them. */
  @JSBody(params = "value", script = "return this.indexOf(value)>=0")
  public native boolean has(@Nullable JSObject value);

  /** Whether this text is among them. */
  @JSBody(params = "value", script = "return this.indexOf(value)>=0")
  public native boolean has(String value);

  /** Those from one place up to, not including, another. */
  @JSBody(
      params = {"from", "to"},
      script = "return this.slice(from,to)")
  public native Items part(int from, int to);

  /** Those from that place on, in a new array. */
  @JSBody(params = "from", script = "return this.slice(from)")
  public native Items from(int from);

  /** These and the others, in a new array; what is no array adds nothing. */
  @JSBody(params = "others", script = "return this.concat(Array.isArray(others)?others:[])")
  public native Items and(@Nullable JSObject others);

  /** Sorts texts in the order of the visitor's language. */
  @JSBody(script = "return this.sort(function(a,b){return a.localeCompare(b)})")
  public native Items sortedByLocale();

  /** Sorts texts by their code units. */
  @JSBody(script = "return this.sort()")
  public native Items sorted();

  /** All as one text. */
  @JSBody(params = "separator", script = "return this.join(separator)")
  public native Text join(String separator);
}
