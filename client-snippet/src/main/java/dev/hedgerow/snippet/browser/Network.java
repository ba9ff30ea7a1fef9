package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Requests, compression and beacons by the browser. */
public final class Network {
  private Network() {}

  /**
   * Sends a request by fetch. The handler is told {@code answer} exactly once, with the request, which has {@code status} (0
   * for none), {@code text} and {@code retryAfter} then. Where there is no fetch, or the request does not want it, the handler
   * is told {@code xhr} instead, for {@link #sendWithoutFetch}.
   *
   * @param request an object of url, method, body, headers, keepalive and xhr
   */
  public static void send(Bag request, Handler handler) {
    start(request, Guard.of(handler));
  }

  @JSBody(
      params = {"q", "answer"},
      script = "var done=q.done=function(s,t,r){if(answer){var a=answer;answer=null;"
          + "q.status=s||0;q.text=t||'';q.retryAfter=r;a('answer',q)}},none=function(){done()};try{"
          + "if(q.xhr)answer('xhr',q);else "
          + "fetch(q.url,{method:q.method,body:q.body,headers:q.headers,"
          + "keepalive:q.keepalive,referrerPolicy:'strict-origin',"
          + "signal:window.AbortSignal&&AbortSignal.timeout&&AbortSignal.timeout(q.timeout||60000)})"
          + ".then(function(r){return r.text().then(function(t){"
          + "done(r.status,t,r.headers.get('Retry-After'))})}).then(0,none)"
          + "}catch(err){answer('xhr',q)}")
  private static native void start(Bag q, JSObject answer);

  /** Sends by XMLHttpRequest a request that was told {@code xhr}. */
  @JSBody(
      params = "q",
      script =
          "try{var x=new XMLHttpRequest();x.open(q.method||'GET',q.url,true);x.timeout=q.timeout||60000;"
              + "Object.keys(q.headers||{}).forEach(function(k){x.setRequestHeader(k,q.headers[k])});"
              + "x.onreadystatechange=function(){if(x.readyState===4)"
              + "q.done(x.status,x.responseText,x.getResponseHeader('Retry-After'))};"
              + "x.send(q.body)}catch(err){q.done()}")
  public static native void sendWithoutFetch(Bag q);

  /**
   * Compresses the request's {@code plain} text with gzip into its {@code body}, on the browser's own time; then tells the
   * handler {@code zipped} with the request. Without a body the browser cannot do that, or it failed.
   */
  public static void gzip(Bag request, Handler handler) {
    zip(request, Guard.of(handler));
  }

  @JSBody(
      params = {"q", "done"},
      script =
          "var end=function(zipped){q.body=zipped;done('zipped',q)},fail=function(){end()};try{"
              + "var zip=new CompressionStream('gzip');"
              + "new Response(new Blob([q.plain]).stream().pipeThrough(zip)).blob().then(end,fail)}catch(err){fail()}")
  private static native void zip(Bag q, JSObject done);

  /** Hands a text over for good, as a beacon where that may be and the browser takes it, or else by fetch. */
  @JSBody(
      params = {"url", "text", "beacon"},
      script = "try{beacon=beacon&&navigator.sendBeacon(url,text)}catch(err){beacon=0}"
          + "try{beacon||fetch(url,{method:'POST',body:text,keepalive:true}).then(0,function(){})}"
          + "catch(err){}")
  public static native void leave(Text url, Text text, boolean beacon);

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
  public static native Text base64(Text text);

  /** Whether the browser thinks it is connected. */
  @JSBody(script = "return navigator.onLine!==false")
  public static native boolean online();
}
