package dev.hedgerow.server;

import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.catalog.Secrets;
import dev.hedgerow.server.embedded.EmbeddedBackend;
import dev.hedgerow.server.event.Feed;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.http.Defined;
import dev.hedgerow.server.http.Door;
import dev.hedgerow.server.http.Local;
import dev.hedgerow.server.http.Moving;
import dev.hedgerow.server.http.Paths;
import dev.hedgerow.server.http.Services;
import dev.hedgerow.server.query.ExportReads;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole Hedgerow: opens the backend, starts the log writer, the processor, the event-store writer
 * and the housekeeper, then the door; stops them in reverse order.
 */
public final class Server implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(8);
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(2);

  private final Config config;
  private final EmbeddedBackend backend;
  private final Project project;
  private final @Nullable String apiKey;
  private final String pageCode;
  private final Workings workings;
  private final Door door;
  private final InetSocketAddress address;
  private boolean stopped;

  private Server(
      Config config,
      EmbeddedBackend backend,
      Project project,
      @Nullable String apiKey,
      String pageCode,
      Workings workings,
      Door door,
      InetSocketAddress address) {
    this.config = config;
    this.backend = backend;
    this.project = project;
    this.apiKey = apiKey;
    this.pageCode = pageCode;
    this.workings = workings;
    this.door = door;
    this.address = address;
  }

  /**
   * Opens the data folder and starts serving; ready when it returns.
   *
   * @param wall the time of day, read once for the log time and else only for what people see
   * @param nanos the monotonic clock that moves the log time on, in nanoseconds
   * @throws IOException if the folder or the port cannot be had; nothing is left running then
   */
  public static Server start(Config config, Clock wall, LongSupplier nanos) throws IOException {
    EmbeddedBackend backend =
        EmbeddedBackend.open(config.data(), config.queryMegabytes(), config.limits());
    try {
      Catalog catalog = backend.catalog();
      String apiKey = firstKey(config, catalog, wall);
      Project project = firstProject(config, catalog, wall);
      PrometheusMeterRegistry registry = registry();
      Feed feed = new Feed(config.limits().feedItemsMax());
      Workings workings = Workings.of(config, backend, wall, nanos, feed, registry);
      String pageCode = Secrets.random();
      Local local = new Local(LocalCredential.newSecret(), new BackupJob(workings::backUp));
      ErasedPersons erased =
          new ErasedPersons(backend.state(), backend.events(), workings.writer(), config.data());
      Services services = new Services(
          config.limits(),
          wall,
          catalog,
          backend.catalog().actions(),
          new Defined(
              backend.catalog().defined().cohorts(),
              backend.events().cohorts(),
              backend.catalog().defined().insights(),
              backend.catalog().defined().dashboards(),
              backend.catalog().defined().shares()),
          backend.catalog().audit(),
          workings.writer(),
          feed,
          backend.events(),
          backend.events().ingestion(),
          backend.events().events(),
          backend.state().people(),
          new SetAsideEntries(backend.state(), workings.writer()),
          moving(backend, workings),
          erased,
          workings::health,
          registry,
          registry::scrape,
          pageCode,
          config.paths(),
          workings.clues());
      Door door = new Door(services, local);
      workings.start();
      try {
        erased.finish(catalog.deletedProjects());
        InetSocketAddress address = door.start(config.host(), config.port());
        Server server =
            new Server(config, backend, project, apiKey, pageCode, workings, door, address);
        new LocalCredential(server.localUrl(), local.secret()).write(config.data());
        return server;
      } catch (IOException | RuntimeException e) {
        door.close();
        workings.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private static Moving moving(EmbeddedBackend backend, Workings workings) throws IOException {
    ExportReads exports = backend.exports(workings::settled);
    return new Moving(
        exports,
        backend.parquet(exports),
        new ImportDesk(backend.state()),
        backend.disk(),
        workings.diskBudget());
  }

  private static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    return registry;
  }

  private static @Nullable String firstKey(Config config, Catalog catalog, Clock wall)
      throws IOException {
    if (!catalog.keys().isEmpty()) {
      String given = config.apiKey();
      if (given != null && catalog.keyByHash(Secrets.hash(given)) == null) {
        LOG.warn("the API key given is not used: there were keys before this start");
      }
      return null;
    }
    String key = config.apiKey() == null ? Secrets.apiKey() : config.apiKey();
    catalog.addKey(Secrets.hash(key), "first key", wall.instant());
    return key;
  }

  private static Project firstProject(Config config, Catalog catalog, Clock wall)
      throws IOException {
    List<Project> projects = catalog.projects();
    String given = config.projectToken();
    if (projects.isEmpty()) {
      String token = given == null ? Secrets.projectToken() : given;
      return catalog.createProject("My first project", token, wall.instant());
    }
    Project first = projects.get(0);
    if (given != null && !given.equals(first.token())) {
      LOG.warn("the project token given is not used: the first project has one already");
    }
    return first;
  }

  /** Returns where it listens, such as {@code http://127.0.0.1:8000}. */
  public URI url() {
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return URI.create("http://" + host + ":" + address.getPort());
  }

  /** Returns where tools on this machine find it. */
  private URI localUrl() {
    boolean everywhere = address.getAddress() != null && address.getAddress().isAnyLocalAddress();
    return everywhere ? URI.create("http://127.0.0.1:" + address.getPort()) : url();
  }

  /** Returns the link to the live page, which opens it once. */
  public URI pageUrl() {
    return URI.create(url() + "/?code=" + pageCode);
  }

  /** Returns the first project. */
  public Project project() {
    return project;
  }

  /** Returns the personal API key if this start made it, else null. */
  public @Nullable String apiKey() {
    return apiKey;
  }

  /** Returns where browsers find the snippet beside the usual paths. */
  public Paths paths() {
    return config.paths();
  }

  /** Returns the data folder. */
  public Path data() {
    return config.data();
  }

  /**
   * Waits until all that was accepted is processed and stored, and nothing held is due any more.
   *
   * @throws IllegalStateException if that does not happen within the time given
   */
  public void settle(Duration within) {
    long end = System.nanoTime() + within.toNanos();
    while (!workings.settled()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("expected all to be stored but found " + workings.health());
      }
      try {
        Thread.sleep(LOOK_AGAIN_AFTER.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while events were being stored", e);
      }
    }
  }

  /**
   * Stops in order: no new requests, then what was accepted is stored as far as the time allows;
   * the rest is in the log and goes on at the next start. Stopping twice is stopping once.
   */
  public synchronized void stop(Duration within) {
    if (stopped) {
      return;
    }
    stopped = true;
    long end = System.nanoTime() + within.toNanos();
    door.close();
    while (!workings.settled() && workings.turning() && System.nanoTime() < end) {
      try {
        Thread.sleep(LOOK_AGAIN_AFTER.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    workings.close();
    try {
      LocalCredential.delete(config.data());
      backend.close();
    } catch (IOException e) {
      LOG.warn("closing the data folder failed: {}", e.toString());
    }
  }

  /** Stops in order, within eight seconds. */
  @Override
  public void close() {
    stop(STOP_WITHIN);
  }
}
