package dev.hedgerow.snippet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** A web site with the script on it, which writes down every request that is posted to it. */
final class Site implements AutoCloseable {
  /** One posted request; a compressed body is kept inflated. */
  record Request(String path, String contentType, boolean gzipped, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile String remoteConfig =
      "{\"supportedCompression\":[\"gzip-js\"],\"autocapture_opt_out\":false,"
          + "\"hasFeatureFlags\":false}";
  private volatile int status = 200;
  private volatile long scriptAfter;
  private volatile boolean scriptless;
  private final List<Request> questions = new CopyOnWriteArrayList<>();
  private volatile String flags = "{\"flags\":{}}";
  private volatile int flagsStatus = 200;
  private volatile long flagsAfter;

  Site() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Serves a page there. */
  Site page(String path, String html) {
    pages.put(path, html);
    return this;
  }

  /** Answers this to who asks for the remote config; empty for 404. */
  Site remoteConfig(String json) {
    remoteConfig = json;
    return this;
  }

  /** Answers posted events with this status from now on. */
  void answerWith(int newStatus) {
    status = newStatus;
  }

  /** Answers who asks for the script only after that many milliseconds. */
  void holdScript(long millis) {
    scriptAfter = millis;
  }

  /** Has no script. */
  void withoutScript() {
    scriptless = true;
  }

  /** Answers this, with this status, to who asks for feature flags; status 0 for no answer at all. */
  Site flags(int newStatus, String json) {
    flagsStatus = newStatus;
    flags = json;
    return this;
  }

  /** Answers who asks for feature flags only after that many milliseconds. */
  Site holdFlags(long millis) {
    flagsAfter = millis;
    return this;
  }

  /** What was asked about feature flags so far, in order. */
  List<Request> questions() {
    return questions;
  }

  /** What was posted so far, in order, but for questions about feature flags. */
  List<Request> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().toString();
      if (path.startsWith("/flags") || path.startsWith("/api/")) {
        questions.add(request(path, exchange.getRequestHeaders().getFirst("Content-Type"), body));
      }
      if (path.startsWith("/flags")) {
        answerFlags(exchange);
      } else if (exchange.getRequestMethod().equals("POST")) {
        requests.add(request(path, exchange.getRequestHeaders().getFirst("Content-Type"), body));
        send(exchange, status, "application/json", "{\"status\":\"Ok\"}");
      } else if (path.endsWith(".js") && scriptless) {
        send(exchange, 404, "text/plain", "");
      } else if (path.endsWith(".js")) {
        Thread.sleep(scriptAfter);
        send(exchange, 200, "text/javascript", script(path.substring(path.lastIndexOf('/') + 1)));
      } else if (path.endsWith("/config")) {
        send(exchange, remoteConfig.isEmpty() ? 404 : 200, "application/json", remoteConfig);
      } else {
        String html = pages.get(exchange.getRequestURI().getPath());
        send(
            exchange,
            html == null ? 404 : 200,
            "text/html; charset=utf-8",
            html == null ? "" : html);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answerFlags(HttpExchange exchange) throws IOException {
    try {
      Thread.sleep(flagsAfter);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (flagsStatus > 0) {
      send(exchange, flagsStatus, "application/json", flags);
    }
  }

  private static Request request(String path, String type, byte[] body) throws IOException {
    boolean gzipped = body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b;
    byte[] plain =
        gzipped ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
    return new Request(path, String.valueOf(type), gzipped, new String(plain, UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** The compiled script of that name: {@code array.js} or a part. */
  static String script(String name) {
    try (InputStream in = Site.class.getResourceAsStream("/dev/hedgerow/snippet/" + name)) {
      return new String(java.util.Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
