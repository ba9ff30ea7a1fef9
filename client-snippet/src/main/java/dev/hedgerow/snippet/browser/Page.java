package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The window, its document and its address. */
public final class Page {
  private Page() {}

  /** The window as an object. */
  @JSBody(script = "return window")
  public static native Bag window();

  /** The document as an object. */
  @JSBody(script = "return document")
  public static native Bag document();

  /** The browser's description of itself. */
  @JSBody(script = "return navigator")
  public static native Bag navigator();

  /** What kind of machine this is, as far as the browser tells, and the host. */
  @JSBody(script = "return [navigator.userAgentData,location.hostname]")
  public static native Items nature();

  /** The screen as an object. */
  @JSBody(script = "return window.screen||{}")
  public static native Bag screen();

  /** One part of the address, such as {@code href}. */
  @JSBody(params = "part", script = "return location[part]")
  public static native Text address(String part);

  /** Where the visitor came from; empty if the browser does not say. */
  public static Text referrer() {
    return document().text("referrer");
  }

  /** The document's title. */
  public static Text title() {
    return document().text("title");
  }

  /** Whether the page can be seen. */
  @JSBody(script = "return document.visibilityState!=='hidden'")
  public static native boolean visible();

  /** The first element that a selector finds; null if none does or it is no selector. */
  @JSBody(
      params = "selector",
      script = "try{return document.querySelector(selector)}catch(err){return null}")
  public static native @Nullable Bag find(@Nullable JSObject selector);

  /** The document's root element. */
  @JSBody(script = "return document.documentElement")
  public static native Bag root();

  /** The type of the event that tells that the page is being left. */
  @JSBody(script = "return 'onpagehide' in window?'pagehide':'unload'")
  public static native Text leaving();

  /** Tells the handler each event of these types, passive and before the page's own listeners, guarded. */
  public static void listen(Bag target, Items types, Handler handler) {
    add(target, types, Guard.of(handler));
  }

  @JSBody(
      params = {"target", "types", "handler"},
      script = "types.forEach(function(t){try{target.addEventListener(t,"
          + "function(e){handler(t,e)},{capture:true,passive:true})}catch(err){}})")
  private static native void add(Bag target, Items types, JSObject handler);

  /** A part of an address, such as its {@code host}; empty if it is none. */
  @JSBody(
      params = {"url", "part"},
      script = "try{return /:/.test(url)?new URL(url)[part]:''}catch(err){return ''}")
  public static native Text part(Text url, String part);

  /** A link of this page as a whole address; the link itself if it is none. */
  @JSBody(
      params = "link",
      script = "try{return new URL(link,document.baseURI).href}catch(err){return link}")
  public static native Text absolute(Text link);

  /** An address as a URL object; null if it is none. */
  @JSBody(params = "address", script = "try{return new URL(address)}catch(err){return null}")
  public static native @Nullable JSObject url(Text address);

  /** The origin of the script that is running, or else the page's own. */
  @JSBody(
      script =
          "try{return new URL(document.currentScript.src).origin}catch(err){return location.origin}")
  public static native Text scriptOrigin();

  /** The first value of a query parameter, decoded; empty if missing. */
  @JSBody(
      params = {"url", "name"},
      script =
          "try{return url.indexOf(name)>0&&new URL(url).searchParams.get(name)||''}catch(err){return ''}")
  public static native Text parameter(Text url, Text name);
}
