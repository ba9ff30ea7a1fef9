package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Feed;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.log.LogWriter;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.InMemoryState;
import dev.hedgerow.server.store.StateStore;
import dev.hedgerow.server.wire.EntryCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A whole processing line turned by hand: what is sent is in the log at once, and moves on only when
 * {@link #turn} is called. Its clock stands still until it is moved.
 */
public final class Crank {
  public static final int PROJECT = 1;
  public static final Instant START = Instant.parse("2024-05-01T12:00:00Z");
  public static final Duration DELAY = Duration.ofSeconds(60);

  private final EventLog log;
  private final StateStore state;
  private final Limits limits;
  private final Duration delay;
  private final Instant startedAt;
  private final Enrichment enrichment;
  private final LogWriter writer;
  private final Processor processor;
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final Feed feed = new Feed(10_000);
  private Duration passed = Duration.ZERO;
  private int sent;

  /** Makes a line with everything in memory and the usual limits. */
  public Crank(Duration delay) {
    this(new InMemoryLog(), new InMemoryState(), Limits.STANDARD, delay);
  }

  /** Makes a line over that log and state. */
  public Crank(EventLog log, StateStore state, Limits limits, Duration delay) {
    this(log, state, limits, delay, START, new Enrichment(null));
  }

  /** Makes a line with everything in memory that adds something to events. */
  public Crank(Enrichment enrichment) {
    this(new InMemoryLog(), new InMemoryState(), Limits.STANDARD, DELAY, START, enrichment);
  }

  private Crank(
      EventLog log,
      StateStore state,
      Limits limits,
      Duration delay,
      Instant startedAt,
      Enrichment enrichment) {
    this.enrichment = enrichment;
    this.log = log;
    this.state = state;
    this.limits = limits;
    this.delay = delay;
    this.startedAt = startedAt;
    Clock still = Clock.fixed(startedAt, ZoneOffset.UTC);
    writer = new LogWriter(log, still, () -> passed.toNanos(), limits.logQueueEntriesMax());
    processor = new Processor(log, writer, state, feed, limits, delay, enrichment, registry, still);
  }

  /** Returns a new line over the same log and state, at the same time, that remembers nothing. */
  public Crank restart() {
    return new Crank(log, state, limits, delay, now(), enrichment);
  }

  /** Moves the clock on. */
  public void pass(Duration time) {
    passed = passed.plus(time);
  }

  /** Returns what the clock says. */
  public Instant now() {
    return startedAt.plus(passed);
  }

  /** Sends an event that happens now; its uuid counts up. */
  public Entry.Event send(String event, String distinctId, Map<String, ?> properties) {
    return send(event(event, distinctId, properties));
  }

  /** Sends an entry as it is. */
  public <E extends Entry> E send(E entry) {
    sendBytes(EntryCodec.encode(entry));
    return entry;
  }

  /** Puts bytes into the log. */
  public void sendBytes(byte[] bytes) {
    CompletableFuture<Long> done = writer.submit(List.of(bytes));
    writer.runOnce();
    try {
      done.join();
    } catch (CompletionException e) {
      throw new UncheckedIOException("not accepted", new IOException(e.getCause()));
    }
  }

  /** Returns an event that happens now; its uuid counts up. */
  public Entry.Event event(String event, String distinctId, Map<String, ?> properties) {
    sent++;
    return event(
        UUID.nameUUIDFromBytes(("event " + sent).getBytes(StandardCharsets.UTF_8)),
        event,
        distinctId,
        now(),
        properties);
  }

  /** Returns an event of the first project. */
  @SuppressWarnings("unchecked") // a map that is only read
  public static Entry.Event event(
      UUID uuid, String event, String distinctId, Instant at, Map<String, ?> properties) {
    return new Entry.Event(
        PROJECT, uuid, event, distinctId, at, at, null, false, 1, (Map<String, @Nullable Object>)
            properties);
  }

  /** Turns until nothing more happens without time going on. */
  public void turn() throws IOException {
    int moved;
    do {
      moved = writer.runOnce();
      moved += processor.runOnce();
      moved += writer.runOnce();
    } while (moved > 0);
  }

  /** Returns what the event store would know by now. */
  public Outcome outcome() throws IOException {
    return Outcome.of(state);
  }

  /** Returns the person of a distinct id, or null. */
  public @Nullable Person person(String distinctId) throws IOException {
    Assignment assignment = assignment(distinctId);
    return assignment == null
        ? null
        : state.persons(List.of(new PersonKey(PROJECT, assignment.personId()))).values().stream()
            .findAny()
            .orElse(null);
  }

  /** Returns which person a distinct id is assigned to, or null. */
  public @Nullable Assignment assignment(String distinctId) throws IOException {
    IdKey key = new IdKey(PROJECT, distinctId);
    return state.assignments(List.of(key)).get(key);
  }

  /** Returns a counter's value, with that tag, or 0. */
  public double counted(String name, String... tags) {
    var counter = registry.find(name).tags(tags).counter();
    return counter == null ? 0 : counter.count();
  }

  public EventLog log() {
    return log;
  }

  public StateStore state() {
    return state;
  }

  public LogWriter writer() {
    return writer;
  }

  public Processor processor() {
    return processor;
  }

  public Feed feed() {
    return feed;
  }

  public MeterRegistry registry() {
    return registry;
  }

  /** Returns the same event as one of another project. */
  static Entry.Event moved(Entry.Event event, int projectId) {
    return new Entry.Event(
        projectId,
        event.uuid(),
        event.event(),
        event.distinctId(),
        event.timestamp(),
        event.receivedAt(),
        event.ip(),
        event.imported(),
        event.settingsVersion(),
        event.properties());
  }
}
