package dev.hedgerow.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** The script that pages load, from the class path, alone or with its settings before it. */
final class Snippet {
  private static final String SCRIPT = "application/javascript; charset=utf-8";

  private final String resource;

  Snippet(String resource) {
    this.resource = resource;
  }

  /** Answers the prefix followed by the script. Blocks; call it on a worker. */
  void answer(HttpServerExchange exchange, String prefix) throws IOException {
    try (InputStream in = Snippet.class.getResourceAsStream(resource)) {
      if (in == null) {
        Answers.error(
            exchange,
            404,
            "validation_error",
            "no_snippet",
            "expected the snippet in this build but it was made without",
            null);
        return;
      }
      ByteArrayOutputStream script = new ByteArrayOutputStream();
      script.writeBytes(prefix.getBytes(StandardCharsets.UTF_8));
      in.transferTo(script);
      script(exchange, script.toByteArray());
    }
  }

  /** Answers a script, compressed where the browser takes it, or 304 where it has it. */
  static void script(HttpServerExchange exchange, byte[] script) throws IOException {
    String tag = tag(script);
    exchange.getResponseHeaders().put(Headers.ETAG, tag);
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "public, max-age=300");
    exchange.getResponseHeaders().add(Headers.VARY, "Accept-Encoding");
    String known = exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH);
    if (known != null && known.contains(tag)) {
      exchange.setStatusCode(304);
      exchange.endExchange();
      return;
    }
    String accepted = exchange.getRequestHeaders().getFirst(Headers.ACCEPT_ENCODING);
    boolean packed = accepted != null && accepted.contains("gzip");
    if (packed) {
      exchange.getResponseHeaders().put(Headers.CONTENT_ENCODING, "gzip");
    }
    Answers.bytes(exchange, 200, SCRIPT, packed ? packed(script) : script);
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
