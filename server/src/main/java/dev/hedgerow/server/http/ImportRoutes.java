package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.wire.Capture;
import dev.hedgerow.server.wire.CaptureRequest;
import dev.hedgerow.server.wire.EntryCodec;
import dev.hedgerow.server.wire.ImportLines;
import dev.hedgerow.server.wire.Intake;
import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * {@code /api/projects/<id>/import/<name>}: files in, a chunk at a time, on one thread of its own. A chunk is on disk when it is
 * answered, counts once however often it is sent, and waits until all but one before it are processed: what happens now never
 * waits for more than two.
 */
final class ImportRoutes {
  private static final Pattern NAME = Pattern.compile("import/([A-Za-z0-9._-]{1,100})");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,11}");
  private static final Set<String> KINDS = Set.of("events", "persons", "groups", "posthog");
  private static final int WAITING_MAX = 4;
  private static final long IDLE_SECONDS = 10;

  private final Access access;
  private final Services services;
  private final Limits limits;
  private final Capture capture;
  private final Pace pace;
  private final ThreadPoolExecutor thread;

  ImportRoutes(Access access, Services services) {
    this.access = access;
    this.services = services;
    this.limits = services.limits();
    this.pace = new Pace(services.health());
    this.capture = new Capture(
        limits,
        token -> services.catalog().projectByToken(token, services.clock().instant()),
        new DailySalts(services.catalog(), services.clock()));
    this.thread = new ThreadPoolExecutor(
        1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
          Thread made = new Thread(work, "hedgerow-import");
          made.setDaemon(true);
          return made;
        });
    thread.allowCoreThreadTimeOut(true);
  }

  /** One chunk as it was sent. */
  private record Chunk(Project project, UUID uuid, String kind, List<String> lines) {}

  /** Answers for who has a key that writes to the project. */
  void chunks(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    answer(exchange, access.requireKey(exchange, Scope.WRITE, path), path.what());
  }

  /** Answers for who may ask already. */
  void answer(HttpServerExchange exchange, Project project, String what)
      throws RejectedException, IOException {
    var name = NAME.matcher(what);
    if (!name.matches()) {
      throw new RejectedException(
          404,
          "not_found",
          "expected a name of letters, digits, dots, - and _ for the import",
          null);
    }
    String named = String.valueOf(name.group(1));
    if (exchange.getRequestMethod().equals(Methods.GET)) {
      Answers.json(
          exchange, 200, Map.of("done", services.moving().imports().done(project.id(), named)));
      return;
    }
    Router.requireMethod(exchange, exchange.getRequestMethod().equals(Methods.POST), "GET, POST");
    String kind = LocalMoves.parameter(exchange, "kind");
    String number = LocalMoves.parameter(exchange, "chunk");
    if (!KINDS.contains(kind) || !NUMBER.matcher(number).matches()) {
      throw new RejectedException(
          400,
          "invalid_input",
          "expected events, persons, groups or posthog under kind, and a number from 1 under chunk",
          "kind");
    }
    UUID uuid = Imports.chunk(project.id(), named, Long.parseLong(number));
    read(exchange, body -> new Chunk(project, uuid, kind, lines(body)));
  }

  /** Makes a chunk of a body. */
  private interface Reading {
    Chunk chunk(byte[] body) throws RejectedException;
  }

  private void read(HttpServerExchange exchange, Reading reading) throws RejectedException {
    if (exchange.getRequestContentLength() > limits.importChunkBytesMax()) {
      throw tooLarge();
    }
    if (thread.getQueue().size() >= WAITING_MAX) {
      Answers.retryLater(exchange);
      return;
    }
    Receiver receiver = exchange.getRequestReceiver();
    receiver.setMaxBufferSize(limits.importChunkBytesMax());
    receiver.receiveFullBytes(
        (same, body) -> same.dispatch(thread, new Guard(onto -> take(onto, reading.chunk(body)))),
        (same, failure) -> same.dispatch(new Guard(onto -> {
          if (failure instanceof Receiver.RequestToLargeException) {
            throw tooLarge();
          }
          throw new RejectedException("incomplete_body", "expected a whole body but it broke off");
        })));
  }

  private List<String> lines(byte[] body) throws RejectedException {
    List<String> lines = ImportLines.of(body);
    if (lines.size() > limits.importChunkRowsMax()
        || (lines.size() > 1 && body.length > limits.importChunkBytesMax() / 16)) {
      throw tooLarge();
    }
    return lines;
  }

  private RejectedException tooLarge() {
    return new RejectedException(
        413,
        "body_too_large",
        "expected a line of at most " + limits.importChunkBytesMax() + " bytes, or at most "
            + limits.importChunkRowsMax() + " lines of " + limits.importChunkBytesMax() / 16
            + " bytes together",
        null);
  }

  private void take(HttpServerExchange exchange, Chunk chunk)
      throws RejectedException, IOException, InterruptedException {
    List<byte[]> entries = new ArrayList<>();
    Map<String, Integer> rejected = Map.of();
    if (chunk.kind().equals("posthog")) {
      Intake intake = capture.take(request(chunk), bytes -> {});
      entries.addAll(intake.entries());
      rejected = intake.rejected();
    }
    entries.add(EntryCodec.encode(restored(chunk)));
    if (!pace.isRoom()) {
      Answers.retryLater(exchange);
      return;
    }
    try {
      pace.sent(services.log().submit(entries).get());
    } catch (ExecutionException e) {
      throw new IOException("expected to append a chunk", e);
    }
    int refused = rejected.values().stream().mapToInt(Integer::intValue).sum();
    Answers.json(
        exchange, 200, Map.of("taken", chunk.lines().size() - refused, "rejected", rejected));
  }

  private Entry.Restored restored(Chunk chunk) throws RejectedException, IOException {
    boolean finished = !chunk.kind().equals("posthog");
    Entry.Restored restored = ImportLines.restored(
        chunk.project().id(), chunk.uuid(), chunk.kind(), finished ? chunk.lines() : List.of());
    String conflict = restored.types().isEmpty()
        ? null
        : services.moving().imports().conflict(restored.projectId(), restored.types());
    if (conflict != null) {
      throw new RejectedException(409, "conflict", conflict, null);
    }
    return restored;
  }

  private CaptureRequest request(Chunk chunk) throws IOException {
    return new CaptureRequest(
        "/batch",
        Map.of(),
        "application/json",
        null,
        ImportLines.posthog(chunk.project().token(), chunk.uuid(), chunk.lines()),
        services.clock().instant(),
        null,
        null);
  }
}
