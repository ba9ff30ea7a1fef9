package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Dashboard;
import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.catalog.InMemoryAudit;
import dev.hedgerow.server.catalog.InMemoryCatalog;
import dev.hedgerow.server.catalog.InMemoryCohorts;
import dev.hedgerow.server.catalog.InMemoryShares;
import dev.hedgerow.server.catalog.InMemoryShelf;
import dev.hedgerow.server.catalog.SavedInsight;
import dev.hedgerow.server.event.Feed;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.log.LogWriter;
import dev.hedgerow.server.query.ExportReads;
import dev.hedgerow.server.query.Headway;
import dev.hedgerow.server.query.ParquetReads;
import dev.hedgerow.server.query.SqlReads;
import dev.hedgerow.server.query.Table;
import dev.hedgerow.server.store.InMemoryCohortRows;
import dev.hedgerow.server.store.InMemoryEventStore;
import dev.hedgerow.server.store.InMemoryExports;
import dev.hedgerow.server.store.InMemoryState;
import dev.hedgerow.server.wire.Clues;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real door on a free port, with rooms in memory behind it. */
final class DoorOnTrial implements Closeable {
  static final String KEY = "phx_the_right_key";
  static final String TOKEN = "phc_a_project_token";
  static final String CODE = "one-time-code";

  final Feed feed = new Feed(500);
  final AskedErasures erasing = new AskedErasures();
  volatile Aside aside = new NothingAside();
  final InMemoryEventStore events = new InMemoryEventStore();
  final InMemoryState state = new InMemoryState();
  final InMemoryCatalog catalog = new InMemoryCatalog();
  final InMemoryActions actions = new InMemoryActions();
  final Defined defined = DoorOnTrial.defined();
  final InMemoryAudit audit = new InMemoryAudit();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Services services;
  final Door door;
  final URI origin;
  final HttpClient client = HttpClient.newHttpClient();
  volatile SqlReads sql = Answering.withProject();
  volatile ExportReads exports = new InMemoryExports(events, state, () -> true);
  volatile ParquetReads parquet = NothingMoving.NOTHING.parquet();
  volatile Health health = new Health("ok", true, 7, 6, 0.5, 1, 12.5);
  volatile Supplier<String> metrics = () -> "hedgerow_accepted_total 7.0\n";

  DoorOnTrial() throws IOException {
    this(0);
  }

  DoorOnTrial(int port) throws IOException {
    this(port, Limits.STANDARD);
  }

  DoorOnTrial(int port, Limits limits) throws IOException {
    Clock clock = Clock.systemUTC();
    Project project = catalog.createProject("Shop", TOKEN, Instant.EPOCH);
    catalog.addKey(Digests.hex(KEY), "test", project.createdAt());
    services = new Services(
        limits,
        clock,
        catalog,
        actions,
        defined,
        audit,
        new LogWriter(new InMemoryLog(), clock, System::nanoTime, 1_000),
        feed,
        new Asked(),
        events,
        events,
        state.people(),
        new Aside() {
          @Override
          public List<Item> first(int max) throws IOException {
            return aside.first(max);
          }

          @Override
          public int replay() throws IOException {
            return aside.replay();
          }
        },
        new Moving(
            export -> exports.page(export),
            export -> parquet.parquet(export),
            NothingMoving.NOTHING.imports(),
            NothingMoving.NOTHING.disk(),
            20_000),
        erasing,
        () -> health,
        registry,
        () -> metrics.get(),
        CODE,
        Paths.STANDARD,
        Clues.NONE);
    door = new Door(services);
    InetSocketAddress at = door.start("127.0.0.1", port);
    origin = URI.create("http://127.0.0.1:" + at.getPort());
  }

  /** Returns what people define, in memory and empty. */
  static Defined defined() {
    return new Defined(
        new InMemoryCohorts(),
        new InMemoryCohortRows(),
        new InMemoryShelf<>(SavedInsight.SHAPE),
        new InMemoryShelf<>(Dashboard.SHAPE),
        new InMemoryShares());
  }

  /** Asks whatever answers questions now. */
  private final class Asked implements SqlReads {
    @Override
    public Table select(int projectId, String text, int limit)
        throws RejectedException, IOException {
      return sql.select(projectId, text, limit);
    }

    @Override
    public void each(int projectId, String text, RowTaker taker)
        throws RejectedException, IOException {
      sql.each(projectId, text, taker);
    }

    @Override
    public @Nullable Headway headway(Thread asker) {
      return sql.headway(asker);
    }
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(origin.resolve(path));
  }

  HttpRequest.Builder post(String path, String body) {
    return to(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(to(path));
  }

  /** Returns the cookie of a browser that has signed in with the key. */
  String cookie() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(post("/login", "{\"key\":\"" + KEY + "\"}").header("Origin", origin.toString()));
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  @Override
  public void close() throws IOException {
    door.close();
    catalog.close();
  }
}
