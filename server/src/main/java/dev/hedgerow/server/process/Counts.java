package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Warning;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** The processor's metrics, counted after each commit. */
final class Counts {
  private final MeterRegistry registry;
  private final Counter processed;
  private final Counter stored;
  private final Counter releasedEarly;
  private final Counter releasedOnTime;
  private final Counter personKnown;
  private final Counter personUnknown;
  private final Counter duplicates;
  private final Counter setAside;
  private final Counter merged;
  private final Counter erased;
  private final DistributionSummary batch;

  Counts(MeterRegistry registry, Supplier<Number> heldNow) {
    this.registry = registry;
    processed = registry.counter("hedgerow.entries.processed");
    stored = registry.counter("hedgerow.events.stored");
    releasedEarly = registry.counter("hedgerow.held.released", "when", "early");
    releasedOnTime = registry.counter("hedgerow.held.released", "when", "due");
    personKnown = registry.counter("hedgerow.held.person", "at_release", "known");
    personUnknown = registry.counter("hedgerow.held.person", "at_release", "unknown");
    duplicates = registry.counter("hedgerow.events.duplicate");
    setAside = registry.counter("hedgerow.entries.set.aside");
    merged = registry.counter("hedgerow.persons.merged");
    erased = registry.counter("hedgerow.persons.erased");
    batch = registry.summary("hedgerow.batch.entries");
    Gauge.builder("hedgerow.held.now", heldNow).strongReference(true).register(registry);
  }

  void count(Turn turn, Told told) {
    processed.increment(turn.taken());
    batch.record(turn.taken());
    merged.increment(turn.mergedCount());
    erased.increment(turn.erasedCount());
    stored.increment(told.rows().size());
    releasedEarly.increment(told.releasedEarly());
    releasedOnTime.increment(told.releasedOnTime());
    personKnown.increment(told.personExisted());
    personUnknown.increment(told.releasedEarly() + told.releasedOnTime() - told.personExisted());
    duplicates.increment(told.duplicates());
    setAside.increment(turn.setAsideCount());
    for (Warning warning : told.warnings()) {
      registry.counter("hedgerow.warnings", "type", warning.type()).increment();
    }
  }
}
