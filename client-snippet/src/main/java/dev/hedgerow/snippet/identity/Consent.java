package dev.hedgerow.snippet.identity;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Cookies;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Pattern;
import dev.hedgerow.snippet.browser.WebStorage;
import org.jspecify.annotations.Nullable;

/** Whether the visitor said yes or no to being counted (contract C11.3). */
public final class Consent {
  /** The status of a visitor who said yes. */
  public static final String GRANTED = "granted";

  private static final String DENIED = "denied";
  private static final String PENDING = "pending";

  private final Bag config;
  private final String key;

  /** Reads the choice that these options point to. */
  public Consent(Bag config) {
    this.config = config;
    String name = config.text("consent_persistence_name");
    String prefix = config.text("opt_out_capturing_cookie_prefix");
    String token = config.text("token");
    this.key = name != null ? name : (prefix != null ? prefix : "__ph_opt_in_out_") + token;
  }

  /** What the visitor said, {@code granted}, {@code denied} or {@code pending}; the browser's do-not-track setting counts as no where the page respects it. */
  public String status() {
    if (config.flag("respect_dnt") && asksNotToTrack()) {
      return DENIED;
    }
    String said = stored();
    if (said != null && Pattern.foundIgnoringCase("^\"?(1|true|yes)\"?$", said)) {
      return GRANTED;
    }
    return said != null && Pattern.foundIgnoringCase("^\"?(0|false|no)\"?$", said)
        ? DENIED
        : PENDING;
  }

  private static boolean asksNotToTrack() {
    return asks(Page.navigator(), "doNotTrack")
        || asks(Page.navigator(), "msDoNotTrack")
        || asks(Page.window(), "doNotTrack");
  }

  private static boolean asks(Bag where, String name) {
    String said = Js.text(where.get(name));
    return where.is(name, true)
        || (said != null && Pattern.foundIgnoringCase("^(1|true|yes)$", said));
  }

  /** Whether nothing may be captured now. */
  public boolean optedOut() {
    String status = status();
    return status.equals(DENIED)
        || (status.equals(PENDING)
            && (config.flag("opt_out_capturing_by_default")
                || config.is("cookieless_mode", "on_reject")));
  }

  /** Whether, while opted out, nothing may be stored either. */
  public boolean blocksStorage() {
    return config.flag("opt_out_persistence_by_default") && optedOut();
  }

  /** Keeps the visitor's choice. */
  public void say(boolean yes) {
    String value = yes ? "1" : "0";
    WebStorage local = inCookie() ? null : WebStorage.local();
    if (local == null || !local.write(key, value)) {
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
    WebStorage local = WebStorage.local();
    if (local != null) {
      local.remove(key);
    }
    if (Cookies.read(key) != null) {
      Cookies.remove(key);
    }
  }

  private boolean inCookie() {
    return config.is("opt_out_capturing_persistence_type", "cookie");
  }

  private @Nullable String stored() {
    WebStorage local = WebStorage.local();
    String there = local == null ? null : local.read(key);
    String cookie = Cookies.read(key);
    return inCookie() ? or(cookie, there) : or(there, cookie);
  }

  private static @Nullable String or(@Nullable String first, @Nullable String second) {
    return first != null ? first : second;
  }
}
