package dev.hedgerow.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** What each stage tells of itself besides its own counts. Names are in the server's README. */
final class StageMetrics {
  private final MeterRegistry registry;

  StageMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Returns the crank with the turns timed that move something. */
  Callable<Integer> timed(String name, String description, Callable<Integer> crank) {
    Timer timer = Timer.builder(name)
        .description(description)
        .publishPercentiles(0.5, 0.99)
        .register(registry);
    return () -> {
      Timer.Sample sample = Timer.start();
      int moved = crank.call();
      if (moved > 0) {
        sample.stop(timer);
      }
      return moved;
    };
  }

  void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).strongReference(true).register(registry);
  }

  void progress(String stage, Runner runner) {
    Gauge.builder(
            "hedgerow.stage.idle.seconds", () -> runner.withoutProgress().toMillis() / 1_000.0)
        .description("how long a stage with work has not got on")
        .tag("stage", stage)
        .strongReference(true)
        .register(registry);
  }

  /** Tells how much room the data folder's disk has; NaN when that cannot be found out. */
  void disk(Path data) {
    gauge("hedgerow.disk.free.bytes", "bytes the data folder's disk has left", () -> free(data));
  }

  private static double free(Path data) {
    try {
      FileStore store = Files.getFileStore(data);
      return store.getUsableSpace();
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
