package dev.hedgerow.server;

import dev.hedgerow.server.embedded.Backup;
import dev.hedgerow.server.embedded.EmbeddedBackend;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Feed;
import dev.hedgerow.server.http.Health;
import dev.hedgerow.server.log.LogWriter;
import dev.hedgerow.server.process.DoorClues;
import dev.hedgerow.server.process.Enrichment;
import dev.hedgerow.server.process.Housekeeper;
import dev.hedgerow.server.process.Places;
import dev.hedgerow.server.process.Processor;
import dev.hedgerow.server.process.Retention;
import dev.hedgerow.server.process.StoreWriter;
import dev.hedgerow.server.query.CohortFinder;
import dev.hedgerow.server.query.DiskReads;
import dev.hedgerow.server.store.Position;
import dev.hedgerow.server.wire.Clues;
import dev.hedgerow.server.wire.EntryCodec;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The four cranks right and left of the log, each on its thread, and how they are doing. */
final class Workings implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Workings.class);
  private static final Duration LOG_REST = Duration.ofSeconds(1);
  private static final long PROCESSOR_REST_MILLIS = 10;
  private static final long STORE_REST_MILLIS = 100;
  private static final long HOUSEKEEPER_REST_MILLIS = 1_000;

  /** Events that wait so long are more than pass by. */
  private static final Duration BEHIND = Duration.ofMillis(250);

  private static final long COLUMNS_REST_MILLIS = 200;
  private static final int BLOCKS_A_WRITE = 64;
  private static final long CHECKPOINT_BLOCKS = 200;
  private static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(5);

  private final EmbeddedBackend backend;
  private final LogWriter writer;
  private final Processor processor;
  private final StoreWriter storeWriter;
  private final Housekeeper housekeeper;
  private final Retention retention;
  private final long diskBudget;
  private final List<Runner> runners;
  private final Clues clues;

  private Workings(
      EmbeddedBackend backend,
      LogWriter writer,
      Processor processor,
      StoreWriter storeWriter,
      Housekeeper housekeeper,
      Retention retention,
      long diskBudget,
      List<Runner> runners,
      Clues clues) {
    this.clues = clues;
    this.backend = backend;
    this.writer = writer;
    this.processor = processor;
    this.storeWriter = storeWriter;
    this.housekeeper = housekeeper;
    this.retention = retention;
    this.diskBudget = diskBudget;
    this.runners = runners;
  }

  static Workings of(
      Config config,
      EmbeddedBackend backend,
      Clock wall,
      LongSupplier nanos,
      Feed feed,
      MeterRegistry registry)
      throws IOException {
    LogWriter writer = new LogWriter(
        new TimedLog(backend.log(), registry), wall, nanos, config.limits().logQueueEntriesMax());
    Places places = places(config);
    Processor processor = new Processor(
        backend.log(),
        writer,
        backend.state(),
        feed,
        config.limits(),
        config.bufferDelay(),
        new Enrichment(places),
        registry,
        wall);
    processor.check();
    backend
        .events()
        .restQuestionsWhile(() -> processor.lag().compareTo(BEHIND) > 0
            || blocksWaiting(processor, backend) > BLOCKS_A_WRITE);
    StoreWriter storeWriter = new StoreWriter(backend.state(), backend.events(), BLOCKS_A_WRITE);
    Housekeeper housekeeper = new Housekeeper(
        backend.log(),
        backend.state(),
        storeWriter,
        config.limits(),
        System::nanoTime,
        CHECKPOINT_BLOCKS,
        CHECKPOINT_EVERY);
    DiskReads disk = backend.disk();
    Retention retention = new Retention(
        storeWriter,
        backend.catalog(),
        config.limits(),
        writer::time,
        () -> disk.sizes().used(),
        config.diskBudget(),
        registry);
    Duration stalledAfter = config.limits().stalledAfter();
    StageMetrics metrics = new StageMetrics(registry);
    Workings workings = new Workings(
        backend,
        writer,
        processor,
        storeWriter,
        housekeeper,
        retention,
        config.diskBudget(),
        List.of(
            new Runner(
                "log",
                writer::runOnce,
                1,
                () -> writer.await(LOG_REST),
                new Progress(() -> false, System::nanoTime, stalledAfter)),
            new Runner(
                "processor",
                metrics.timed(
                    "hedgerow.process.turn",
                    "one turn of the processor, with its commit",
                    processor::runOnce),
                config.limits().processBatchMax() / 2,
                () -> Thread.sleep(PROCESSOR_REST_MILLIS),
                new Progress(
                    () -> processor.position().entry() < writer.end(),
                    System::nanoTime,
                    stalledAfter)),
            new Runner(
                "store",
                metrics.timed(
                    "hedgerow.store.write",
                    "one write to the event store, and events forgotten",
                    () -> storeWriter.runOnce() + retention.runOnce()),
                BLOCKS_A_WRITE / 4,
                () -> Thread.sleep(STORE_REST_MILLIS),
                new Progress(
                    () -> !storeWriter.isResting()
                        && processor.position().outbox() > backend.events().outbox(),
                    System::nanoTime,
                    stalledAfter)),
            new Runner(
                "housekeeper",
                () -> {
                  tryLogAgain(writer);
                  housekeeper.runOnce();
                  return 0;
                },
                1,
                () -> Thread.sleep(HOUSEKEEPER_REST_MILLIS),
                new Progress(() -> false, System::nanoTime, stalledAfter)),
            cohorts(backend, wall, stalledAfter),
            columns(backend, storeWriter, stalledAfter)),
        new DoorClues(places));
    workings.measure(metrics, config.data());
    return workings;
  }

  /** Finding members is slow and may fail for long: it stops nothing else. */
  private static Runner cohorts(EmbeddedBackend backend, Clock wall, Duration stalledAfter) {
    CohortFinder finder = new CohortFinder(
        backend.catalog().defined().cohorts(),
        backend.catalog().actions(),
        backend.events(),
        backend.events().cohorts(),
        CohortFinder.EVERY,
        wall);
    return new Runner(
        "cohorts",
        finder::runOnce,
        1,
        () -> Thread.sleep(HOUSEKEEPER_REST_MILLIS),
        new Progress(() -> false, System::nanoTime, stalledAfter));
  }

  /** Filling columns is slow and keeps writing waiting meanwhile, so it rests in between. */
  private static Runner columns(
      EmbeddedBackend backend, StoreWriter storeWriter, Duration stalledAfter) {
    return new Runner(
        "columns",
        () -> storeWriter.waits() ? 0 : backend.events().promoteProperties(),
        2,
        () -> Thread.sleep(COLUMNS_REST_MILLIS),
        new Progress(() -> false, System::nanoTime, stalledAfter));
  }

  /** Opens the database of places that is named, or else one found in the data folder. */
  private static @Nullable Places places(Config config) throws IOException {
    Path named = config.geoip();
    if (named != null) {
      return told(Places.open(named));
    }
    Path found = Places.find(config.data());
    try {
      return found == null ? null : told(Places.open(found));
    } catch (IOException e) { // nobody asked for it
      LOG.warn("events are not given places: {}", e.getMessage());
      return null;
    }
  }

  private static Places told(Places places) {
    LOG.info("events are given places by {}", places);
    return places;
  }

  /** Appends a tick after a failure, as nobody may send anything while the health is red. */
  private static void tryLogAgain(LogWriter writer) {
    if (writer.trouble() != null) {
      var unused = writer.submit(List.of(EntryCodec.encode(new Entry.Tick())));
    }
  }

  private static long blocksWaiting(Processor processor, EmbeddedBackend backend) {
    return Math.max(0, processor.position().outbox() - backend.events().outbox());
  }

  private void measure(StageMetrics metrics, Path data) {
    metrics.gauge(
        "hedgerow_lag_seconds",
        "how long the oldest unprocessed entry has waited",
        () -> seconds(processor.lag()));
    metrics.gauge(
        "hedgerow.outbox.blocks",
        "blocks of rows the event store does not have yet",
        () -> blocksWaiting(processor, backend));
    metrics.gauge(
        "hedgerow.property.columns",
        "properties that questions read from columns of their own",
        () -> backend.events().columns(false).size()
            + backend.events().columns(true).size());
    metrics.gauge(
        "hedgerow.set.aside.now", "entries, blocks and rows that are set aside", this::setAside);
    metrics.gauge("hedgerow.healthy", "1 when every stage turns, else 0", () -> turning() ? 1 : 0);
    metrics.disk(data);
    metrics.gauge(
        "hedgerow.disk.used.bytes",
        "bytes in use by all data, looked at now and then",
        retention::usedBytes);
    metrics.gauge(
        "hedgerow.disk.budget.bytes", "bytes that all data may take, 0 for any", () -> diskBudget);
    metrics.gauge(
        "hedgerow.disk.over.budget",
        "1 while only the newest events are left and still too much",
        () -> retention.warning() == null ? 0 : 1);
    runners.forEach(runner -> metrics.progress(runner.name(), runner));
  }

  /** Returns what the door may ask of addresses and user agents. */
  Clues clues() {
    return clues;
  }

  private double setAside() {
    try {
      return backend.state().setAsideCount();
    } catch (IOException e) {
      return Double.NaN; // not known now
    }
  }

  LogWriter writer() {
    return writer;
  }

  void start() {
    runners.forEach(Runner::start);
  }

  /** Returns whether every crank turns. */
  boolean turning() {
    return trouble() == null;
  }

  private @Nullable String trouble() {
    for (Runner runner : runners) {
      if (runner.trouble() != null) {
        return runner.trouble();
      }
    }
    return writer.trouble() == null ? null : "the log takes nothing: " + writer.trouble();
  }

  /** Returns whether all accepted entries are in the event store and nothing held is due. */
  boolean settled() {
    try {
      Position position = backend.state().position();
      return position.entry() == backend.log().end()
          && backend.state().due(writer.time(), 1).isEmpty()
          && backend.events().outbox() == position.outbox();
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns how the server is doing; safe from any thread. */
  Health health() {
    String trouble = trouble();
    Instant oldest = processor.oldestHeldAt();
    return new Health(
        trouble == null ? remark() : trouble,
        trouble == null,
        backend.log().end(),
        processor.position().entry(),
        seconds(processor.lag()),
        processor.heldCount(),
        oldest == null ? 0 : seconds(Duration.between(oldest, writer.time())));
  }

  /** Returns {@code ok}, or what is not yet wrong. */
  private String remark() {
    String warning = retention.warning();
    return warning == null ? "ok" : "ok, but " + warning;
  }

  /** Returns what all data may take, 0 for any. */
  long diskBudget() {
    return diskBudget;
  }

  private static double seconds(Duration time) {
    return Math.max(0, time.toMillis()) / 1_000.0;
  }

  /** Backs everything up; only the event store waits, and that while it is copied. */
  void backUp(Path folder) throws IOException {
    Backup backup = Backup.begin(backend, folder);
    housekeeper.whileResting(() -> {
      housekeeper.finishErasures(); // so that the backup holds nothing of them
      storeWriter.whileResting(backup::copyEvents);
      backup.copyRest();
    });
  }

  /** Stops the cranks, the last one first, so that nothing waits for one that is gone. */
  @Override
  public void close() {
    for (int i = runners.size() - 1; i >= 0; i--) {
      runners.get(i).close();
    }
    try {
      storeWriter.checkpoint();
    } catch (IOException e) {
      LOG.warn("the last checkpoint failed, the next start makes up for it: {}", e.toString());
    }
  }
}
