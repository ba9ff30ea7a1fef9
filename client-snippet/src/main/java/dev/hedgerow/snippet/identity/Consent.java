package dev.hedgerow.snippet.identity;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Cookies;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.WebStorage;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Whether the visitor said yes or no to being counted (contract C11.3). */
public final class Consent {
  private final Bag config;
  private final Text key;

  /** Reads the choice that these options point to. */
  public Consent(Bag config) {
    this.config = config;
    key = config
        .text("consent_persistence_name")
        .or(config
            .text("opt_out_capturing_cookie_prefix")
            .or("__ph_opt_in_out_")
            .plus(config.text("token")));
  }

  /** What the visitor said, {@code granted}, {@code denied} or {@code pending}; the browser's do-not-track setting counts as no where the page respects it. */
  public Text status() {
    Text said = stored();
    if (said.fits("^\"?(0|false|no)\"?$") || (config.flag("respect_dnt") && asksNotToTrack())) {
      return Text.of("denied");
    }
    return said.fits("^\"?(1|true|yes)\"?$") ? Text.of("granted") : Text.of("pending");
  }

  private static boolean asksNotToTrack() {
    return asks(Page.navigator().get("doNotTrack"))
        || asks(Page.navigator().get("msDoNotTrack"))
        || asks(Page.window().get("doNotTrack"));
  }

  private static boolean asks(@Nullable JSObject said) {
    return Js.is(said, true) || Text.in(said).fits("^(1|true|yes)$");
  }

  /** Whether the visitor is counted without anything being kept or recognised (contract C11.5). */
  public boolean cookieless() {
    return always() || (onReject() && status().is("denied"));
  }

  private boolean always() {
    return config.is("cookieless_mode", "always");
  }

  private boolean onReject() {
    return config.is("cookieless_mode", "on_reject");
  }

  /** Whether the visitor said no, or was not asked where that means no. */
  public boolean optedOut() {
    Text status = status();
    return always()
        || status.is("denied")
        || (status.is("pending") && (config.flag("opt_out_capturing_by_default") || onReject()));
  }

  /** Whether events may be captured, of a known visitor or of nobody in particular. */
  public boolean captures() {
    return cookieless() || !optedOut();
  }

  /** Whether nothing may be stored. */
  public boolean blocksStorage() {
    return optedOut() && (config.flag("opt_out_persistence_by_default") || always() || onReject());
  }

  /** Keeps the visitor's answer. */
  public void say(boolean yes) {
    Text value = yes ? Text.of("1") : Text.of("0");
    if (inCookie() || !WebStorage.local().write(key, value)) {
      Cookies.write(
          key,
          value,
          config.number("cookie_expiration", 365),
          config.flag("cross_subdomain_cookie"),
          config.flag("secure_cookie"));
    }
  }

  /** Forgets the visitor's choice. */
  public void forget() {
    WebStorage.local().remove(key);
    if (!Cookies.read(key).isEmpty()) {
      Cookies.remove(key);
    }
  }

  private boolean inCookie() {
    return config.is("opt_out_capturing_persistence_type", "cookie");
  }

  private Text stored() {
    if (always()) {
      return Text.of("");
    }
    Text there = WebStorage.local().read(key);
    Text cookie = Cookies.read(key);
    return inCookie() ? cookie.or(there) : there.or(cookie);
  }
}
