package dev.hedgerow.snippet.browser;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The page's own requests. */
public final class Requests {
  private Requests() {}

  /**
   * Asks the method {@code headers} with the address's host name before each request that the page makes from now on; what it
   * answers, an object of names and values or null, is added to the request.
   */
  public static void extend(Method method) {
    wrap(Guard.function(method));
  }

  @JSBody(
      params = "method",
      script = "var more=function(url,set){try{"
          + "var h=method('headers',[new URL(url,document.baseURI).hostname]);"
          + "h&&Object.keys(h).forEach(function(k){set(k,h[k])});return h}catch(err){}},"
          + "f=window.fetch,X=window.XMLHttpRequest&&XMLHttpRequest.prototype,o=X&&X.open;"
          + "if(f)try{window.fetch=function(to,how){var all=arguments;try{"
          + "var H=new Headers(how&&how.headers||to&&to.headers||{});"
          + "if(more(to&&to.url||''+to,function(k,v){H.set(k,v)}))"
          + "all=[to,Object.assign({},how,{headers:H})]}catch(err){}return Reflect.apply(f,this,all)}}catch(err){}"
          + "if(o)try{X.open=function(m,to){var r=Reflect.apply(o,this,arguments),x=this;"
          + "more(''+to,function(k,v){x.setRequestHeader(k,v)});return r}}catch(err){}")
  private static native void wrap(JSObject method);
}
