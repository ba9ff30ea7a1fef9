package dev.hedgerow.server.process;

import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets events and recordings: those older than their project wants, and where all data is more than the disk budget, the
 * oldest day of all projects, one after the other, but none of the newest days. It goes in slices between the writes of the
 * event store, on that thread; {@link #warning} and {@link #usedBytes} are safe from any.
 */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** Tells how much of the disk is in use. */
  public interface Used {
    /** Returns bytes, without room in files that is free to be written again. */
    long bytes() throws IOException;
  }

  /** Rows to forget; null for all projects. */
  private record Task(@Nullable Integer projectId, Instant before, Counter counter) {}

  private final StoreWriter store;
  private final Catalog catalog;
  private final Limits limits;
  private final Supplier<Instant> time;
  private final Used used;
  private final long budgetBytes;
  private final Counter byAge;
  private final Counter byBudget;
  private final Deque<Task> tasks = new ArrayDeque<>();
  private Instant lookedAt = Instant.MIN;
  private volatile long usedBytes;
  private volatile @Nullable String warning;

  /**
   * Makes one that has not looked yet.
   *
   * @param time the log's time, which no wrong clock moves
   * @param budgetBytes what all data together may take, 0 for any
   */
  public Retention(
      StoreWriter store,
      Catalog catalog,
      Limits limits,
      Supplier<Instant> time,
      Used used,
      long budgetBytes,
      MeterRegistry registry) {
    this.store = store;
    this.catalog = catalog;
    this.limits = limits;
    this.time = time;
    this.used = used;
    this.budgetBytes = budgetBytes;
    this.byAge = registry.counter("hedgerow.events.forgotten", "why", "age");
    this.byBudget = registry.counter("hedgerow.events.forgotten", "why", "budget");
  }

  /** Forgets a slice, if there is something to forget, and returns how many rows that was. */
  public int runOnce() throws IOException {
    if (store.waits()) {
      return 0;
    }
    Instant now = time.get();
    if (tasks.isEmpty() && !now.isBefore(later(lookedAt, limits.retentionEvery()))) {
      look(now);
    }
    Task task = tasks.peekFirst();
    if (task == null) {
      return 0;
    }
    int gone = store.forget(task.projectId(), task.before(), limits.retentionRowsMax());
    task.counter().increment(gone);
    if (gone == 0) {
      tasks.removeFirst();
      if (task.projectId() == null) {
        lookedAt = Instant.MIN; // whether that was enough shows once the engine has freed it
        store.checkpoint();
      }
    }
    return gone;
  }

  /** Returns how many bytes were in use when it last looked. */
  public long usedBytes() {
    return usedBytes;
  }

  /** Returns what to say while the budget cannot be kept, or null. */
  public @Nullable String warning() {
    return warning;
  }

  private static Instant later(Instant from, Duration by) {
    return from.equals(Instant.MIN) ? Instant.MIN : from.plus(by);
  }

  private void look(Instant now) throws IOException {
    lookedAt = now;
    for (Project project : catalog.projects()) {
      int days = project.settings().retentionDays();
      if (days > 0) {
        tasks.addLast(new Task(project.id(), now.minus(Duration.ofDays(days)), byAge));
      }
    }
    boolean over = measured() && budgetBytes > 0 && usedBytes > budgetBytes;
    Instant oldest = over ? store.oldestEvent() : null;
    Instant keptFrom = now.minus(limits.budgetKeeps());
    if (oldest == null || !oldest.isBefore(keptFrom)) {
      warn(over);
      return;
    }
    Instant day = oldest.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    Instant before = day.isBefore(keptFrom) ? day : keptFrom;
    LOG.info("{} bytes are more than the budget: forgetting events before {}", usedBytes, before);
    tasks.addLast(new Task(null, before, byBudget));
  }

  /** Measures; that this fails is no reason to stop writing. */
  private boolean measured() {
    try {
      usedBytes = used.bytes();
      return true;
    } catch (IOException e) {
      LOG.warn("could not find out how much of the disk is used: {}", e.getMessage());
      return false;
    }
  }

  private void warn(boolean over) {
    String said = over
        ? "over the disk budget: " + usedBytes + " bytes of " + budgetBytes
            + ", and no event is older than " + limits.budgetKeeps().toDays() + " days"
        : null;
    if (said != null && warning == null) {
      LOG.warn("{}", said);
    }
    warning = said;
  }
}
