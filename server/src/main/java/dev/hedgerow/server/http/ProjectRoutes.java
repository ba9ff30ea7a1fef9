package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.catalog.DeletedProject;
import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.catalog.Secrets;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /api/projects/}: which projects there are, new ones, new tokens for them, and none of one any more. */
final class ProjectRoutes {
  static final String PATH = "/api/projects";
  static final Duration GRACE = Duration.ofDays(1);
  static final Duration GRACE_MAX = Duration.ofDays(90);
  private static final int NAME_CHARS_MAX = 200;

  private final Access access;
  private final Catalog catalog;
  private final Limits limits;
  private final Clock clock;
  private final Erasing erasing;

  ProjectRoutes(Access access, Services services) {
    this.access = access;
    this.catalog = services.catalog();
    this.limits = services.limits();
    this.clock = services.clock();
    this.erasing = services.erasing();
  }

  /** Answers {@code GET} and {@code POST} of the list, and {@code GET} and {@code DELETE} of one project. */
  void projects(HttpServerExchange exchange) throws RejectedException, IOException {
    String rest = exchange.getRequestPath().substring(PATH.length()).replaceAll("^/|/$", "");
    String method = exchange.getRequestMethod().toString();
    if (rest.contains("/")) {
      throw new RejectedException(404, "not_found", "there is nothing under this path", null);
    } else if (!rest.isEmpty() && method.equals("DELETE")) {
      delete(exchange, new ProjectPath(rest, ""));
    } else if (!rest.isEmpty()) {
      Router.requireMethod(exchange, method.equals("GET"), "GET, DELETE");
      Project project = access.requireReader(exchange, new ProjectPath(rest, ""));
      Answers.json(exchange, 200, body(project));
    } else if (method.equals("POST")) {
      access.requireKey(exchange);
      JsonBody.read(exchange, limits.settingsBytesMax(), this::make);
    } else {
      Router.requireMethod(exchange, method.equals("GET"), "GET, POST");
      Set<Integer> open = access.reader(exchange).projectIds();
      List<Map<String, Object>> results = catalog.projects().stream()
          .filter(project -> open.isEmpty() || open.contains(project.id()))
          .map(ProjectRoutes::body)
          .toList();
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("results", results);
      if (open.isEmpty()) {
        body.put("deleting", deleting());
      }
      Answers.json(exchange, 200, body);
    }
  }

  /** Returns the deleted projects of which a file may hold something still, and how far that is. */
  private List<Map<String, Object>> deleting() throws IOException {
    List<Map<String, Object>> found = new ArrayList<>();
    for (DeletedProject one : catalog.deletedProjects()) {
      Erasing.Status status = erasing.first(one.id(), 1).stream()
          .map(Erasing.Item::status)
          .findFirst()
          .orElse(Erasing.Status.ACCEPTED);
      if (status != Erasing.Status.DONE) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", one.id());
        body.put("deleted_at", one.at().toString());
        body.put("status", status.name().toLowerCase(Locale.ROOT));
        body.put("rows_left", erasing.rowsLeft(one.id()));
        found.add(body);
      }
    }
    return found;
  }

  private void make(HttpServerExchange exchange, Map<String, @Nullable Object> asked)
      throws RejectedException, IOException {
    String name = name(asked.get("name"));
    Project made = catalog.createProject(name, Secrets.projectToken(), clock.instant());
    Acts.say(exchange, "made " + made.name());
    Answers.json(exchange, 201, body(made));
  }

  static String name(@Nullable Object asked) throws RejectedException {
    if (asked instanceof String name && !name.isBlank() && name.length() <= NAME_CHARS_MAX) {
      return name.strip();
    }
    throw new RejectedException(
        400, "invalid_input", "expected 1 to " + NAME_CHARS_MAX + " characters", "name");
  }

  /**
   * Takes a project away: tokens and keys at once, its data as soon as the log comes to it. Answers with the backups that still
   * hold it.
   */
  private void delete(HttpServerExchange exchange, ProjectPath path)
      throws RejectedException, IOException {
    Project project = access.requireKey(exchange, Scope.ADMIN, path);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    DeletedProject deleted =
        new DeletedProject(project.id(), UUID.randomUUID(), access.keyId(exchange), now);
    if (!catalog.deleteProject(deleted)) {
      throw new RejectedException(
          409, "conflict", "the last project stays; make another one first", null);
    }
    Acts.say(exchange, "deleted " + project.name());
    erasing.ask(List.of(
        Entry.Erase.ofProject(deleted.erasure(), deleted.id(), deleted.askedBy(), deleted.at())));
    Map<String, Object> body = body(project);
    body.put("deleted_at", now.toString());
    body.put(
        "backups",
        erasing.backups().stream()
            .map(made -> Map.of(
                "folder", made.folder(), "made_at", made.at().toString(), "there", made.there()))
            .toList());
    Answers.json(exchange, 202, body);
  }

  /** Answers {@code POST …/rotate_token} with {@code {"grace_seconds":86400}}, or {@code {}} for that. */
  void rotate(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    Router.requireMethod(exchange, exchange.getRequestMethod().toString().equals("POST"), "POST");
    Project project = access.requireKey(exchange, Scope.ADMIN, path);
    JsonBody.read(exchange, limits.settingsBytesMax(), (same, body) -> rotate(same, project, body));
  }

  private void rotate(
      HttpServerExchange exchange, Project project, Map<String, @Nullable Object> asked)
      throws RejectedException, IOException {
    Object grace = asked.getOrDefault("grace_seconds", GRACE.toSeconds());
    if (!(grace instanceof Long seconds) || seconds < 0 || seconds > GRACE_MAX.toSeconds()) {
      throw new RejectedException(
          400,
          "invalid_input",
          "expected a whole number from 0 to " + GRACE_MAX.toSeconds(),
          "grace_seconds");
    }
    Instant until = clock.instant().plusSeconds(seconds);
    Project rotated = catalog.rotateToken(project.id(), Secrets.projectToken(), until);
    if (rotated == null) {
      throw new RejectedException(404, "not_found", "expected the id of a project", null);
    }
    Acts.say(exchange, "the old token is good until " + until.truncatedTo(ChronoUnit.SECONDS));
    Map<String, Object> body = body(rotated);
    body.put("old_token_valid_until", until.toString());
    Answers.json(exchange, 200, body);
  }

  static Map<String, Object> body(Project project) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", project.id());
    body.put("name", project.name());
    body.put("api_token", project.token());
    body.put("created_at", project.createdAt().toString());
    return body;
  }
}
