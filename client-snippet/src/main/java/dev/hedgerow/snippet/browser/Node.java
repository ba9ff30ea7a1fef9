package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * A node of the document. Everything is read past the node's own names, because a form's fields hide its properties: a
 * field named {@code id} makes {@code form.id} that field.
 */
public abstract class Node implements JSObject {
  /** The value as a node; null if it is none. */
  @JSBody(params = "value", script = "return value&&value.nodeType?value:null")
  public static native @Nullable Node of(@Nullable JSObject value);

  /** What an event happened to: the innermost element that the page lets us see. */
  @JSBody(
      params = "event",
      script = "var t=event.target;t=t&&t.shadowRoot&&event.composedPath()[0]||t;"
          + "return t&&t.nodeType===3?t.parentNode:t")
  public static native @Nullable Node target(Bag event);

  /** The node at this place of an array of nodes. */
  @JSBody(
      params = {"nodes", "index"},
      script = "return nodes[index]")
  public static native Node at(Items nodes, int index);

  /** A property as the browser defines it; null for nothing. What has fields is asked past them, as they hide its own. */
  @JSBody(
      params = "name",
      script = "var v=this.elements?Reflect.get(Object.getPrototypeOf(this),name,this):this[name];"
          + "return v==null?null:v")
  native @Nullable JSObject property(String name);

  @JSBody(
      params = "name",
      script = "return Reflect.apply(Element.prototype.getAttribute,this,[name])")
  private native @Nullable Text read(Text name);

  /** An attribute's value; null if there is none of that name. */
  public final @Nullable Text attributeOrNull(Text name) {
    return isElement() ? read(name) : null;
  }

  /** An attribute's value; empty if there is none of that name. */
  public final Text attribute(Text name) {
    return orEmpty(attributeOrNull(name));
  }

  @JSBody(params = "text", script = "return text||''")
  private static native Text orEmpty(@Nullable Text text);

  private boolean isKind(int kind) {
    return is(property("nodeType"), kind);
  }

  @JSBody(
      params = {"value", "kind"},
      script = "return value===kind")
  private static native boolean is(@Nullable JSObject value, int kind);

  /** Whether it is an element. */
  public final boolean isElement() {
    return isKind(1);
  }

  /** Whether it is a run of text. */
  public final boolean isText() {
    return isKind(3);
  }

  /** Whether it is, or is part of, text that the page lets the visitor edit. */
  public final boolean isEditable() {
    return Js.truthy(property("isContentEditable")) || (isPicture() && isEditable(parent()));
  }

  private static boolean isEditable(@Nullable Node node) {
    return node != null && node.isEditable();
  }

  /** Whether it is, or is part of, an SVG picture. */
  public final boolean isPicture() {
    return Text.ofAny(property("namespaceURI")).has("svg");
  }

  /** The tag in lower case; empty if it is no element. */
  public final Text tag() {
    return isElement() ? Text.ofAny(property("tagName")).lower() : Text.of("");
  }

  /** The element around it, crossing from a shadow tree to its host; null at the top. */
  public final @Nullable Node parent() {
    Node parent = of(property("parentNode"));
    return parent != null && parent.isKind(11) ? of(parent.property("host")) : parent;
  }

  @JSBody(params = "nodes", script = "return Array.from(nodes)")
  private static native Items list(@Nullable JSObject nodes);

  /** The nodes right inside it, in order. */
  public final Items children() {
    return list(property("childNodes"));
  }

  /** Its attributes, in order. */
  public final Items attributes() {
    return list(property("attributes"));
  }

  /**
   * Notes its place under its parent, from 1: among all, and among those of its tag. Elements of another kind are known by
   * their constructor, which costs less than their name.
   */
  @JSBody(
      params = "all",
      script = "for(var n=this,m=n.constructor,k=n.tagName,c=0,t=0;n;n=n.previousElementSibling)"
          + "{c++;n.constructor===m&&n.tagName===k&&t++}"
          + "all.nth_child=c;all.nth_of_type=t")
  public native void place(Bag all);

  /** All text in it, at whatever depth. */
  public final Text allText() {
    return Text.ofAny(property("textContent"));
  }

  /** The text of a text node. */
  public final Text text() {
    return Text.ofAny(property("data"));
  }

  /** Whether the mouse pointer over it is a hand. */
  @JSBody(script = "try{return getComputedStyle(this).cursor==='pointer'}catch(err){return false}")
  public native boolean showsHand();

  /** Whether a selector fits it; one that is none never does. */
  public final boolean matches(@Nullable JSObject selector) {
    return anyMatches(Items.with(this), selector);
  }

  /** Whether a selector fits one of these nodes; one that is none never does. */
  @JSBody(
      params = {"nodes", "selector"},
      script =
          "return nodes.some(function(n){"
              + "try{return Reflect.apply(Element.prototype.matches,n,[selector])}catch(err){return false}})")
  public static native boolean anyMatches(Items nodes, @Nullable JSObject selector);

  /** Whether it stays where it is on the screen when the page is scrolled. */
  @JSBody(
      script =
          "try{return /^(fixed|sticky)$/.test(getComputedStyle(this).position)}catch(err){return false}")
  public native boolean staysPut();

  /** Whether a selector fits one of the elements that lie over each other at this point of the screen. */
  @JSBody(
      params = {"x", "y", "selector"},
      script = "return (document.elementsFromPoint?document.elementsFromPoint(x,y):[])"
          + ".some(function(e){return e.matches(selector)})")
  public static native boolean liesAt(double x, double y, Text selector);
}
