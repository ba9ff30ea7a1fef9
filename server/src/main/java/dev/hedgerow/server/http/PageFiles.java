package dev.hedgerow.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The pages' own files and the libraries they use, from the class path, kept in memory once asked for, also compressed. A
 * file's kind follows from how its name ends. Safe from any thread.
 */
final class PageFiles {
  @SuppressWarnings("ArrayRecordComponent") // bytes are sent, not compared
  private record File(String type, String tag, byte[] bytes, byte[] zipped) {}

  private static final Map<String, String> TYPES = Map.of(
      "html", "text/html; charset=utf-8",
      "css", "text/css; charset=utf-8",
      "js", "text/javascript; charset=utf-8",
      "json", "application/json",
      "svg", "image/svg+xml");

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,60}\\.([a-z]{2,4})");

  /** What pages call a library's file, and where its WebJar has it. */
  private static final Map<String, String> LIBRARIES = Map.of(
      "d3.min.js", "/META-INF/resources/webjars/d3/7.9.0/dist/d3.min.js",
      "d3-sankey.min.js", "/META-INF/resources/webjars/d3-sankey/0.12.3/dist/d3-sankey.min.js");

  private final Map<String, File> files = new ConcurrentHashMap<>();

  /** Returns whether browsers may fetch that file by its own name. */
  boolean has(String name) {
    return !name.endsWith(".html") && find(name) != null;
  }

  private @Nullable File find(String name) {
    File known = files.get(name);
    if (known != null) {
      return known;
    }
    var matcher = NAME.matcher(name);
    String type = matcher.matches()
        ? TYPES.get(matcher.group(1))
        : LIBRARIES.containsKey(name) ? TYPES.get("js") : null;
    File read = type == null ? null : read(LIBRARIES.getOrDefault(name, "page/" + name), type);
    if (read != null) {
      files.put(name, read);
    }
    return read;
  }

  private static @Nullable File read(String path, String type) {
    try (InputStream in = PageFiles.class.getResourceAsStream(path)) {
      if (in == null) {
        return null;
      }
      byte[] bytes = in.readAllBytes();
      var zipped = new ByteArrayOutputStream();
      try (var out = new GZIPOutputStream(zipped)) {
        out.write(bytes);
      }
      String tag = HexFormat.of().formatHex(Digests.sha256(bytes), 0, 8);
      return new File(type, '"' + tag + '"', bytes, zipped.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a file that is there. */
  void send(HttpServerExchange exchange, String name) {
    File file = find(name);
    if (file == null) {
      throw new IllegalArgumentException("expected a file of the page but found " + name);
    }
    var headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, file.type());
    headers.put(Headers.VARY, "Accept-Encoding");
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
    String accepts = exchange.getRequestHeaders().getFirst(Headers.ACCEPT_ENCODING);
    boolean zip = accepts != null && accepts.contains("gzip");
    if (zip) {
      headers.put(Headers.CONTENT_ENCODING, "gzip");
    }
    exchange.getResponseSender().send(ByteBuffer.wrap(zip ? file.zipped() : file.bytes()));
  }
}
