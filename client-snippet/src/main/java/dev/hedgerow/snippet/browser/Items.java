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

  /** An array of this one text. */
  @JSBody(params = "value", script = "return [value]")
  public static native Items with(String value);

  /** The parts of a text between the separators. */
  @JSBody(
      params = {"text", "separator"},
      script = "return text.split(separator)")
  public static native Items split(String text, String separator);

  /** The parts of a text between what a pattern finds; what its groups catch is kept as well. */
  @JSBody(
      params = {"text", "pattern"},
      script = "return text.split(new RegExp(pattern))")
  public static native Items parts(String text, String pattern);

  /** How many there are. */
  @JSBody(script = "return this.length")
  public native int size();

  /** The one at this place; null for null, undefined and places outside. */
  @JSBody(params = "index", script = "var v=this[index];return v===undefined?null:v")
  public native @Nullable JSObject at(int index);

  /** The one at this place as text; empty for nothing. */
  @JSBody(params = "index", script = "var v=this[index];return v===undefined||v===null?'':''+v")
  public native String text(int index);

  /** Adds one at the end. */
  @JSBody(params = "value", script = "this.push(value)")
  public native void add(@Nullable JSObject value);

  /** Adds a text at the end. */
  @JSBody(params = "value", script = "this.push(value)")
  public native void add(String value);

  /** Whether this very value or text is among them. */
  @JSBody(params = "value", script = "return this.indexOf(value)>=0")
  public native boolean contains(@Nullable JSObject value);

  /** Whether this text is among them. */
  @JSBody(params = "value", script = "return this.indexOf(value)>=0")
  public native boolean contains(String value);

  /** Those from one place up to, not including, another. */
  @JSBody(
      params = {"from", "to"},
      script = "return this.slice(from,to)")
  public native Items part(int from, int to);

  /** These and the others, in a new array. */
  @JSBody(params = "others", script = "return this.concat(others)")
  public native Items and(Items others);

  /** Those the test lets through, in a new array. */
  @JSBody(params = "test", script = "return this.filter(test)")
  public native Items only(Filter test);

  /** Sorts texts in the order of the visitor's language. */
  @JSBody(script = "return this.sort(function(a,b){return a.localeCompare(b)})")
  public native Items sortedByLocale();

  /** Sorts texts by their code units. */
  @JSBody(script = "return this.sort()")
  public native Items sorted();

  /** All as one text. */
  @JSBody(params = "separator", script = "return this.join(separator)")
  public native String join(String separator);
}
