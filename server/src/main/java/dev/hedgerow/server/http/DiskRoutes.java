package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.DiskReads;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** {@code GET /api/projects/<id>/disk}: what uses the disk, counted for one who asks at a time. */
final class DiskRoutes {
  private final Access access;
  private final Moving moving;
  private final Semaphore turn = new Semaphore(1);

  DiskRoutes(Access access, Moving moving) {
    this.access = access;
    this.moving = moving;
  }

  /** Answers for who may read the project: it, and sizes of the whole. */
  void ofProject(HttpServerExchange exchange, ProjectPath path)
      throws RejectedException, IOException {
    int id = access.requireReader(exchange, path).id();
    Router.requireMethod(exchange, exchange.getRequestMethod().equals(Methods.GET), "GET");
    answer(exchange, id);
  }

  /** Answers for who reads the data folder anyway: all projects, and the backups too. */
  void ofAll(HttpServerExchange exchange) throws RejectedException, IOException {
    answer(exchange, 0);
  }

  private void answer(HttpServerExchange exchange, int projectId)
      throws RejectedException, IOException {
    if (!turn.tryAcquire()) {
      throw new RejectedException(
          429, "throttled", "expected one at a time who asks what uses the disk", null);
    }
    try {
      Map<String, Object> body = new LinkedHashMap<>();
      List<Object> projects = new ArrayList<>();
      for (DiskReads.OfProject one : moving.disk().projects()) {
        if (projectId == 0 || projectId == one.projectId()) {
          projects.add(project(one));
        }
      }
      body.put("projects", projects);
      DiskReads.Sizes sizes = moving.disk().sizes();
      body.put("files", sizes.files());
      body.put("reusable_bytes", sizes.reusable());
      body.put("used_bytes", sizes.used());
      body.put("budget_bytes", moving.budgetBytes());
      body.put("free_bytes", sizes.free());
      if (projectId == 0) {
        body.put(
            "backups", moving.disk().backups().stream().map(DiskRoutes::backup).toList());
      }
      Answers.json(exchange, 200, body);
    } finally {
      turn.release();
    }
  }

  private static Map<String, Object> project(DiskReads.OfProject one) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("project", one.projectId());
    out.put("events", part(one.events()));
    out.put("recordings", part(one.recordings()));
    out.put("persons", part(one.persons()));
    return out;
  }

  private static Map<String, Object> part(DiskReads.Part part) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("count", part.count());
    out.put("bytes_about", part.bytes());
    return out;
  }

  private static Map<String, Object> backup(DiskReads.KnownBackup one) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("folder", one.folder());
    out.put("made_at", one.madeAt());
    out.put("bytes", one.bytes());
    return out;
  }
}
