package dev.hedgerow.snippet.send;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Pattern;

/** Where the server is. */
final class Hosts {
  private Hosts() {}

  /** The server's address without a slash at its end; a path before the endpoints is kept. */
  static String api(Bag config) {
    return Pattern.replace("/$", String.valueOf(config.text("api_host")).trim(), "");
  }
}
