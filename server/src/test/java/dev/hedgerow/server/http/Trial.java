package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.ApiKey;
import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.catalog.DeletedProject;
import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.catalog.InMemoryAudit;
import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Feed;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.Settings;
import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.log.LogRecord;
import dev.hedgerow.server.log.LogWriter;
import dev.hedgerow.server.store.InMemoryEventStore;
import dev.hedgerow.server.store.InMemoryState;
import dev.hedgerow.server.wire.Clues;
import dev.hedgerow.server.wire.EntryCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The capture routes on a real socket, before a log in memory that a thread writes. */
final class Trial implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:05Z");

  final Services services;
  final CaptureRoutes routes;
  final Kept log = new Kept();
  private final Undertow server;
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile boolean open = true;

  Trial(Limits limits, Duration stalledAfter) {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    LogWriter log = new LogWriter(this.log, clock, System::nanoTime, 1000);
    services = new Services(
        limits,
        clock,
        new OneProject(),
        new InMemoryActions(),
        DoorOnTrial.defined(),
        new InMemoryAudit(),
        log,
        new Feed(100),
        Answering.withProject(),
        new InMemoryEventStore(),
        new InMemoryEventStore(),
        new InMemoryState().people(),
        new NothingAside(),
        NothingMoving.NOTHING,
        new AskedErasures(),
        () -> new Health("ok", true, 0, 0, 0, 0, 0),
        new SimpleMeterRegistry(),
        () -> "",
        "code",
        new Paths("/js/site.js", "/collect"),
        Clues.NONE);
    routes = new CaptureRoutes(services, stalledAfter);
    Thread writer = new Thread(() -> write(log), "log writer");
    writer.setDaemon(true);
    writer.start();
    server = Undertow.builder()
        .addHttpListener(0, "127.0.0.1")
        .setIoThreads(1)
        .setWorkerThreads(4)
        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
        .setHandler(routes)
        .build();
    server.start();
  }

  int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send(to(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(to(path));
  }

  @Override
  public void close() {
    server.stop();
    open = false;
  }

  private void write(LogWriter log) {
    try {
      while (open) {
        log.await(Duration.ofMillis(20));
        log.runOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A log in memory whose appends can be made to fail. */
  static final class Kept implements EventLog {
    private final UUID id = UUID.randomUUID();
    private final List<byte[]> kept = new ArrayList<>();
    private boolean failing;

    synchronized void fail(boolean now) {
      failing = now;
    }

    synchronized List<Entry.Event> events() throws IOException {
      List<Entry.Event> events = new ArrayList<>();
      for (byte[] bytes : kept) {
        if (EntryCodec.decode(bytes) instanceof Entry.Event event) {
          events.add(event);
        }
      }
      return events;
    }

    @Override
    public UUID id() {
      return id;
    }

    @Override
    public synchronized long end() {
      return kept.size();
    }

    @Override
    public Instant lastTime() {
      return Instant.EPOCH;
    }

    @Override
    public synchronized long append(List<byte[]> entries, Instant time) throws IOException {
      if (failing) {
        throw new IOException("disk full");
      }
      kept.addAll(entries);
      return kept.size();
    }

    @Override
    public List<LogRecord> read(long after, int entriesMax, long bytesMax) {
      return List.of();
    }

    @Override
    public void trim(long upTo) {}

    @Override
    public void rewrite() {}

    @Override
    public void checkpoint() {}

    @Override
    public void close() {}
  }

  /** A catalog of one project, with the token {@code phc_test}. */
  private static final class OneProject implements Catalog {
    private final Project project = new Project(1, "test", "phc_test", NOW, 1);

    @Override
    public List<Project> projects() {
      return List.of(project);
    }

    @Override
    public @Nullable Project projectByToken(String token) throws IOException {
      if (token.equals("phc_broken")) {
        throw new IOException("disk gone");
      }
      if (token.equals("phc_mistaken")) {
        throw new IllegalStateException("a mistake of ours");
      }
      return token.equals(project.token()) ? project : null;
    }

    @Override
    public @Nullable Project projectByToken(String token, Instant at) throws IOException {
      return projectByToken(token);
    }

    @Override
    public @Nullable Project rotateToken(int id, String token, Instant oldUntil) {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Project project(int id) {
      return id == 1 ? project : null;
    }

    @Override
    public Project createProject(String name, String token, Instant at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean deleteProject(DeletedProject deleted) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<DeletedProject> deletedProjects() {
      return List.of();
    }

    @Override
    public @Nullable Project changeSettings(int id, int version, Settings settings) {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable ApiKey keyByHash(String hash) {
      return null;
    }

    @Override
    public List<ApiKey> keys() {
      return List.of();
    }

    @Override
    public ApiKey addKey(
        String hash, String label, Scope scope, Set<Integer> projectIds, Instant at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void revokeKey(int id, Instant at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void keyUsed(int id, Instant at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public byte[] cookielessSalt(LocalDate day, LocalDate keptFrom) {
      return new byte[32];
    }

    @Override
    public void close() {}
  }
}
