package dev.hedgerow.server.http;

import java.util.regex.Pattern;

/** What a site's owner pastes into the head of each page. */
public final class SnippetTag {
  private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.:_\\[\\]-]+");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]+");

  private SnippetTag() {}

  /**
   * Returns the script tags, ready to paste (contract C 1.2): the script for this project, then its
   * start, under the paths that the owner chose.
   *
   * @param origin scheme, host and port that browsers reach the server under, without a slash
   * @throws IllegalArgumentException if either could break out of its quotes
   */
  public static String html(String origin, String token, Paths paths) {
    if (!ORIGIN.matcher(origin).matches() || !TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException("expected an origin and a project token");
    }
    String before = paths.ingest() == null ? "" : paths.ingest();
    return """
        <script src="%s"></script>
        <script>
          posthog.init('%s', { api_host: '%s' })
        </script>
        """.formatted(
        origin
            + (paths.script() == null ? before + "/array/" + token + "/array.js" : paths.script()),
        token,
        origin + before);
  }
}
