package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Requests, compression and beacons by the browser. */
public final class Network {
  private Network() {}

  /**
   * Sends a request by fetch, or by XMLHttpRequest where that is missing or asked for. The handler is told {@code answer}
   * exactly once, with the request, which has {@code status} (0 for none), {@code text} and {@code retryAfter} then.
   *
   * @param request an object of url, method, body, headers, keepalive and xhr
   */
  public static void send(Bag request, Handler handler) {
    start(request, Guard.of(handler));
  }

  @JSBody(
      params = {"q", "answer"},
      script = "var done=function(s,t,r){if(answer){var a=answer;answer=null;"
          + "q.status=s;q.text=t;q.retryAfter=r;a('answer',q)}},none=function(){done(0,'','')};try{"
          + "if(window.fetch&&!q.xhr){fetch(q.url,{method:q.method,body:q.body,headers:q.headers,"
          + "keepalive:q.keepalive,referrerPolicy:'strict-origin',"
          + "signal:window.AbortSignal&&AbortSignal.timeout?AbortSignal.timeout(60000):undefined})"
          + ".then(function(r){var h=r.headers.get('Retry-After');"
          + "return r.text().then(function(t){done(r.status,t,h)},function(){done(r.status,'',h)})},"
          + "none)}else{var x=new XMLHttpRequest();x.open(q.method,q.url,true);x.timeout=60000;"
          + "Object.keys(q.headers).forEach(function(k){x.setRequestHeader(k,q.headers[k])});"
          + "x.onreadystatechange=function(){if(x.readyState===4){var h='';"
          + "try{h=x.getResponseHeader('Retry-After')}catch(err){}"
          + "done(x.status,x.responseText||'',h)}};x.send(q.body)}"
          + "}catch(err){none()}")
  private static native void start(Bag q, JSObject answer);

  /** Whether requests by fetch can outlive the page here. */
  @JSBody(script = "return !!window.fetch")
  public static native boolean hasFetch();

  /** Whether the browser can compress. */
  @JSBody(script = "return !!(window.CompressionStream&&window.Response&&window.Blob)")
  public static native boolean canCompress();

  /**
   * Compresses the request's {@code plain} text with gzip into its {@code body}, on the browser's own time; then tells the
   * handler {@code zipped} with the request. Without a body that failed.
   */
  public static void gzip(Bag request, Handler handler) {
    zip(request, Guard.of(handler));
  }

  @JSBody(
      params = {"q", "done"},
      script =
          "var end=function(zipped){q.body=zipped;done('zipped',q)},fail=function(){end(null)};try{"
              + "new Response(new Blob([q.plain]).stream().pipeThrough(new CompressionStream('gzip')))"
              + ".blob().then(end,fail)}catch(err){fail()}")
  private static native void zip(Bag q, JSObject done);

  /** Sends a text as a beacon, which outlives the page; false if the browser did not take it. */
  @JSBody(
      params = {"url", "text"},
      script =
          "try{return navigator.sendBeacon(url,new Blob([text],{type:'text/plain'}))}catch(err){return false}")
  public static native boolean beacon(Text url, Text text);

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
