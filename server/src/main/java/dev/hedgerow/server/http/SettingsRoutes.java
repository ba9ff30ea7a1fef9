package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.PropertyFilters;
import dev.hedgerow.server.wire.SettingsCodec;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code /api/projects/<id>/settings/}: read by signed-in pages and holders of a key, changed by the latter. */
final class SettingsRoutes {
  private final Access access;
  private final Catalog catalog;
  private final Limits limits;

  SettingsRoutes(Access access, Catalog catalog, Limits limits) {
    this.access = access;
    this.catalog = catalog;
    this.limits = limits;
  }

  /** Answers {@code GET} with all settings, and {@code PATCH} with them after those named were changed. */
  void settings(HttpServerExchange exchange, ProjectPath path)
      throws RejectedException, IOException {
    if (exchange.getRequestMethod().equals(Methods.PATCH)) {
      Project project = access.requireKey(exchange, Scope.WRITE, path);
      JsonBody.read(
          exchange, limits.settingsBytesMax(), (same, body) -> change(same, project, body));
    } else if (exchange.getRequestMethod().equals(Methods.GET)) {
      Answers.json(exchange, 200, body(access.requireReader(exchange, path)));
    } else {
      exchange.getResponseHeaders().put(Headers.ALLOW, "GET, PATCH");
      throw new RejectedException(405, "method_not_allowed", "expected GET or PATCH", null);
    }
  }

  private void change(
      HttpServerExchange exchange, Project project, Map<String, @Nullable Object> changes)
      throws RejectedException, IOException {
    PropertyFilters.conditions(
        "test_account_filters", new Asked(changes).list("test_account_filters"));
    Project changed = catalog.changeSettings(
        project.id(),
        project.settingsVersion(),
        SettingsCodec.changed(project.settings(), changes));
    if (changed == null) {
      throw new RejectedException(
          409, "conflict", "somebody else has just changed the settings; try again", null);
    }
    Acts.say(exchange, "changed " + String.join(", ", new TreeSet<>(changes.keySet())));
    Answers.json(exchange, 200, body(changed));
  }

  private static Map<String, Object> body(Project project) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("version", project.settingsVersion());
    body.put("settings", SettingsCodec.object(project.settings()));
    return body;
  }
}
