package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Export;
import dev.hedgerow.server.query.ExportPage;
import dev.hedgerow.server.query.ParquetReads;
import dev.hedgerow.server.wire.ExportLines;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/projects/<id>/export/<kind>.<form>}: everything there is, as fast as who asks reads it, on a few threads that
 * do nothing else. A body that breaks off ends without the mark of its end, so nobody takes a part for the whole.
 */
final class ExportRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(ExportRoutes.class);
  private static final Pattern FILE =
      Pattern.compile("export/(events|persons|groups)\\.(ndjson|csv|parquet)");
  private static final HttpString NEXT = new HttpString("Hedgerow-Next");
  private static final int PAGE_ROWS = 5_000;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final long IDLE_SECONDS = 10;

  private final Access access;
  private final Moving moving;
  private final int parquetRowsMax;
  private final Semaphore running;
  private final int runningMax;
  private final ThreadPoolExecutor threads;

  ExportRoutes(Access access, Moving moving, int runningMax, int parquetRowsMax) {
    this.access = access;
    this.moving = moving;
    this.parquetRowsMax = parquetRowsMax;
    this.runningMax = runningMax;
    this.running = new Semaphore(runningMax);
    this.threads = new ThreadPoolExecutor(
        runningMax,
        runningMax,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        work -> {
          Thread thread = new Thread(work, "hedgerow-export");
          thread.setDaemon(true);
          return thread;
        });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Answers for who has a key that reads the project. */
  void export(HttpServerExchange exchange, ProjectPath path) throws RejectedException, IOException {
    answer(exchange, access.requireKey(exchange, Scope.READ, path).id(), path.what());
  }

  /** Answers for who may ask already. */
  void answer(HttpServerExchange exchange, int projectId, String what) throws RejectedException {
    Router.requireMethod(exchange, exchange.getRequestMethod().equals(Methods.GET), "GET");
    Matcher file = FILE.matcher(what);
    if (!file.matches()) {
      throw new RejectedException(
          404,
          "not_found",
          "expected a file such as events.ndjson, persons.csv or groups.parquet",
          null);
    }
    String form = String.valueOf(file.group(2));
    Export.Kind kind = Export.Kind.valueOf(String.valueOf(file.group(1)).toUpperCase(Locale.ROOT));
    Export export = new Export(
        kind,
        projectId,
        moment(exchange, "from", kind),
        moment(exchange, "to", kind),
        parameter(exchange, "after"),
        PAGE_ROWS);
    if (!running.tryAcquire()) {
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "10");
      throw new RejectedException(
          429, "throttled", "expected at most " + runningMax + " exports at one time", null);
    }
    exchange.dispatch(threads, new Guard(same -> {
      try {
        send(same, export, form);
      } finally {
        running.release();
      }
    }));
  }

  private void send(HttpServerExchange exchange, Export export, String form)
      throws RejectedException, IOException {
    exchange
        .getResponseHeaders()
        .put(
            Headers.CONTENT_DISPOSITION,
            "attachment; filename=\"" + export.kind().word() + "." + form + "\"");
    switch (form) {
      case "ndjson" -> lines(exchange, export, ExportLines.NDJSON, "application/x-ndjson");
      case "csv" -> lines(exchange, export, ExportLines.CSV, "text/csv; charset=utf-8");
      default -> parquet(exchange, export.rows(parquetRowsMax));
    }
  }

  private void lines(HttpServerExchange exchange, Export export, ExportLines form, String type)
      throws RejectedException, IOException {
    List<String> columns = export.kind().columns();
    ExportPage page = moving.exports().page(export); // may refuse, so before anything is sent
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
    LongBody body = new LongBody(exchange);
    try {
      body.write(ByteBuffer.wrap(form.head(columns)));
      body.write(ByteBuffer.wrap(form.lines(columns, page.rows())));
      while (page.next() != null) {
        page = moving.exports().page(export.after(page.next()));
        body.write(ByteBuffer.wrap(form.lines(columns, page.rows())));
      }
      body.end();
    } catch (IOException | RuntimeException e) {
      LOG.info("an export broke off: {}", e.toString());
      body.breakOff();
    }
  }

  private void parquet(HttpServerExchange exchange, Export export)
      throws RejectedException, IOException {
    ParquetReads.Part part = moving.parquet().parquet(export);
    try (FileChannel in = FileChannel.open(
        part.file(), StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE)) {
      if (part.next() != null) {
        exchange
            .getResponseHeaders()
            .put(NEXT, URLEncoder.encode(part.next(), StandardCharsets.UTF_8));
      }
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/vnd.apache.parquet");
      exchange.setResponseContentLength(in.size());
      send(in, new LongBody(exchange));
    }
  }

  private static void send(FileChannel in, LongBody body) {
    try {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      while (in.read(buffer) >= 0) {
        body.write(buffer.flip());
        buffer.clear();
      }
      body.end();
    } catch (IOException e) {
      LOG.info("an export broke off: {}", e.toString());
      body.breakOff();
    }
  }

  private static @Nullable Instant moment(
      HttpServerExchange exchange, String name, Export.Kind kind) throws RejectedException {
    String text = parameter(exchange, name);
    if (text == null) {
      return null;
    }
    try {
      if (kind == Export.Kind.EVENTS) {
        return Instant.parse(text);
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw new RejectedException(
        400,
        "invalid_input",
        "expected a moment such as 2026-03-01T00:00:00Z under " + name + ", and for events only",
        name);
  }

  private static @Nullable String parameter(HttpServerExchange exchange, String name) {
    String value = LocalMoves.parameter(exchange, name);
    return value.isEmpty() ? null : value;
  }
}
