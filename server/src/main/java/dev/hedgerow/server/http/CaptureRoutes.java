package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.wire.Capture;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that snippets and SDKs ask for: capture, remote config, the script, and the empty answers of
 * features that are not there yet. Each route with and without a slash at its end, never redirected
 * (contract S 1.1).
 *
 * <p>Bodies are counted here. Undertow's own {@code MAX_ENTITY_SIZE} ends the connection without an
 * answer, so set it to -1 or to four times {@code bodyBytesMax}.
 */
final class CaptureRoutes implements HttpHandler {
  private static final Set<String> CAPTURE =
      Set.of("/e", "/i/v0/e", "/in", "/capture", "/track", "/batch", "/engage", "/s");
  private static final Set<String> VERSION_ONE =
      Set.of("/i/v1/analytics/events", "/i/v1/ai/events");
  private static final Set<String> FLAGS = Set.of("/flags", "/decide");
  private static final Map<String, Map<String, Object>> EMPTY = Map.of(
      "/api/surveys", Map.of("surveys", List.of()),
      "/api/early_access_features", Map.of("earlyAccessFeatures", List.of()),
      "/api/web_experiments", Map.of("experiments", List.of()),
      "/api/product_tours", Map.of("product_tours", List.of()));

  /** Whether who asks knows the server by its ingest path. */
  private static final AttachmentKey<Boolean> BEHIND = AttachmentKey.create(Boolean.class);

  private final Services services;
  private final Snippet snippet = new Snippet();
  private final CaptureHandler capture;
  private final VersionOneHandler versionOne;
  private final FlagsHandler flags;
  private final Bodies bodies;
  private final HttpHandler routes;

  CaptureRoutes(Services services) {
    this(services, services.limits().connections().bodyStalledAfter());
  }

  CaptureRoutes(Services services, Duration stalledAfter) {
    this.services = services;
    this.bodies = new Bodies(services, stalledAfter);
    DailySalts salts = new DailySalts(services.catalog(), services.clock());
    Capture reading = new Capture(services.limits(), this::project, salts, services.clues());
    Capture atOnce =
        new Capture(services.limits(), this::projectAtHand, salts::atHand, services.clues());
    this.capture = new CaptureHandler(services, reading, atOnce, bodies);
    this.versionOne = new VersionOneHandler(reading, bodies, capture);
    this.flags = new FlagsHandler(services, reading, bodies);
    this.routes = new HttpContinueReadHandler(this::route);
  }

  /** Tells whether a request for that path belongs here. */
  boolean handles(String path) {
    String plain = plain(services.paths().inner(path));
    return services.paths().isScript(path)
        || CAPTURE.contains(plain)
        || VERSION_ONE.contains(plain)
        || FLAGS.contains(plain)
        || EMPTY.containsKey(plain)
        || snippet.has(plain)
        || plain.startsWith("/array/");
  }

  /** Returns the paths without a token in them that it answers. */
  static Set<String> all() {
    Set<String> all = new TreeSet<>(CAPTURE);
    all.addAll(VERSION_ONE);
    all.addAll(FLAGS);
    all.addAll(EMPTY.keySet());
    return all;
  }

  /** Returns the bytes that requests hold now. */
  long bytesHeld() {
    return bodies.bytesHeld();
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String path = exchange.getRequestPath();
    boolean behind = services.paths().isBehind(path);
    boolean script = services.paths().isScript(path) && services.paths().ingest() != null;
    exchange.putAttachment(BEHIND, behind || script);
    exchange.setRequestPath(services.paths().inner(path));
    routes.handleRequest(exchange);
  }

  /** Returns the path without one slash at its end. */
  static String plain(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  static void wrongMethod(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.ALLOW, "GET, POST, OPTIONS");
    Answers.error(
        exchange,
        405,
        "validation_error",
        "method_not_allowed",
        "expected another method than " + exchange.getRequestMethod(),
        null);
  }

  private void route(HttpServerExchange exchange) {
    String path = plain(exchange.getRequestPath());
    if (CAPTURE.contains(path)) {
      Cors.withCredentials(exchange);
      if (isOneOf(exchange, "GET", "POST", "OPTIONS")) {
        capture.handle(exchange);
      }
    } else if (VERSION_ONE.contains(path)) {
      Cors.withCredentials(exchange);
      if (isOneOf(exchange, "POST", "OPTIONS")) {
        versionOne.handle(exchange);
      }
    } else if (FLAGS.contains(path)) {
      Cors.withCredentials(exchange);
      flags.handle(exchange);
    } else {
      read(exchange, path);
    }
  }

  /** Answers what is only read: on a worker, as the catalog may have to be asked. */
  private void read(HttpServerExchange exchange, String path) {
    if (path.startsWith("/array/")) {
      Cors.withCredentials(exchange);
    } else {
      Cors.open(exchange);
    }
    if (!isOneOf(exchange, "GET", "HEAD", "OPTIONS")) {
      return;
    }
    if (exchange.getRequestMethod().equals(Methods.OPTIONS)) {
      Answers.json(exchange, 200, Map.of("status", 1));
      return;
    }
    exchange.dispatch(() -> {
      try {
        readNow(exchange, path);
      } catch (IOException e) {
        Answers.retryLater(exchange);
      }
    });
  }

  private void readNow(HttpServerExchange exchange, String path) throws IOException {
    Map<String, Object> empty = EMPTY.get(path);
    if (empty != null) {
      empty(exchange, empty);
    } else if (snippet.has(path)) {
      snippet.answer(exchange, path);
    } else if (services.paths().isScript(path)) {
      script(exchange);
    } else {
      array(exchange, path.substring("/array/".length()));
    }
  }

  private void empty(HttpServerExchange exchange, Map<String, Object> empty) throws IOException {
    String token = first(exchange, "token");
    if (token == null || token.isBlank()) {
      Answers.error(
          exchange,
          401,
          "authentication_error",
          "missing_api_key",
          "expected a project token under token",
          null);
    } else if (project(token) == null) {
      Answers.error(
          exchange,
          401,
          "authentication_error",
          "invalid_api_key",
          "API key is not valid: unknown",
          null);
    } else {
      Answers.json(exchange, 200, empty);
    }
  }

  /** Answers {@code <token>/config}, {@code <token>/config.js} and {@code <token>/array.js}. */
  private void array(HttpServerExchange exchange, String rest) throws IOException {
    int slash = rest.indexOf('/');
    String what = slash < 0 ? "" : rest.substring(slash + 1);
    String token = slash < 0 ? "" : rest.substring(0, slash);
    Project project = project(token);
    if (project == null) {
      notFound(exchange, "expected a known project token in the path");
      return;
    }
    boolean behind = isBehind(exchange);
    switch (what) {
      case "config" -> Answers.json(exchange, 200, RemoteConfig.keys(project.settings(), behind));
      case "config.js" ->
        Snippet.script(
            exchange,
            RemoteConfig.script(token, project.settings(), behind)
                .getBytes(StandardCharsets.UTF_8));
      case "array.js", "array.full.js" ->
        snippet.answer(exchange, what, RemoteConfig.script(token, project.settings(), behind));
      default -> notFound(exchange, "expected config, config.js or array.js after the token");
    }
  }

  /** Answers the script for the first project under the path that the owner chose. */
  private void script(HttpServerExchange exchange) throws IOException {
    List<Project> projects = services.catalog().projects();
    if (projects.isEmpty()) {
      notFound(exchange, "there is no project yet");
    } else {
      Project first = projects.get(0);
      snippet.answer(
          exchange,
          "array.js",
          RemoteConfig.script(first.token(), first.settings(), isBehind(exchange)));
    }
  }

  private @Nullable Project project(String token) throws IOException {
    return services.catalog().projectByToken(token, services.clock().instant());
  }

  private Project projectAtHand(String token) throws NotAtHandException {
    Project project = services.catalog().atHand(token);
    if (project == null) {
      throw new NotAtHandException("the token's project");
    }
    return project;
  }

  private static boolean isBehind(HttpServerExchange exchange) {
    return Boolean.TRUE.equals(exchange.getAttachment(BEHIND));
  }

  private static void notFound(HttpServerExchange exchange, String detail) {
    Answers.error(exchange, 404, "validation_error", "not_found", detail, null);
  }

  private static boolean isOneOf(HttpServerExchange exchange, String... methods) {
    if (List.of(methods).contains(exchange.getRequestMethod().toString())) {
      return true;
    }
    wrongMethod(exchange);
    return false;
  }

  private static @Nullable String first(HttpServerExchange exchange, String name) {
    Deque<String> values = exchange.getQueryParameters().get(name);
    return values == null ? null : values.peekFirst();
  }
}
