package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** What the browser measured of this page; times are milliseconds since its navigation began. */
public final class Timings {
  private Timings() {}

  /**
   * Tells the handler the type with a list of the entries so far, and of those to come. Returns a function that hands over at
   * once what is on its way; null where the browser does not measure that.
   */
  public static @Nullable JSObject observe(Text type, Handler handler) {
    return watch(type, Guard.of(handler));
  }

  @JSBody(
      params = {"type", "then"},
      script =
          "try{var P=PerformanceObserver;if(P.supportedEntryTypes.indexOf(type)<0)return null;"
              + "var o=new P(function(l){then(type,l.getEntries())});"
              + "o.observe({type:type,buffered:true,durationThreshold:40});"
              + "return function(){var l=o.takeRecords();l.length&&then(type,l)}}catch(err){return null}")
  private static native @Nullable JSObject watch(Text type, JSObject then);

  /** How the visitor came to the page; empty where the browser does not tell. */
  @JSBody(
      script = "try{return performance.getEntriesByType('navigation')[0]||{}}catch(err){return {}}")
  public static native Bag navigation();

  /** When the page was first hidden; far away if it never was. */
  @JSBody(
      script =
          "try{var e=performance.getEntriesByType('visibility-state').filter(function(v){"
              + "return v.name==='hidden'})[0];"
              + "return e?e.startTime:document.visibilityState==='hidden'?0:1e12}catch(err){return 1e12}")
  public static native double firstHidden();

  /** How often the visitor did something, as far as the browser counts. */
  @JSBody(script = "return performance.interactionCount||0")
  public static native double interactions();

  /** A short way to an element, by tags, ids and classes; empty for none. */
  @JSBody(
      params = "node",
      script = "var way='';try{for(var n=node;n&&n.nodeType!==9&&way.length<100;n=n.parentNode){"
          + "if(n.nodeType===1){var s=n.id?'#'+n.id:n.nodeName.toLowerCase()+"
          + "(n.classList&&n.classList.length?'.'+[].slice.call(n.classList,0,3).join('.'):'');"
          + "way=way?s+'>'+way:s;if(n.id)break}}}catch(err){}return way")
  public static native Text way(@Nullable JSObject node);
}
