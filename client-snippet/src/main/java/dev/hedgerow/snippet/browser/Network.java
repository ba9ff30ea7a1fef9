package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Requests, compression and beacons by the browser. */
public final class Network {
  private Network() {}

  /**
   * Sends a request by fetch, or by XMLHttpRequest where that is missing or asked for. The answer is an object of
   * {@code status} (0 for none), {@code text} and {@code retryAfter}; it comes exactly once.
   *
   * @param request an object of url, method, body, headers, keepalive and xhr
   */
  @JSBody(
      params = {"request", "answer"},
      script = "var q=request,done=function(s,t,r){if(answer){var a=answer;answer=null;"
          + "a({status:s,text:t,retryAfter:r})}};try{"
          + "if(window.fetch&&!q.xhr){fetch(q.url,{method:q.method,body:q.body,headers:q.headers,"
          + "keepalive:q.keepalive,referrerPolicy:'strict-origin',"
          + "signal:window.AbortSignal&&AbortSignal.timeout?AbortSignal.timeout(60000):undefined})"
          + ".then(function(r){var h=r.headers.get('Retry-After');"
          + "return r.text().then(function(t){done(r.status,t,h)},function(){done(r.status,'',h)})},"
          + "function(){done(0,'',null)})"
          + "}else{var x=new XMLHttpRequest();x.open(q.method,q.url,true);x.timeout=60000;"
          + "Object.keys(q.headers).forEach(function(k){x.setRequestHeader(k,q.headers[k])});"
          + "x.onreadystatechange=function(){if(x.readyState===4){var h=null;"
          + "try{h=x.getResponseHeader('Retry-After')}catch(err){}"
          + "done(x.status,x.responseText||'',h)}};x.send(q.body)}"
          + "}catch(err){done(0,'',null)}")
  public static native void send(Bag request, Handler answer);

  /** Whether requests by fetch can outlive the page here. */
  @JSBody(script = "return !!window.fetch")
  public static native boolean hasFetch();

  /** Whether the browser can compress. */
  @JSBody(script = "return !!(window.CompressionStream&&window.Response&&window.Blob)")
  public static native boolean canCompress();

  /** Compresses a text with gzip, on the browser's own time; hands over null if that failed. */
  @JSBody(
      params = {"text", "done"},
      script = "var fail=function(){done(null)};try{"
          + "new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip')))"
          + ".blob().then(function(b){done(b)},fail)}catch(err){fail()}")
  public static native void gzip(String text, Handler done);

  /** Sends a text as a beacon, which outlives the page; false if the browser did not take it. */
  @JSBody(
      params = {"url", "text"},
      script =
          "try{return navigator.sendBeacon(url,new Blob([text],{type:'text/plain'}))}catch(err){return false}")
  public static native boolean beacon(String url, String text);

  /** How many bytes a text or a blob is on the wire. */
  @JSBody(
      params = "body",
      script =
          "return body.size!==undefined?body.size:window.Blob?new Blob([body]).size:body.length*3")
  public static native int bytes(@Nullable JSObject body);

  /** A text in base64, by its UTF-8 bytes, ready for a form. */
  @JSBody(
      params = "text",
      script = "return encodeURIComponent(btoa(unescape(encodeURIComponent(text))))")
  public static native String base64(String text);

  /** Whether the browser thinks it is connected. */
  @JSBody(script = "return navigator.onLine!==false")
  public static native boolean online();

  /** A random number from 0 to below 1. */
  @JSBody(script = "return Math.random()")
  public static native double chance();
}
