package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds who answers a path that is for people and their tools, and sets the safe headers. */
final class Router implements HttpHandler {
  private static final String PAGE_FILES = "/page/";
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
      + "img-src 'self'; connect-src 'self'; font-src 'self'; base-uri 'none'; "
      + "form-action 'self'; frame-ancestors 'none'";
  private static final HttpString POLICY_HEADER = new HttpString("Content-Security-Policy");

  /** Answers a path under a project, on a worker thread. */
  interface ProjectRoute {
    void answer(HttpServerExchange exchange, ProjectPath path) throws Exception;
  }

  private record Route(HttpString method, HttpHandler handler) {}

  private final Map<String, Route> routes = new HashMap<>();
  private final Map<String, ProjectRoute> projectRoutes = new HashMap<>();
  private final Map<String, HttpHandler> pages = new HashMap<>();
  private final Map<String, HttpHandler> trees = new HashMap<>();
  private final PageFiles files;

  Router(PageFiles files) {
    this.files = files;
  }

  /** Has that answer all paths under a project that go on so, where a last {@code *} is anything. */
  Router project(String what, ProjectRoute route) {
    projectRoutes.put(what, route);
    return this;
  }

  /** Has that answer a path, all under it, and all methods. */
  Router under(String path, HttpHandler handler) {
    trees.put(path, handler);
    return this;
  }

  /** Has that answer {@code GET} of a path with one part, and of all under it. */
  Router page(String path, HttpHandler handler) {
    pages.put(path, handler);
    return this;
  }

  Router get(String path, HttpHandler handler) {
    routes.put(path, new Route(Methods.GET, handler));
    return this;
  }

  Router post(String path, HttpHandler handler) {
    routes.put(path, new Route(Methods.POST, handler));
    return this;
  }

  /** Returns all that it answers: {@code GET /metrics}, {@code * /api/projects/<id>/query}. */
  Set<String> all() {
    Set<String> all = new TreeSet<>();
    routes.forEach((path, route) -> all.add(route.method() + " " + path));
    pages.keySet().forEach(path -> all.add("GET " + path));
    projectRoutes.keySet().forEach(what -> all.add("* /api/projects/<id>/" + what));
    trees.keySet().forEach(path -> all.add("* " + path));
    return all;
  }

  /** Runs on a worker thread. */
  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    setHeaders(exchange);
    String path = exchange.getRequestPath();
    Route route = routes.get(path);
    HttpHandler tree = tree(path);
    HttpHandler page = pages.get(firstPart(path));
    ProjectPath project = ProjectPath.of(path);
    ProjectRoute projectRoute = project == null ? null : projectRoute(project.what());
    if (route != null) {
      requireMethod(exchange, route.method());
      route.handler().handleRequest(exchange);
    } else if (project != null && projectRoute != null) {
      projectRoute.answer(exchange, project);
    } else if (page != null) {
      requireMethod(exchange, Methods.GET);
      page.handleRequest(exchange);
    } else if (tree != null) {
      tree.handleRequest(exchange);
    } else if (path.startsWith(PAGE_FILES) && files.has(path.substring(PAGE_FILES.length()))) {
      requireMethod(exchange, Methods.GET);
      files.send(exchange, path.substring(PAGE_FILES.length()));
    } else {
      throw new RejectedException(404, "not_found", "there is nothing under this path", null);
    }
  }

  private static String firstPart(String path) {
    int slash = path.indexOf('/', 1);
    return slash < 0 ? path : path.substring(0, slash);
  }

  private @Nullable HttpHandler tree(String path) {
    return trees.entrySet().stream()
        .filter(tree -> (path + "/").startsWith(tree.getKey() + "/"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private @Nullable ProjectRoute projectRoute(String what) {
    int slash = what.indexOf('/');
    return slash < 0 ? projectRoutes.get(what) : projectRoutes.get(what.substring(0, slash) + "/*");
  }

  private static void requireMethod(HttpServerExchange exchange, HttpString wanted)
      throws RejectedException {
    HttpString method = exchange.getRequestMethod();
    boolean head = wanted.equals(Methods.GET) && method.equals(Methods.HEAD);
    requireMethod(
        exchange,
        head || method.equals(wanted),
        wanted.equals(Methods.GET) ? "GET, HEAD" : wanted.toString());
  }

  /** Answers 405 with what is allowed, unless the method is one of these. */
  static void requireMethod(HttpServerExchange exchange, boolean is, String allowed)
      throws RejectedException {
    if (!is) {
      throw notAllowed(exchange, allowed);
    }
  }

  /** Returns what answers 405, with what is allowed. */
  static RejectedException notAllowed(HttpServerExchange exchange, String allowed) {
    exchange.getResponseHeaders().put(Headers.ALLOW, allowed);
    return new RejectedException(405, "method_not_allowed", "expected " + allowed, null);
  }

  static void setHeaders(HttpServerExchange exchange) {
    exchange
        .getResponseHeaders()
        .put(POLICY_HEADER, POLICY)
        .put(Headers.X_CONTENT_TYPE_OPTIONS, "nosniff")
        .put(Headers.REFERRER_POLICY, "no-referrer")
        .put(Headers.X_FRAME_OPTIONS, "DENY")
        .put(Headers.CACHE_CONTROL, "no-store");
  }
}
