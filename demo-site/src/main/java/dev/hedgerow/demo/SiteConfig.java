package dev.hedgerow.demo;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where the site listens and whom it tells.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any free one
 * @param analytics address of the Hedgerow server, as a browser reaches it, without a trailing slash
 * @param token project token of the events
 * @param snippet what the pages hand to {@code posthog.init}
 */
public record SiteConfig(
    String host, int port, URI analytics, String token, SnippetOptions snippet) {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,200}");
  private static final Pattern ORIGIN =
      Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[\\w./-]*)?");

  public SiteConfig {
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException("expected a project token but found " + token);
    }
    analytics = URI.create(analytics.toString().replaceAll("/+$", ""));
    if (!ORIGIN.matcher(analytics.toString()).matches()) {
      throw new IllegalArgumentException("expected a web address but found " + analytics);
    }
  }

  /** A site on any free port of this machine with the standard options. */
  public static SiteConfig local(URI analytics, String token) {
    return new SiteConfig("127.0.0.1", 0, analytics, token, SnippetOptions.STANDARD);
  }

  /** The same on another port. */
  public SiteConfig withPort(int changed) {
    return new SiteConfig(host, changed, analytics, token, snippet);
  }

  /** The same with other options for the snippet. */
  public SiteConfig withSnippet(SnippetOptions changed) {
    return new SiteConfig(host, port, analytics, token, changed);
  }
}
