package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger gets at every endpoint there is. A new route needs a line in the table here. */
class StrangersTest {
  /** Who may ask for a route. */
  private enum For {
    ANYBODY,
    SIGNED_IN_OR_KEY,
    READ_KEY,
    WRITE_KEY,
    ADMIN_KEY,
    ADMIN_KEY_OF_PROJECT,
    OWN_PAGE
  }

  private static final Map<String, For> ROUTES = new TreeMap<>(Map.ofEntries(
      Map.entry("GET /", For.ANYBODY),
      Map.entry("GET /insights", For.ANYBODY),
      Map.entry("GET /dashboards", For.ANYBODY),
      Map.entry("GET /shared", For.ANYBODY),
      Map.entry("GET /web", For.ANYBODY),
      Map.entry("GET /persons", For.ANYBODY),
      Map.entry("GET /groups", For.ANYBODY),
      Map.entry("GET /events", For.ANYBODY),
      Map.entry("GET /sql", For.ANYBODY),
      Map.entry("GET /ingestion", For.ANYBODY),
      Map.entry("GET /settings", For.ANYBODY),
      Map.entry("GET /api/audit", For.ADMIN_KEY),
      Map.entry("GET " + KeyRoutes.PATH + "/1/uses", For.ADMIN_KEY),
      Map.entry("GET /_health", For.ANYBODY),
      Map.entry("GET /_readiness", For.ANYBODY),
      Map.entry("GET /_liveness", For.ANYBODY),
      Map.entry("GET /metrics", For.ANYBODY),
      Map.entry("POST /login", For.OWN_PAGE),
      Map.entry("POST /logout", For.OWN_PAGE),
      Map.entry("GET /api/live", For.SIGNED_IN_OR_KEY),
      Map.entry("GET /api/live/info", For.SIGNED_IN_OR_KEY),
      Map.entry("GET /api/set_aside", For.ADMIN_KEY),
      Map.entry("POST /api/set_aside/replay", For.ADMIN_KEY),
      Map.entry("GET /api/projects/<id>/usage", For.SIGNED_IN_OR_KEY),
      Map.entry("GET /api/projects/<id>/ingestion", For.SIGNED_IN_OR_KEY),
      Map.entry("GET /api/projects/<id>/ingestion_warnings", For.SIGNED_IN_OR_KEY),
      Map.entry("GET /api/projects/<id>", For.SIGNED_IN_OR_KEY),
      Map.entry("POST /api/projects", For.ADMIN_KEY),
      Map.entry("POST /api/projects/demo", For.ADMIN_KEY),
      Map.entry("POST /api/projects/demo/", For.ADMIN_KEY),
      Map.entry("GET /api/projects/<id>/demo", For.SIGNED_IN_OR_KEY),
      Map.entry("POST /api/projects/<id>/rotate_token", For.ADMIN_KEY_OF_PROJECT),
      Map.entry("GET " + SharedRoute.PATH + "/a-guess", For.ANYBODY),
      Map.entry("GET /api/projects/<id>/insights", For.READ_KEY),
      Map.entry("POST /api/projects/<id>/insights", For.WRITE_KEY),
      Map.entry("GET /api/projects/<id>/insights/*", For.READ_KEY),
      Map.entry("PATCH /api/projects/<id>/insights/*", For.WRITE_KEY),
      Map.entry("DELETE /api/projects/<id>/insights/*", For.WRITE_KEY),
      Map.entry("GET /api/projects/<id>/dashboards", For.READ_KEY),
      Map.entry("POST /api/projects/<id>/dashboards", For.WRITE_KEY),
      Map.entry("GET /api/projects/<id>/dashboards/*", For.READ_KEY),
      Map.entry("PATCH /api/projects/<id>/dashboards/*", For.WRITE_KEY),
      Map.entry("DELETE /api/projects/<id>/dashboards/*", For.WRITE_KEY),
      Map.entry("GET /api/projects/<id>/cohorts", For.READ_KEY),
      Map.entry("POST /api/projects/<id>/cohorts", For.WRITE_KEY),
      Map.entry("GET /api/projects/<id>/cohorts/*", For.READ_KEY),
      Map.entry("PATCH /api/projects/<id>/cohorts/*", For.WRITE_KEY),
      Map.entry("DELETE /api/projects/<id>/cohorts/*", For.WRITE_KEY),
      Map.entry("GET /api/projects/<id>/event_definitions", For.READ_KEY),
      Map.entry("GET /api/projects/<id>/property_definitions", For.READ_KEY),
      Map.entry("GET /api/projects/<id>/actions", For.READ_KEY),
      Map.entry("POST /api/projects/<id>/actions", For.WRITE_KEY),
      Map.entry("GET /api/projects/<id>/actions/*", For.READ_KEY),
      Map.entry("PATCH /api/projects/<id>/actions/*", For.WRITE_KEY),
      Map.entry("DELETE /api/projects/<id>/actions/*", For.WRITE_KEY),
      Map.entry("GET /api/projects/<id>/persons", For.SIGNED_IN_OR_KEY),
      Map.entry("GET /api/projects/<id>/persons/*", For.SIGNED_IN_OR_KEY),
      Map.entry("DELETE /api/projects/<id>/persons/*", For.WRITE_KEY),
      Map.entry("GET /api/projects/<id>/erasures", For.SIGNED_IN_OR_KEY),
      Map.entry("GET /api/projects/<id>/settings", For.SIGNED_IN_OR_KEY),
      Map.entry("PATCH /api/projects/<id>/settings", For.WRITE_KEY),
      Map.entry("GET " + KeyRoutes.PATH, For.ADMIN_KEY),
      Map.entry("POST " + KeyRoutes.PATH, For.ADMIN_KEY),
      Map.entry("DELETE " + KeyRoutes.PATH + "/1", For.ADMIN_KEY),
      Map.entry("GET /api/projects/<id>/disk", For.SIGNED_IN_OR_KEY),
      Map.entry("GET /api/projects/<id>/export/*", For.READ_KEY),
      Map.entry("POST /api/projects/<id>/import/*", For.WRITE_KEY),
      Map.entry("GET /api/projects/<id>/query/*", For.READ_KEY),
      Map.entry("DELETE /api/projects/<id>/query/*", For.READ_KEY),
      Map.entry("POST /api/projects/<id>/query", For.READ_KEY)));

  private static DoorOnTrial trial;
  private static String cookie;

  @BeforeAll
  static void open() throws Exception {
    trial = new DoorOnTrial();
    cookie = trial.cookie();
    int elsewhere =
        trial.catalog.createProject("Other", "phc_other", Instant.EPOCH).id();
    key("phx_admin_elsewhere", Scope.ADMIN, Set.of(elsewhere));
    key("phx_admin_here", Scope.ADMIN, Set.of(1));
    key("phx_read", Scope.READ, Set.of());
    key("phx_write", Scope.WRITE, Set.of());
  }

  private static void key(String key, Scope scope, Set<Integer> projects) throws IOException {
    trial.catalog.addKey(Digests.hex(key), key, scope, projects, Instant.EPOCH);
  }

  @AfterAll
  static void close() throws IOException {
    trial.close();
  }

  @Test
  void everyRouteIsInTheTable() {
    Live live =
        new Live(trial.feed, () -> trial.health, () -> 0.0, Clock.systemUTC(), System::nanoTime, 1);
    Access access = new Access(trial.services, new Sessions(Clock.systemUTC()), null);
    TreeSet<String> known = new TreeSet<>();
    ROUTES.keySet().forEach(route -> known.add(anyMethod(route)));

    assertThat(Routes.router(trial.services, live, access, new PageFiles()).all())
        .isEqualTo(known);
  }

  /** A route under a project chooses by its method itself. */
  private static String anyMethod(String route) {
    return route.contains(KeyRoutes.PATH) || route.contains(SharedRoute.PATH)
        ? "* " + (route.contains(KeyRoutes.PATH) ? KeyRoutes.PATH : SharedRoute.PATH)
        : route.endsWith("/api/projects") || route.endsWith("/<id>")
            ? "* /api/projects"
            : route.contains("<id>") ? "*" + route.substring(route.indexOf(' ')) : route;
  }

  private static Stream<String> routes(For... who) {
    List<For> wanted = List.of(who);
    return ROUTES.entrySet().stream()
        .filter(entry -> wanted.contains(entry.getValue()))
        .map(Map.Entry::getKey);
  }

  static Stream<String> locked() {
    return routes(
        For.READ_KEY, For.WRITE_KEY, For.ADMIN_KEY, For.ADMIN_KEY_OF_PROJECT, For.SIGNED_IN_OR_KEY);
  }

  /** What changes something; what only reads is open to who is signed in. */
  static Stream<String> forKeysOrOwnPages() {
    return routes(For.READ_KEY, For.WRITE_KEY, For.ADMIN_KEY, For.ADMIN_KEY_OF_PROJECT)
        .filter(route -> !route.startsWith("GET "));
  }

  static Stream<String> forOwnPages() {
    return routes(For.OWN_PAGE);
  }

  static Stream<String> all() {
    return ROUTES.keySet().stream();
  }

  private static String path(String pattern) {
    return pattern.replace("<id>", "1").replace("*", "1");
  }

  private static HttpRequest.Builder request(String route) {
    String[] parts = route.split(" ", 2);
    return trial
        .to(path(parts[1]))
        .method(
            parts[0],
            HttpRequest.BodyPublishers.ofString(
                parts[0].equals("POST")
                    ? "{\"query\":{\"kind\":\"HogQLQuery\",\"query\":\"SELECT 1\"}}"
                    : ""));
  }

  @ParameterizedTest
  @MethodSource("locked")
  void withoutAKeyNothingIsTold(String route) throws Exception {
    refused(trial.send(request(route)), 401, "not_authenticated");
    refused(
        trial.send(request(route).header("Authorization", "Basic cGh4XzE6")),
        401,
        "not_authenticated");
    refused(
        trial.send(request(route).header("Cookie", cookie.split("=", 2)[0] + "=guess")),
        401,
        "not_authenticated");
  }

  @ParameterizedTest
  @MethodSource("locked")
  void aProjectTokenOrAnUnknownKeyOpensNothing(String route) throws Exception {
    for (String bearer : List.of(
        DoorOnTrial.TOKEN,
        "phx_" + "a".repeat(43),
        "phx_' OR 1=1 --",
        "",
        DoorOnTrial.KEY + "x",
        Digests.hex(DoorOnTrial.KEY),
        "phx_" + "x".repeat(10_000))) {
      refused(
          trial.send(request(route).header("Authorization", "Bearer " + bearer)),
          401,
          bearer.isEmpty() ? "not_authenticated" : "authentication_failed");
    }
  }

  static Stream<String> beyondRead() {
    return routes(For.WRITE_KEY, For.ADMIN_KEY, For.ADMIN_KEY_OF_PROJECT);
  }

  static Stream<String> beyondWrite() {
    return routes(For.ADMIN_KEY, For.ADMIN_KEY_OF_PROJECT);
  }

  private static HttpResponse<String> with(String route, String key) throws Exception {
    return trial.send(request(route).header("Authorization", "Bearer " + key));
  }

  @ParameterizedTest
  @MethodSource("locked")
  void aKeyOfAnotherProjectOpensNothing(String route) throws Exception {
    refused(with(route, "phx_admin_elsewhere"), 403, "permission_denied");
  }

  @ParameterizedTest
  @MethodSource("beyondRead")
  void aKeyToReadChangesNothing(String route) throws Exception {
    refused(with(route, "phx_read"), 403, "permission_denied");
  }

  @ParameterizedTest
  @MethodSource("beyondWrite")
  void aKeyToWriteAdministersNothing(String route) throws Exception {
    refused(with(route, "phx_write"), 403, "permission_denied");
    if (ROUTES.get(route) == For.ADMIN_KEY) {
      refused(with(route, "phx_admin_here"), 403, "permission_denied");
    }
  }

  @ParameterizedTest
  @MethodSource("forKeysOrOwnPages")
  void aCookieIsNotEnoughToChangeSomething(String route) throws Exception {
    refused(trial.send(request(route).header("Cookie", cookie)), 401, "not_authenticated");
    for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1", "file://")) {
      refused(
          trial.send(request(route).header("Cookie", cookie).header("Origin", origin)),
          401,
          "not_authenticated");
    }
    for (String site : List.of("cross-site", "same-site", "none")) {
      refused(
          trial.send(request(route).header("Cookie", cookie).header("Sec-Fetch-Site", site)),
          401,
          "not_authenticated");
    }
  }

  @ParameterizedTest
  @MethodSource("forOwnPages")
  void anotherSiteCannotActInASignedInBrowser(String route) throws Exception {
    for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1", "file://")) {
      refused(
          trial.send(request(route).header("Cookie", cookie).header("Origin", origin)),
          403,
          "permission_denied");
    }
    for (String site : List.of("cross-site", "same-site", "none")) {
      refused(
          trial.send(request(route).header("Cookie", cookie).header("Sec-Fetch-Site", site)),
          403,
          "permission_denied");
    }
    refused(trial.send(request(route).header("Cookie", cookie)), 403, "permission_denied");
  }

  @ParameterizedTest
  @MethodSource("all")
  void pagesOfOtherOriginsMayReadNothing(String route) throws Exception {
    if (route.endsWith("/api/live")) {
      return; // never ends; its headers are those of the refusal above
    }
    HttpResponse<String> answer = trial.send(
        request(route).header("Cookie", cookie).header("Origin", "https://evil.example"));
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
    HttpResponse<String> asked = trial.send(trial
        .to(path(route.split(" ", 2)[1]))
        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
        .header("Origin", "https://evil.example")
        .header("Access-Control-Request-Method", "POST"));
    assertThat(asked.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
    assertThat(asked.statusCode()).isIn(401, 405);
  }

  @Test
  void pagesOfOtherOriginsMayReadWhatSnippetsAskFor() throws Exception {
    for (String path : CaptureRoutes.all()) {
      HttpResponse<String> answer =
          trial.send(trial.to(path).header("Origin", "https://shop.example"));
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
          .as(path)
          .hasValueSatisfying(value -> assertThat(value).isIn("https://shop.example", "*"));
      assertThat(answer.headers().firstValue("X-Content-Type-Options"))
          .as(path)
          .contains("nosniff");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void noHeaderMakesAnotherMethodOfARequest(String route) throws Exception {
    for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
      String[] parts = route.split(" ", 2);
      HttpResponse<String> answer = trial.send(trial
          .to(path(parts[1]) + "?_method=" + parts[0])
          .method("PUT", HttpRequest.BodyPublishers.noBody())
          .header(header, parts[0]));
      assertThat(answer.statusCode()).as(answer.body()).isIn(401, 405);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page/%2e%2e/%2e%2e/etc/passwd",
        "/page/%252e%252e%252fetc%252fpasswd",
        "/page/..%2f..%2fDoor.class",
        "/page/..%5c..%5cwindows%5cwin.ini",
        "/page/%5c..%5c..%5cetc%5cpasswd",
        "/page/....//....//etc/passwd",
        "/page//etc/passwd",
        "/page/live.js%00.css",
        "/page/live.html",
        "/page/%c0%ae%c0%ae/etc/passwd",
        "/page/;/../live.html",
        "/static/../../../Door.class",
        "/static/%2e%2e/%2e%2e/page/live.html",
        "/static/..%2f..%2fpage%2flive.html",
        "/static/%2e%2e%2farray.js",
        "/array/../etc/passwd",
        "/array/%2e%2e/config",
        "/array/phc_a_project_token/../../etc/passwd",
        "/array/phc_a_project_token/..%2f..%2fmetrics",
        "/api/projects/1/../../../etc/passwd",
        "/api/projects/%2e%2e/usage",
        "/api/projects/1%2f..%2f2/usage",
        "/api/projects/-1/usage",
        "/api/projects/01/usage",
        "/api/projects/99999999999999/usage",
        "/api/projects/1'/usage",
        "/META-INF/MANIFEST.MF",
        "/.git/config",
        "/events.duckdb",
        "/catalog.db"
      })
  void noPathLeadsToAFile(String path) throws Exception {
    HttpResponse<String> answer = trial.send(HttpRequest.newBuilder(URI.create(trial.origin + path))
        .header("Authorization", "Bearer " + DoorOnTrial.KEY));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    refused(answer, 404, "not_found");
  }

  /** Checks status, code, and that the body is an error as every client may expect it. */
  private static void refused(HttpResponse<String> answer, int status, String code)
      throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    Map<String, ?> body = Json.object(answer.body());
    assertThat(body).containsOnlyKeys("type", "code", "detail", "attr");
    assertThat(body.get("code")).as(answer.body()).isEqualTo(code);
    assertThat(String.valueOf(body.get("detail")))
        .doesNotContain("Exception", "dev.hedgerow", ".java", DoorOnTrial.KEY, "\n");
  }
}
