package dev.hedgerow.snippet.send;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Text;

/** Where the server is. */
final class Hosts {
  private Hosts() {}

  /** The server's address without a slash at its end; a path before the endpoints is kept. */
  static Text api(Bag config) {
    return config.text("api_host").trim().replace("/$", "");
  }
}
