package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Actions;
import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.ActionForm;
import dev.hedgerow.server.query.ActionSql;
import dev.hedgerow.server.query.SqlReads;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /api/projects/<id>/actions/} and {@code …/actions/<id>/} (contract S 5.3): a key that may read, or else write. */
final class ActionRoutes {
  static final int BODY_BYTES_MAX = 1 << 20;
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,8}");

  private final Access access;
  private final Actions actions;
  private final SqlReads sql;
  private final Clock clock;
  private final ActionTrials trials;

  ActionRoutes(Access access, Actions actions, SqlReads sql, Clock clock) {
    this.access = access;
    this.actions = actions;
    this.sql = sql;
    this.clock = clock;
    this.trials = new ActionTrials(sql, clock);
  }

  /** Lists and makes actions, on a worker thread. */
  void all(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    int projectId = access.requireKeyFor(exchange, path).id();
    switch (exchange.getRequestMethod().toString()) {
      case "GET" -> {
        List<Map<String, @Nullable Object>> results =
            actions.actions(projectId).stream().map(ActionForm::of).toList();
        Answers.json(exchange, 200, Map.of("count", results.size(), "results", results));
      }
      case "POST" ->
        JsonBody.read(exchange, BODY_BYTES_MAX, (same, body) -> create(same, projectId, body));
      default -> throw Router.notAllowed(exchange, "GET, POST");
    }
  }

  /** Shows, changes and deletes one, on a worker thread. */
  void one(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    String id = path.what().substring(path.what().indexOf('/') + 1);
    if (id.equals("preview") || id.equals("propose")) {
      tryOut(exchange, path, id);
      return;
    }
    int projectId = access.requireKeyFor(exchange, path).id();
    Action action =
        ID.matcher(id).matches() ? actions.action(projectId, Integer.parseInt(id)) : null;
    if (action == null) {
      throw none();
    }
    switch (exchange.getRequestMethod().toString()) {
      case "GET" -> Answers.json(exchange, 200, ActionForm.of(action));
      case "PATCH", "PUT" ->
        JsonBody.read(exchange, BODY_BYTES_MAX, (same, body) -> change(same, action, body));
      case "DELETE" -> {
        if (!actions.delete(projectId, action.id())) {
          throw none();
        }
        Acts.say(exchange, "deleted " + action.name());
        exchange.setStatusCode(204);
        exchange.endExchange();
      }
      default -> throw Router.notAllowed(exchange, "GET, PATCH, PUT, DELETE");
    }
  }

  /** Nothing is kept of it, so a key that may read is enough. */
  private void tryOut(HttpServerExchange exchange, ProjectPath path, String what)
      throws RejectedException, IOException {
    Router.requireMethod(exchange, exchange.getRequestMethod().equals(Methods.POST), "POST");
    int projectId = access.requireKey(exchange, Scope.READ, path).id();
    JsonBody.read(exchange, BODY_BYTES_MAX, (same, body) -> {
      if (what.equals("preview")) {
        trials.preview(same, projectId, body);
      } else {
        trials.propose(same, projectId, body);
      }
    });
  }

  private void create(
      HttpServerExchange exchange, int projectId, Map<String, @Nullable Object> body)
      throws RejectedException, IOException {
    Action action = ActionForm.read(body, 0, projectId, now(), now());
    ActionSql.requireExpressions(action, sql);
    Action kept;
    try {
      kept = actions.create(action);
    } catch (IllegalStateException e) {
      throw new RejectedException(
          400,
          "too_many_actions",
          "expected at most " + Action.PER_PROJECT_MAX + " actions in a project",
          null);
    }
    Acts.say(exchange, "made " + kept.name());
    Answers.json(exchange, 201, ActionForm.of(kept));
  }

  /** What is not sent stays as it is. */
  private void change(
      HttpServerExchange exchange, Action before, Map<String, @Nullable Object> body)
      throws RejectedException, IOException {
    Map<String, @Nullable Object> form = new LinkedHashMap<>(ActionForm.of(before));
    form.putAll(body);
    Action action =
        ActionForm.read(form, before.id(), before.projectId(), before.createdAt(), now());
    ActionSql.requireExpressions(action, sql);
    if (!actions.replace(action)) {
      throw none();
    }
    Acts.say(exchange, "changed " + action.name());
    Answers.json(exchange, 200, ActionForm.of(action));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static RejectedException none() {
    return new RejectedException(404, "not_found", "expected the id of an action", null);
  }
}
