package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;

/** The page's cookies. */
public final class Cookies {
  private static @Nullable String domain;

  private Cookies() {}

  /** A cookie's value, decoded; null if there is none. */
  @JSBody(
      params = "name",
      script =
          "try{var a=document.cookie.split(/; */).filter(function(c){return c.indexOf(name+'=')===0});"
              + "return a.length?decodeURIComponent(a[0].slice(name.length+1)):null}catch(err){return null}")
  public static native @Nullable String read(String name);

  /** Writes a cookie for the whole site; no days means until the browser closes, fewer than none removes it. */
  public static void write(
      String name, String value, double days, boolean acrossSites, boolean secure) {
    put(encode(name, value)
        + (days == 0 ? "" : "; expires=" + utc(Clock.now() + days * 86400000))
        + "; SameSite=Lax; path=/"
        + (acrossSites ? siteDomain() : "")
        + (secure ? "; secure" : ""));
  }

  /** Removes a cookie, however it was written. */
  public static void remove(String name) {
    write(name, "", -1, true, false);
    write(name, "", -1, false, false);
  }

  @JSBody(
      params = {"name", "value"},
      script = "return name+'='+encodeURIComponent(value)")
  private static native String encode(String name, String value);

  @JSBody(params = "time", script = "return new Date(time).toUTCString()")
  private static native String utc(double time);

  @JSBody(params = "cookie", script = "try{document.cookie=cookie}catch(err){}")
  private static native void put(String cookie);

  /** The widest domain the browser lets this page set cookies for, as a cookie attribute; found once a page. */
  private static String siteDomain() {
    String found = domain;
    if (found == null) {
      found = probe(Page.address("hostname"));
      domain = found;
    }
    return found;
  }

  private static String probe(String host) {
    if (host.equals("localhost") || host.equals("127.0.0.1")) {
      return "";
    }
    Items labels = Items.split(host, ".");
    String name = "dmn_chk_" + Js.randomWord();
    for (int n = 1; n <= 8 && n <= labels.size(); n++) {
      String attribute =
          "; domain=." + labels.part(labels.size() - n, labels.size()).join(".");
      put(name + "=1" + attribute + "; path=/; max-age=3");
      if (read(name) != null) {
        put(name + "=" + attribute + "; path=/; max-age=0");
        return attribute;
      }
    }
    return "";
  }
}
