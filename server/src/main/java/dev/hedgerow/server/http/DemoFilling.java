package dev.hedgerow.server.http;

import dev.hedgerow.server.demo.DemoShop;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.wire.EntryCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills projects with made-up events, one at a time, on a thread of its own. The events go through the log as imports do: never
 * held, and a chunk only when nearly all before it are processed. Safe from any thread.
 */
final class DemoFilling {
  private static final Logger LOG = LoggerFactory.getLogger(DemoFilling.class);
  private static final int STATUSES_MAX = 100;

  /**
   * How far one is.
   *
   * @param state {@code running}, {@code done} or {@code failed}
   * @param events how many are accepted so far
   * @param done how much of the time they are from, from 0 to 1
   * @param detail what went wrong, else empty
   */
  record Status(String state, long events, double done, String detail) {
    boolean isRunning() {
      return state.equals("running");
    }
  }

  private final Services services;
  private final Map<Integer, Status> statuses = new LinkedHashMap<>();

  DemoFilling(Services services) {
    this.services = services;
  }

  /** Returns whether one is under way. */
  synchronized boolean isRunning() {
    return statuses.values().stream().anyMatch(Status::isRunning);
  }

  /** Returns how far a project is, or null where it was not filled since the server started. */
  synchronized @Nullable Status status(int projectId) {
    return statuses.get(projectId);
  }

  /** Begins to fill a project. */
  void begin(Project project, long seed, int visitors) {
    say(project, new Status("running", 0, 0, ""));
    DemoShop shop = new DemoShop(new DemoShop.Plan(
        project.id(),
        project.settingsVersion(),
        seed,
        visitors,
        services.clock().instant()));
    Thread thread = new Thread(() -> run(project, shop), "hedgerow-demo");
    thread.setDaemon(true); // stopping does not wait: what was accepted stays
    thread.start();
  }

  private synchronized void say(Project project, Status status) {
    statuses.remove(project.id());
    statuses.put(project.id(), status);
    if (statuses.size() > STATUSES_MAX) {
      statuses.remove(statuses.keySet().iterator().next());
    }
  }

  private void run(Project project, DemoShop shop) {
    long events = 0;
    try {
      Pace pace = new Pace(services.health());
      while (shop.hasNext()) {
        List<byte[]> entries = new ArrayList<>();
        while (shop.hasNext() && entries.size() < services.limits().importChunkEntries()) {
          entries.add(EntryCodec.encode(shop.next()));
        }
        require(pace.isRoom(), "earlier events to be processed but they are not");
        boolean there = services.catalog().project(project.id()) != null;
        require(there, "the project to be there but it was deleted");
        pace.sent(services.log().submit(entries).get());
        events += entries.size();
        say(project, new Status("running", events, shop.done(), ""));
      }
      require(pace.isDone(), "all events to be processed but they are not");
      say(project, new Status("done", events, 1, ""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException | RuntimeException e) {
      LOG.warn("filling project {} with demo events failed", project.id(), e);
      say(project, new Status("failed", events, shop.done(), String.valueOf(e.getMessage())));
    }
  }

  private static void require(boolean is, String what) {
    if (!is) {
      throw new IllegalStateException("expected " + what);
    }
  }
}
