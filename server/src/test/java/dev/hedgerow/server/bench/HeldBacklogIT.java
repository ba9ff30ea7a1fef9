package dev.hedgerow.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.embedded.EmbeddedBackend;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.store.Change;
import dev.hedgerow.server.store.HeldEvent;
import dev.hedgerow.server.wire.EntryCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real program, with a heap of 256 MB, started when a great many held events are due at once. */
@Isolated("it takes the whole machine")
class HeldBacklogIT {
  private static final int HELD = Integer.getInteger("hedgerow.faults.held", 20_000);
  private static final int HELD_A_COMMIT = 10_000;
  private static final Duration RELEASED_WITHIN = Duration.ofMinutes(15);
  private static final double LAG_SECONDS_MAX = 5;
  private static final double PAGE_MILLIS_MAX = 5_000;

  @TempDir
  Path data;

  private int captured;
  private double pageMillisMost;

  @ParameterizedTest(name = "a person for each: {0}")
  @ValueSource(booleans = {false, true})
  void whatComesMeanwhileIsNotKeptWaiting(boolean aPersonEach) throws Exception {
    prepare(aPersonEach);
    try (Measured server = Measured.jar(data)) {
      Watch watch = new Watch(server);
      long from = System.nanoTime();
      assertThat(server.health().get("held").asLong()).as("held at the start").isPositive();
      watch.during(() -> captureUntilAllIsReleased(server));
      double seconds = (System.nanoTime() - from) / 1e9;
      long rows = (long) HELD + captured;
      server.await(rows, RELEASED_WITHIN);
      System.out.printf(
          "HeldBacklogIT: %d held of %s released in %.0f s beside %d captures; page within %.0f ms;"
              + " %s%n",
          HELD, aPersonEach ? "as many ids" : "one id", seconds, captured, pageMillisMost, watch);
      assertThat(watch.failure()).isNull();
      assertThat(watch.lagSeconds()).as("lag of what came meanwhile").isLessThan(LAG_SECONDS_MAX);
      assertThat(pageMillisMost).as("time of the page").isLessThan(PAGE_MILLIS_MAX);
      assertThat(server.rows()).isEqualTo(rows);
      assertThat(server.number("SELECT count(DISTINCT uuid) FROM events")).isEqualTo(rows);
      assertThat(server.number("SELECT count(DISTINCT person_id) FROM events WHERE event = 'paid'"))
          .isEqualTo(aPersonEach ? HELD : 1);
    }
  }

  /** Fills the state as if all had been taken a minute ago. */
  private void prepare(boolean aPersonEach) throws IOException {
    try (EmbeddedBackend backend = EmbeddedBackend.open(data, Limits.STANDARD)) {
      Instant taken = Instant.now().minus(Duration.ofMinutes(1));
      byte[] tick = EntryCodec.encode(new Entry.Tick());
      for (long entry = 0; entry < HELD; entry += HELD_A_COMMIT) {
        int count = (int) Math.min(HELD_A_COMMIT, HELD - entry);
        long first = entry + 1;
        backend.log().append(Collections.nCopies(count, tick), taken);
        HeldEvent[] held = LongStream.range(first, first + count)
            .mapToObj(position -> held(position, taken, aPersonEach))
            .toArray(HeldEvent[]::new);
        backend
            .state()
            .commit(
                new Change(backend.log().id(), entry + count, taken).held(held).made());
      }
    }
  }

  private static HeldEvent held(long position, Instant taken, boolean aPersonEach) {
    Map<String, @Nullable Object> properties = new HashMap<>(Map.of(
        "$lib", "posthog-node",
        "$lib_version", "5.1.0",
        "price", position,
        "currency", "EUR",
        "items", List.of("lamp", "shade"),
        "$current_url", "https://shop.example/products/lamps?page=2&sort=price",
        "$set", Map.of("last_price", position)));
    Entry.Event event = new Entry.Event(
        1,
        new UUID(0x4000, 0x8000_0000_0000_0000L | position),
        "paid",
        aPersonEach ? "user-" + position : "user",
        taken,
        taken,
        null,
        false,
        1,
        properties);
    return new HeldEvent(position, taken, taken.plus(Duration.ofMinutes(1)), event);
  }

  private boolean captureUntilAllIsReleased(Measured server) throws Exception {
    URI url = server.url();
    long end = System.nanoTime() + RELEASED_WITHIN.toNanos();
    try (Wire wire = new Wire(url)) {
      Stamped requests = new Stamped(1, 1);
      while (server.health().get("held").asLong() > 0) {
        assertThat(System.nanoTime()).as("released in time").isLessThan(end);
        for (int i = 0; i < 20; i++) {
          assertThat(wire.send(requests.of(captured))).isEqualTo(200);
          captured++;
        }
        long before = System.nanoTime();
        assertThat(server.get("/").statusCode()).isEqualTo(200);
        server.rows();
        pageMillisMost = Math.max(pageMillisMost, (System.nanoTime() - before) / 1e6);
        Thread.sleep(100);
      }
    }
    return true;
  }
}
