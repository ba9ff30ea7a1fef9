package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A site of pages with headers of their own, with this build's script on it, that writes down the events it is sent. */
final class HostileSite implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The remote config, and the answer to everything else nobody laid down here. */
  private static final String YES = """
      {"supportedCompression":["gzip-js"],"autocapture_opt_out":false,"hasFeatureFlags":false}""";

  /** A page and the one header that makes it special, as {@code name: value}; empty for none. */
  record Served(String html, String header) {}

  private final HttpServer http;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Map<String, Served> pages = new ConcurrentHashMap<>();
  private final List<Recorded> posted = new CopyOnWriteArrayList<>();

  HostileSite() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(workers);
    http.createContext("/", this::handle);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  void serve(String path, String html, String header) {
    pages.put(path, new Served(html, header));
  }

  /** Everything posted so far. */
  List<Recorded> posted() {
    return posted;
  }

  /** The events of everything posted so far; a body without a single character has none. */
  List<JsonNode> events() {
    List<JsonNode> events = new ArrayList<>();
    for (Recorded request : posted) {
      try {
        if (!request.body().isEmpty()) {
          JSON.readTree(wholeCharacters(request.body())).path("batch").forEach(events::add);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(request.body(), e);
      }
    }
    return events;
  }

  /** A browser writes half a character as an escape, which the server, too, reads as U+FFFD. */
  private static String wholeCharacters(String json) {
    return json.replaceAll("(?<!\\\\)((?:\\\\\\\\)*)\\\\u[dD][89a-fA-F]..", "$1\uFFFD");
  }

  /** A file of the tables that the snippet's own tests go through as well. */
  static String text(String name) throws IOException {
    try (InputStream in =
        HostileSite.class.getResourceAsStream("/dev/hedgerow/snippet/hostile/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      Served page = pages.get(path);
      if (exchange.getRequestMethod().equals("POST")) {
        posted.add(Recorded.of("POST", path, "", body));
        answer(exchange, "application/json", "", "{}".getBytes(UTF_8));
      } else if (path.endsWith(".js")) {
        byte[] script = OurSnippet.file(path.substring(path.lastIndexOf('/') + 1));
        answer(exchange, "text/javascript", "", script);
      } else if (page != null) {
        answer(exchange, "text/html; charset=utf-8", page.header(), page.html().getBytes(UTF_8));
      } else {
        answer(exchange, "application/json", "", YES.getBytes(UTF_8));
      }
    }
  }

  private static void answer(HttpExchange exchange, String type, String header, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
    exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "*");
    exchange.getResponseHeaders().set("Content-Type", type);
    int colon = header.indexOf(": ");
    if (colon > 0) {
      exchange.getResponseHeaders().set(header.substring(0, colon), header.substring(colon + 2));
    }
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    http.stop(0);
    workers.shutdownNow();
  }
}
