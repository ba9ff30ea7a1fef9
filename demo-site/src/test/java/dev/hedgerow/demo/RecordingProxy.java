package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands between browser and server and writes down every request. Its address stays while the
 * server behind it comes and goes; without a server it says yes to everything itself.
 */
final class RecordingProxy implements AutoCloseable {

  private static final Set<String> NOT_FORWARDED =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

  /** Accepted; and, to who asks for the remote config, autocapture with gzip. */
  private static final String YES = """
      {"status":1,"autocapture_opt_out":false,"supportedCompression":["gzip-js"],\
      "hasFeatureFlags":false}""";

  private final HttpServer http;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Recorded> requests = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> scripts = new ConcurrentHashMap<>();
  private final Map<String, byte[]> pages = new ConcurrentHashMap<>();
  private final Map<String, Long> late = new ConcurrentHashMap<>();
  private final Set<String> missing = ConcurrentHashMap.newKeySet();
  private final AtomicInteger atWork = new AtomicInteger();
  private volatile @Nullable URI server;
  private volatile Function<Recorded, @Nullable Reply> replies = request -> null;

  private RecordingProxy(@Nullable URI server) throws IOException {
    this.server = server;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(workers);
    http.createContext("/", this::handle);
    http.start();
  }

  static RecordingProxy inFrontOf(URI server) throws IOException {
    return new RecordingProxy(server);
  }

  /** A server that accepts everything and knows nothing. */
  static RecordingProxy alone() throws IOException {
    return new RecordingProxy(null);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** Sends what comes from now on to another server. */
  void forwardTo(URI other) {
    server = other;
  }

  /** Serves a script of our own at a path instead of asking the server. */
  void serveScript(String path, byte[] script) {
    scripts.put(path, script);
  }

  /** Answers at a path only after that many milliseconds. */
  void hold(String path, long millis) {
    late.put(path, millis);
  }

  /** Has nothing at a path. */
  void miss(String path) {
    missing.add(path);
  }

  private void await(String path) throws IOException {
    try {
      Thread.sleep(late.getOrDefault(path, 0L));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while an answer was held", e);
    }
  }

  /** Serves a page of our own at a path. */
  void servePage(String path, String html) {
    pages.put(path, html.getBytes(UTF_8));
  }

  /**
   * What is answered to a request.
   *
   * @param retryAfter the header of that name; empty for none
   */
  record Reply(int status, String type, String body, String retryAfter) {}

  /** Asks this first what to answer; null leaves it to the pages, the scripts, the server. */
  void answering(Function<Recorded, @Nullable Reply> asked) {
    replies = asked;
  }

  /** Whether a request has come that is not answered yet. */
  boolean isBusy() {
    return atWork.get() > 0;
  }

  /** Every request so far, oldest first. */
  List<Recorded> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    atWork.incrementAndGet();
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Recorded recorded = Recorded.of(
          exchange.getRequestMethod(),
          exchange.getRequestURI().toString(),
          exchange.getRequestHeaders().entrySet().toString(),
          body);
      Reply reply = replies.apply(recorded);
      requests.add(recorded);
      if (reply != null) {
        answer(exchange, reply);
        return;
      }
      String path = exchange.getRequestURI().getPath();
      byte[] script = scripts.get(path.substring(Math.max(0, path.indexOf("/static/"))));
      byte[] page = pages.get(path);
      URI behind = server;
      await(exchange.getRequestURI().getPath());
      if (missing.contains(exchange.getRequestURI().getPath())) {
        answer(exchange, 404, new byte[0]);
      } else if (script != null) {
        exchange.getResponseHeaders().set("Content-Type", "text/javascript; charset=utf-8");
        answer(exchange, 200, script);
      } else if (page != null) {
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        answer(exchange, 200, page);
      } else if (behind == null) {
        answer(exchange, 200, YES.getBytes(UTF_8));
      } else {
        forward(exchange, behind, body);
      }
    } finally {
      atWork.decrementAndGet();
    }
  }

  private static void answer(HttpExchange exchange, Reply reply) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", reply.type());
    if (!reply.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().set("Retry-After", reply.retryAfter());
    }
    answer(exchange, reply.status(), reply.body().getBytes(UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
    exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "*");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private void forward(HttpExchange exchange, URI behind, byte[] body) throws IOException {
    HttpResponse<byte[]> response;
    try {
      response =
          client.send(request(exchange, behind, body), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a request was forwarded", e);
    }
    response.headers().map().forEach((name, values) -> {
      if (forwarded(name)) {
        exchange.getResponseHeaders().put(name, values);
      }
    });
    byte[] answer = response.body();
    boolean bare = exchange.getRequestMethod().equals("HEAD") || answer.length == 0;
    exchange.sendResponseHeaders(response.statusCode(), bare ? -1 : answer.length);
    if (!bare) {
      exchange.getResponseBody().write(answer);
    }
  }

  private static HttpRequest request(HttpExchange exchange, URI behind, byte[] body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create(behind + exchange.getRequestURI().toString()))
        .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange.getRequestHeaders().forEach((name, values) -> {
      if (forwarded(name)) {
        values.forEach(value -> request.header(name, value));
      }
    });
    return request.build();
  }

  private static boolean forwarded(String header) {
    return !header.startsWith(":") && !NOT_FORWARDED.contains(header.toLowerCase(Locale.ROOT));
  }

  @Override
  public void close() {
    http.stop(0);
    workers.shutdownNow();
  }
}
