package dev.hedgerow.snippet.identity;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Cookies;
import dev.hedgerow.snippet.browser.Scripts;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.WebStorage;

/** Whether the visitor said yes or no to being counted (contract C11.3). */
public final class Consent {
  private final Bag config;

  /** Reads the choice that these options point to. */
  public Consent(Bag config) {
    this.config = config;
  }

  /** The name of what is kept. */
  public static Text key(Bag config) {
    return config
        .text("consent_persistence_name")
        .or(Text.of("__ph_opt_in_out_").plus(config.text("token")));
  }

  private Text key() {
    return key(config);
  }

  /** What the visitor said, {@code granted}, {@code denied} or {@code pending}; the browser's do-not-track setting counts as no where the page respects it. */
  public Text status() {
    Text said = store().read(key()).or(Cookies.read(key()));
    if (said.fits("^\"?(0|false|no)\"?$") || config.flag("respect_dnt")) {
      return Text.of("denied");
    }
    return said.fits("^\"?(1|true|yes)\"?$") ? Text.of("granted") : Text.of("pending");
  }

  private WebStorage store() {
    return config.is("opt_out_capturing_persistence_type", "cookie")
        ? WebStorage.of(Scripts.ask(Text.of("store"), config, null))
        : WebStorage.local();
  }

  /** What follows for this visitor: {@code out}, {@code captures}, {@code blocks} and {@code cookieless}. */
  public Bag stand() {
    Text status = status();
    if (config.flag("cookieless_mode")) {
      return Bag.orEmpty(Scripts.ask(Text.of("consent"), config, status));
    }
    boolean out =
        status.is("pending") ? config.flag("opt_out_capturing_by_default") : status.is("denied");
    Bag stand = Bag.create();
    stand.set("out", out);
    stand.set("captures", !out);
    stand.set("blocks", out && config.flag("opt_out_persistence_by_default"));
    return stand;
  }

  /** Whether the visitor is counted without anything being kept or recognised (contract C11.5). */
  public boolean cookieless() {
    return config.flag("cookieless_mode") && stand().flag("cookieless");
  }

  /** Whether the visitor said no, or was not asked where that means no. */
  public boolean optedOut() {
    return stand().flag("out");
  }

  /** Whether events may be captured, of a known visitor or of nobody in particular. */
  public boolean captures() {
    return stand().flag("captures");
  }

  /** Whether nothing may be stored. */
  public boolean blocksStorage() {
    return stand().flag("blocks");
  }

  /** Keeps the visitor's answer. */
  public void say(boolean yes) {
    Text value = yes ? Text.of("1") : Text.of("0");
    if (!store().write(key(), value)) {
      Cookies.write(
          key(),
          value,
          config.number("cookie_expiration", 365),
          config.flag("cross_subdomain_cookie"),
          config.flag("secure_cookie"));
    }
  }

  /** Forgets the visitor's choice. */
  public void forget() {
    WebStorage.local().remove(key());
    if (!Cookies.read(key()).isEmpty()) {
      Cookies.remove(key());
    }
  }
}
