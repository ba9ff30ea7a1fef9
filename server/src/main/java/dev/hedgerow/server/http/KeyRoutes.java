package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.ApiKey;
import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.catalog.KeyUse;
import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.catalog.Secrets;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code /api/personal_api_keys/}: who may ask what. For keys with the scope admin over all projects. */
final class KeyRoutes {
  static final String PATH = "/api/personal_api_keys";
  private static final int LABEL_CHARS_MAX = 200;

  private final Access access;
  private final Catalog catalog;
  private final Limits limits;
  private final Clock clock;

  KeyRoutes(Access access, Catalog catalog, Limits limits, Clock clock) {
    this.access = access;
    this.catalog = catalog;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Answers {@code GET} and {@code POST} of the list, {@code DELETE} of one key by its id, and {@code GET …/<id>/uses?days=30}:
   * how often it was used, by day and project.
   */
  void keys(HttpServerExchange exchange) throws RejectedException, IOException {
    access.requireKey(exchange);
    String rest = exchange.getRequestPath().substring(PATH.length()).replaceAll("^/|/$", "");
    String method = exchange.getRequestMethod().toString();
    if (rest.endsWith("/uses")) {
      Router.requireMethod(exchange, method.equals("GET"), "GET");
      uses(exchange, rest.substring(0, rest.length() - "/uses".length()));
    } else if (!rest.isEmpty()) {
      Router.requireMethod(exchange, method.equals("DELETE"), "DELETE");
      Acts.say(exchange, "revoked " + revoke(rest));
      exchange.setStatusCode(204);
      exchange.endExchange();
    } else if (method.equals("POST")) {
      JsonBody.read(exchange, limits.settingsBytesMax(), this::make);
    } else {
      Router.requireMethod(exchange, method.equals("GET"), "GET, POST");
      List<Map<String, @Nullable Object>> results =
          catalog.keys().stream().map(KeyRoutes::body).toList();
      Answers.json(exchange, 200, Map.of("results", results));
    }
  }

  /** The key itself is in this answer and nowhere else, ever. */
  private void make(HttpServerExchange exchange, Map<String, @Nullable Object> asked)
      throws RejectedException, IOException {
    String label = Properties.string(asked, "label");
    if (label == null || label.isBlank() || label.length() > LABEL_CHARS_MAX) {
      throw new RejectedException(
          400, "invalid_input", "expected 1 to " + LABEL_CHARS_MAX + " characters", "label");
    }
    Scope scope = Scope.of(Properties.string(asked, "scope"));
    if (scope == null) {
      throw new RejectedException(400, "invalid_input", "expected read, write or admin", "scope");
    }
    Set<Integer> projectIds = projectIds(asked);
    String key = Secrets.apiKey();
    ApiKey made =
        catalog.addKey(Secrets.hash(key), label.strip(), scope, projectIds, clock.instant());
    Acts.say(exchange, "made " + made.label() + " with the scope " + scope.word());
    Map<String, @Nullable Object> body = body(made);
    body.put("value", key);
    Answers.json(exchange, 201, body);
  }

  private Set<Integer> projectIds(Map<String, @Nullable Object> asked)
      throws RejectedException, IOException {
    Object given = asked.get("projects");
    if (given == null) {
      return Set.of();
    }
    Set<Integer> ids = new TreeSet<>();
    for (Object id : given instanceof List<?> list ? list : List.of()) {
      if (!(id instanceof Long number)
          || number < 1
          || number > Integer.MAX_VALUE
          || catalog.project(number.intValue()) == null) {
        throw noProjects();
      }
      ids.add(number.intValue());
    }
    if (ids.isEmpty()) {
      throw noProjects();
    }
    return ids;
  }

  private static RejectedException noProjects() {
    return new RejectedException(
        400,
        "invalid_input",
        "expected a list of ids of projects, or nothing for all of them",
        "projects");
  }

  /** One at a time, so that two keys cannot revoke each other and leave nobody who may. */
  private synchronized String revoke(String rest) throws RejectedException, IOException {
    List<ApiKey> keys = catalog.keys();
    ApiKey revoked = key(keys, rest);
    int id = revoked.id();
    if (keys.stream().noneMatch(key -> key.id() != id && key.opensAll(Scope.ADMIN))) {
      throw new RejectedException(
          409,
          "last_admin_key",
          "this is the last key that can make keys; make another one first",
          null);
    }
    catalog.revokeKey(id, clock.instant());
    return revoked.label();
  }

  private static ApiKey key(List<ApiKey> keys, String rest) throws RejectedException {
    int id = rest.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(rest) : 0;
    return keys.stream()
        .filter(key -> key.id() == id)
        .findFirst()
        .orElseThrow(
            () -> new RejectedException(404, "not_found", "expected the id of a key", null));
  }

  private void uses(HttpServerExchange exchange, String rest)
      throws RejectedException, IOException {
    int id = key(catalog.keys(), rest).id();
    int days = IngestionRoutes.days(exchange);
    LocalDate from = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days - 1L);
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    for (KeyUse use : access.uses().uses(id, from)) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      result.put("day", use.day().toString());
      result.put("project_id", use.projectId() == 0 ? null : use.projectId());
      result.put("count", use.count());
      results.add(result);
    }
    Answers.json(exchange, 200, Map.of("results", results));
  }

  private static Map<String, @Nullable Object> body(ApiKey key) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", key.id());
    body.put("label", key.label());
    body.put("scope", key.scope().word());
    body.put("projects", key.projectIds().isEmpty() ? null : new TreeSet<>(key.projectIds()));
    body.put("created_at", key.createdAt().toString());
    body.put("last_used_at", text(key.lastUsedAt()));
    body.put("revoked_at", text(key.revokedAt()));
    return body;
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
