package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What command-line tools on the same machine ask the running server for. */
final class LocalRoutes {
  private static final int BODY_BYTES_MAX = 16 << 10;

  private final Local local;
  private final Acts acts;

  LocalRoutes(Local local, Acts acts) {
    this.local = local;
    this.acts = acts;
  }

  /** Answers {@code POST /api/local/backup} with {@code {"folder":"/an/absolute/path"}}. */
  void begin(HttpServerExchange exchange) throws RejectedException, IOException {
    requireLocal(exchange);
    acts.watch(exchange, Caller.COMMAND_LINE, 0);
    JsonBody.read(exchange, BODY_BYTES_MAX, (same, body) -> {
      if (!local.backups().begin(folder(body.get("folder")))) {
        throw new RejectedException(409, "conflict", "a backup is running; wait for its end", null);
      }
      status(same, 202);
    });
  }

  /** Answers {@code GET /api/local/backup_status}. */
  void status(HttpServerExchange exchange) throws RejectedException, IOException {
    requireLocal(exchange);
    status(exchange, 200);
  }

  private void status(HttpServerExchange exchange, int code) {
    Backups.Status status = local.backups().status();
    Answers.json(exchange, code, Map.of("state", status.state(), "detail", status.detail()));
  }

  private static Path folder(@Nullable Object given) throws RejectedException {
    try {
      if (given instanceof String text && Path.of(text).isAbsolute()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      // said below
    }
    throw new RejectedException(
        400, "invalid_input", "expected an absolute path to a folder", "folder");
  }

  /** Lets in only who has read the secret in the data folder and calls from this machine. */
  void requireLocal(HttpServerExchange exchange) throws RejectedException {
    if (!local.lets(exchange)) {
      throw new RejectedException(
          401,
          "not_authenticated",
          "expected the secret of the data folder, from the same machine",
          null);
    }
  }
}
