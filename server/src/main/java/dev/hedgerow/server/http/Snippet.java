package dev.hedgerow.server.http;

import dev.hedgerow.server.wire.Json;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The script that pages load, its parts and what describes them, from the class path (contract C 1.5). A part belongs to one
 * build: asked for another build's, it is not there, since a page that still runs the old script must not get a new part.
 */
final class Snippet {
  private static final String SCRIPT = "application/javascript; charset=utf-8";
  private static final String TYPES = "application/typescript; charset=utf-8";
  private static final String FOLDER = "/dev/hedgerow/snippet/";
  private static final String DESCRIPTION = "snippet.json";
  private static final String FOR_MINUTES = "public, max-age=300";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final HttpString NO_SNIFF = new HttpString("X-Content-Type-Options");
  private static final HttpString TYPES_AT = new HttpString("X-TypeScript-Types");
  private static final HttpString FOR_ALL = new HttpString("Cross-Origin-Resource-Policy");

  private final byte[] description = file(DESCRIPTION);
  private final Map<String, @Nullable Object> described = described(description);

  private static Map<String, @Nullable Object> described(byte[] json) {
    try {
      return Json.object(json);
    } catch (IOException e) {
      throw new UncheckedIOException("expected the snippet's description to be JSON", e);
    }
  }

  private static byte[] file(String name) {
    try (InputStream in = Snippet.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("expected " + name + " in this build but found none");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  /** Tells whether a path, without a slash at its end, is one of the files'. */
  boolean has(String path) {
    return path.startsWith("/static/") && (isDescription(path) || !nameOf(path).isEmpty());
  }

  private static boolean isDescription(String path) {
    return path.equals("/static/" + DESCRIPTION);
  }

  private String build() {
    return String.valueOf(described.get("build"));
  }

  /** The file a path means; empty if it means none. */
  private String nameOf(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    boolean known =
        described.get("integrity") instanceof Map<?, ?> files && files.containsKey(name);
    boolean own = path.equals("/static/" + name) || path.equals("/static/" + build() + "/" + name);
    boolean whole = name.equals("array.js") || name.equals("array.full.js");
    return known && (own || whole) ? name : "";
  }

  /** Answers a file. Blocks; call it on a worker. */
  void answer(HttpServerExchange exchange, String path) throws IOException {
    if (isDescription(path)) {
      exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, FOR_MINUTES);
      Answers.bytes(exchange, 200, "application/json", description);
      return;
    }
    String name = nameOf(path);
    boolean forEver = path.startsWith("/static/" + build() + "/");
    if (name.equals("module.js")) {
      exchange.getResponseHeaders().put(TYPES_AT, "./module.d.ts");
    }
    String type = name.endsWith(".d.ts") ? TYPES : SCRIPT;
    text(exchange, type, file(name), file(name + ".gz"), forEver ? FOR_EVER : FOR_MINUTES);
  }

  /** Answers the whole script with something before it. */
  void answer(HttpServerExchange exchange, String name, String prefix) throws IOException {
    ByteArrayOutputStream script = new ByteArrayOutputStream();
    script.writeBytes(prefix.getBytes(StandardCharsets.UTF_8));
    script.writeBytes(file(name));
    script(exchange, script.toByteArray());
  }

  /** Answers a script, compressed where the browser takes it, or 304 where it has it. */
  static void script(HttpServerExchange exchange, byte[] script) throws IOException {
    text(exchange, SCRIPT, script, packed(script), FOR_MINUTES);
  }

  private static void text(
      HttpServerExchange exchange, String type, byte[] script, byte[] packed, String keeping) {
    String tag = tag(script);
    exchange.getResponseHeaders().put(Headers.ETAG, tag);
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, keeping);
    exchange.getResponseHeaders().put(NO_SNIFF, "nosniff");
    exchange.getResponseHeaders().put(FOR_ALL, "cross-origin");
    exchange.getResponseHeaders().add(Headers.VARY, "Accept-Encoding");
    String known = exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH);
    if (known != null && known.contains(tag)) {
      exchange.setStatusCode(304);
      exchange.endExchange();
      return;
    }
    String accepted = exchange.getRequestHeaders().getFirst(Headers.ACCEPT_ENCODING);
    if (accepted != null && accepted.contains("gzip")) {
      exchange.getResponseHeaders().put(Headers.CONTENT_ENCODING, "gzip");
      Answers.bytes(exchange, 200, type, packed);
    } else {
      Answers.bytes(exchange, 200, type, script);
    }
  }

  private static byte[] packed(byte[] script) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(script);
    }
    return out.toByteArray();
  }

  /** Returns a weak tag: the same script may come compressed or not. */
  private static String tag(byte[] script) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(script);
      return "W/\"" + HexFormat.of().formatHex(hash, 0, 8) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected SHA-256 in every Java", e);
    }
  }
}
