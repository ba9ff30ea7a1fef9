package dev.hedgerow.server.http;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where, beside the usual paths, browsers find the snippet and bring its events, so that a site need not use paths that
 * stand on the lists of ad blockers.
 *
 * @param script the path of the script, such as {@code /js/site.js}, or null for none
 * @param ingest what stands before the paths of all that the snippet asks for, such as {@code /collect}, or null for nothing
 */
public record Paths(@Nullable String script, @Nullable String ingest) {
  /** The usual paths only. */
  public static final Paths STANDARD = new Paths(null, null);

  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,80}){1,8}");

  /** First parts of paths that mean something already. */
  private static final Set<String> TAKEN = Set.of(
      "static",
      "array",
      "api",
      "page",
      "e",
      "i",
      "in",
      "capture",
      "track",
      "batch",
      "flags",
      "decide",
      "login",
      "logout",
      "metrics",
      "_health",
      "_readiness",
      "_liveness");

  public Paths {
    if (script != null && (!isFree(script) || !script.endsWith(".js"))) {
      throw new IllegalArgumentException(
          "expected a script path such as /js/site.js, not one of the server's own, but found "
              + script);
    }
    if (ingest != null && !isFree(ingest)) {
      throw new IllegalArgumentException(
          "expected an ingest path such as /collect, not one of the server's own, but found "
              + ingest);
    }
  }

  private static boolean isFree(String path) {
    return PATH.matcher(path).matches() && !TAKEN.contains(path.split("/", -1)[1]);
  }

  /** Returns a path without what stands before those of the snippet; the path itself where nothing does. */
  String inner(String path) {
    return isBehind(path) ? path.substring(String.valueOf(ingest).length()) : path;
  }

  /** Tells whether a path is one behind the ingest path. */
  boolean isBehind(String path) {
    return ingest != null && path.startsWith(ingest + "/");
  }

  /** Tells whether a path is the script's. */
  boolean isScript(String path) {
    return path.equals(script);
  }
}
