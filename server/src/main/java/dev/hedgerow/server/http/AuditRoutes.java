package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Act;
import dev.hedgerow.server.catalog.Audit;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/audit}: what those who administer have done. For keys with the scope admin over all projects. */
final class AuditRoutes {
  static final int PAGE_MAX = 1_000;

  private final Access access;
  private final Audit audit;

  AuditRoutes(Access access, Audit audit) {
    this.access = access;
    this.audit = audit;
  }

  /** Answers {@code GET /api/audit?limit=100&before=<id>}: the newest first; {@code next} is the {@code before} of more. */
  void acts(HttpServerExchange exchange) throws RejectedException, IOException {
    access.requireKey(exchange);
    Parameters asked = new Parameters(exchange);
    int limit = asked.limit(PAGE_MAX);
    List<Act> found = audit.acts(before(asked.text("before")), limit);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("results", found.stream().map(AuditRoutes::body).toList());
    answer.put("next", found.size() < limit ? null : found.get(found.size() - 1).id());
    Answers.json(exchange, 200, answer);
  }

  private static long before(@Nullable String text) throws RejectedException {
    if (text == null) {
      return Long.MAX_VALUE;
    }
    if (text.matches("[1-9][0-9]{0,17}")) {
      return Long.parseLong(text);
    }
    throw new RejectedException(
        400, "invalid_input", "expected an id as it was given under next", "before");
  }

  private static Map<String, @Nullable Object> body(Act act) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", act.id());
    body.put("at", act.at().toString());
    body.put("who", act.who());
    body.put("key_id", act.keyId() == 0 ? null : act.keyId());
    body.put("project_id", act.projectId() == 0 ? null : act.projectId());
    body.put("what", act.what());
    body.put("detail", act.detail());
    return body;
  }
}
