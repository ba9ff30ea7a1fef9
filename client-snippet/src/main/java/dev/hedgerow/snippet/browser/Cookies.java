package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The page's cookies. */
public final class Cookies {
  private static @Nullable Text domain;

  private Cookies() {}

  /** A cookie's value, decoded; empty if there is none. */
  @JSBody(
      params = "name",
      script = "try{var v=('; '+document.cookie).split('; '+name+'=')[1];"
          + "return v?decodeURIComponent(v.split(';')[0]):''}catch(err){return ''}")
  public static native Text read(Text name);

  /** Writes a cookie for the whole site; no days means until the browser closes, fewer than none removes it. */
  public static void write(
      Text name, Text value, double days, boolean acrossSites, boolean secure) {
    put(name, value, days, acrossSites ? siteDomain() : Text.of(""), secure);
  }

  /** The cookies in the form of the browser's storage, for values that are kept that many days. */
  public static JSObject asStorage(double days, boolean acrossSites, boolean secure) {
    Method method = (what, arguments) -> {
      Text key = arguments.text(0);
      if (what.is("getItem")) {
        return read(key).or(WebStorage.local().read(key));
      }
      if (what.is("setItem")) {
        write(key, arguments.text(1), days, acrossSites, secure);
      } else {
        remove(key);
      }
      return null;
    };
    Bag storage = Bag.create();
    Guard.define(storage, Items.listed("getItem,setItem,removeItem"), method);
    return storage;
  }

  /** Removes a cookie, however it was written. */
  public static void remove(Text name) {
    write(name, Text.of(""), -1, true, false);
    write(name, Text.of(""), -1, false, false);
  }

  @JSBody(
      params = {"name", "value", "days", "domain", "secure"},
      script = "try{document.cookie=name+'='+encodeURIComponent(value)"
          + "+(days?'; expires='+new Date(Date.now()+days*864e5).toUTCString():'')"
          + "+'; SameSite=Lax; path=/'+domain+(secure?'; secure':'')}catch(err){}")
  private static native void put(Text name, Text value, double days, Text domain, boolean secure);

  /** The widest domain the browser lets this page set cookies for, as a cookie attribute; found once a page. */
  private static Text siteDomain() {
    Text found = domain;
    if (found == null) {
      found = Page.address("hostname").fits("^localhost$|\\d$")
          ? Text.of("")
          : probe(Page.address("hostname"));
      domain = found;
    }
    return found;
  }

  private static Text probe(Text host) {
    Items labels = host.split(".");
    Text name = Text.of("dmn_chk_").plus(Js.randomWord());
    Text attribute = Text.of("");
    for (int n = 1; n < 9 && read(name).isEmpty(); n++) {
      attribute = labels.size() < n
          ? Text.of("")
          : Text.of("; domain=.").plus(labels.from(-n).join("."));
      put(name, Text.of("1"), 0.00003, attribute, false);
    }
    put(name, Text.of(""), -1, attribute, false);
    return attribute;
  }
}
