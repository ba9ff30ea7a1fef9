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

  /** The history as an object. */
  @JSBody(script = "return window.history||{}")
  public static native Bag history();

  /** The address as an object. */
  @JSBody(script = "return window.location")
  public static native Bag location();

  /** The browser's description of itself. */
  @JSBody(script = "return window.navigator")
  public static native Bag navigator();

  /** The screen as an object. */
  @JSBody(script = "return window.screen||{}")
  public static native Bag screen();

  /** Whether the window knows this name. */
  @JSBody(params = "name", script = "return name in window")
  public static native boolean has(String name);

  /** One part of the address, such as {@code href}; empty if missing. */
  @JSBody(params = "part", script = "return ''+(window.location[part]||'')")
  public static native String address(String part);

  /** Where the visitor came from; empty if the browser does not say. */
  @JSBody(script = "return document.referrer||''")
  public static native String referrer();

  /** The document's title. */
  @JSBody(script = "return document.title||''")
  public static native String title();

  /** Whether the page can be seen. */
  @JSBody(
      script = "return document.visibilityState!=='hidden'&&document.visibilityState!=='prerender'")
  public static native boolean visible();

  /** The first element that a selector finds; null if none does or it is no selector. */
  @JSBody(
      params = "selector",
      script = "try{return document.querySelector(selector)}catch(err){return null}")
  public static native @Nullable Bag find(@Nullable JSObject selector);

  /** The document's root element. */
  @JSBody(script = "return document.documentElement")
  public static native Bag root();

  /** Listens, passive and before the page's own listeners, guarded. */
  public static void listen(JSObject target, String type, Handler handler) {
    add(target, type, Guard.handler(handler));
  }

  @JSBody(
      params = {"target", "type", "handler"},
      script =
          "target.addEventListener&&target.addEventListener(type,handler,{capture:true,passive:true})")
  private static native void add(JSObject target, String type, Handler handler);

  /** The host of an address with its port; empty if it is no address. */
  @JSBody(params = "url", script = "try{return new URL(url).host}catch(err){return ''}")
  public static native String hostOf(String url);

  /** A link of this page as a whole address; the link itself if it is none. */
  @JSBody(
      params = "link",
      script = "try{return new URL(link,document.baseURI).href}catch(err){return link}")
  public static native String absolute(String link);

  /** The path of an address; empty if it is no address. */
  @JSBody(params = "url", script = "try{return new URL(url).pathname}catch(err){return ''}")
  public static native String pathOf(String url);

  /** The origin of the script that is running, or else the page's own. */
  @JSBody(
      script =
          "try{return new URL(document.currentScript.src).origin}catch(err){return location.origin}")
  public static native String scriptOrigin();

  /** The first value of a query parameter, decoded; empty if missing. */
  @JSBody(
      params = {"url", "name"},
      script = "var q=url.split('#')[0],i=q.indexOf('?');if(i<0)return '';"
          + "var f=q.slice(i+1).split('&').filter(function(p){return p.split('=')[0]===name});"
          + "if(!f.length)return '';"
          + "var v=f[0].slice(name.length+1).replace(/\\+/g,' ');"
          + "try{return decodeURIComponent(v)}catch(err){return v}")
  public static native String parameter(String url, String name);
}
