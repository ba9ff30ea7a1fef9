package dev.hedgerow.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The page's own files, from the jar, all in memory. Safe from any thread. */
final class PageFiles {
  @SuppressWarnings("ArrayRecordComponent") // bytes are sent, not compared
  private record File(String type, String tag, byte[] bytes) {}

  private static final Map<String, String> TYPES = Map.ofEntries(
      Map.entry("live.html", "text/html; charset=utf-8"),
      Map.entry("ingestion.html", "text/html; charset=utf-8"),
      Map.entry("ingestion.js", "text/javascript; charset=utf-8"),
      Map.entry("signin.html", "text/html; charset=utf-8"),
      Map.entry("page.css", "text/css; charset=utf-8"),
      Map.entry("live.js", "text/javascript; charset=utf-8"),
      Map.entry("signin.js", "text/javascript; charset=utf-8"),
      Map.entry("icon.svg", "image/svg+xml"),
      Map.entry("settings.html", "text/html; charset=utf-8"),
      Map.entry("settings.js", "text/javascript; charset=utf-8"));

  private final Map<String, File> files = new HashMap<>();

  PageFiles() {
    TYPES.forEach((name, type) -> files.put(name, read(name, type)));
  }

  private static File read(String name, String type) {
    try (InputStream in = PageFiles.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IllegalStateException("expected the page's file " + name + " in the jar");
      }
      byte[] bytes = in.readAllBytes();
      String tag = HexFormat.of().formatHex(Digests.sha256(bytes), 0, 8);
      return new File(type, '"' + tag + '"', bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether browsers may fetch that file by its own name. */
  boolean has(String name) {
    return files.containsKey(name) && !name.endsWith(".html");
  }

  /** Sends a file that is there. */
  void send(HttpServerExchange exchange, String name) {
    File file = files.get(name);
    if (file == null) {
      throw new IllegalArgumentException("expected a file of the page but found " + name);
    }
    var headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, file.type());
    if (name.endsWith(".html")) {
      headers.put(Headers.CACHE_CONTROL, "no-store");
    } else {
      headers.put(Headers.CACHE_CONTROL, "no-cache");
      headers.put(Headers.ETAG, file.tag());
      if (file.tag().equals(exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH))) {
        exchange.setStatusCode(304);
        exchange.endExchange();
        return;
      }
    }
    exchange.getResponseSender().send(ByteBuffer.wrap(file.bytes()));
  }
}
