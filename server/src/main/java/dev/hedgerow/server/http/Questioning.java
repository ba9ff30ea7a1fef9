package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.http.Wanted.Refresh;
import dev.hedgerow.server.query.Headway;
import dev.hedgerow.server.query.SqlReads;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of questions: a few are answered at one time while their askers wait, a few more on threads of their own, and each can be
 * looked at and given up by its id. Safe from any thread.
 */
final class Questioning {
  private static final Logger LOG = LoggerFactory.getLogger(Questioning.class);

  /** Questions whose askers wait. */
  static final int AT_ONCE_MAX = 4;

  /** Questions whose askers come back: those at work, and those that wait for them. */
  static final int THREADS = 2;

  static final int WAITING_MAX = 32;
  private static final int IDLE_SECONDS = 30;
  private static final long ENDED_BYTES_MAX =
      Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 16);

  private final Answerer answers;
  private final SqlReads sql;
  private final Clock clock;
  private final Semaphore waiting = new Semaphore(AT_ONCE_MAX);
  private final Askings askings = new Askings(ENDED_BYTES_MAX);
  private final ThreadPoolExecutor threads;

  Questioning(Answerer answers, Services services) {
    this.answers = answers;
    this.sql = services.sql();
    this.clock = services.clock();
    AtomicInteger made = new AtomicInteger();
    this.threads = new ThreadPoolExecutor(
        THREADS,
        THREADS,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(WAITING_MAX),
        task -> {
          Thread thread = new Thread(task, "hedgerow-question-" + made.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
    threads.allowCoreThreadTimeOut(true);
  }

  Answerer answers() {
    return answers;
  }

  /** Returns whether an answer found now is kept, and one kept before may do. */
  boolean keeps(Wanted wanted) {
    Refresh refresh = wanted.refresh();
    boolean anew = refresh == Refresh.BLOCKING || refresh == Refresh.FORCE_BLOCKING;
    return !anew || !Freshness.of(wanted.query()).isZero();
  }

  /** Returns a question whose asker waits for the answer, by its id from now on. */
  Asking asking(Project project, Wanted wanted) {
    Asking asking = new Asking(project.id(), wanted.id(), false, clock);
    askings.add(asking);
    return asking;
  }

  /** Forgets a question that nobody will answer. */
  void forget(Asking asking) {
    askings.remove(asking);
  }

  /** Finds an answer to a question that is known by its id, and waits until few enough others are answered. */
  KeptAnswer find(Project project, Wanted wanted, @Nullable String key, Asking asking)
      throws RejectedException, IOException {
    waiting.acquireUninterruptibly();
    return found(project, wanted, key, asking);
  }

  private KeptAnswer found(Project project, Wanted wanted, @Nullable String key, Asking asking)
      throws RejectedException, IOException {
    try {
      return asking.find(() -> answered(project, wanted, key));
    } finally {
      askings.remove(asking);
      waiting.release();
    }
  }

  private KeptAnswer answered(Project project, Wanted wanted, @Nullable String key)
      throws RejectedException, IOException {
    return wanted.isForced()
        ? answers.anew(project, wanted.query(), key)
        : answers.answer(project, wanted.query(), key);
  }

  /**
   * Begins to find an answer that its asker comes back for.
   *
   * @throws RejectedException with 429 if too many are under way
   */
  Asking begin(Project project, Wanted wanted, @Nullable String key) throws RejectedException {
    Asking asking = new Asking(project.id(), wanted.id(), true, clock);
    try {
      threads.execute(() -> {
        try {
          asking.find(() -> answered(project, wanted, key));
        } catch (RejectedException e) {
          LOG.debug("a question was refused: {}", e.detail());
        } catch (IOException e) {
          LOG.warn("could not answer a question", e);
        } catch (RuntimeException | StackOverflowError e) {
          LOG.error("failed on a question", e);
        }
      });
    } catch (RejectedExecutionException e) {
      throw new RejectedException(
          429, "throttled", "expected at most " + WAITING_MAX + " queries that wait", null);
    }
    askings.add(asking);
    return asking;
  }

  /** Returns a question by the id its asker gave it, or null. */
  @Nullable
  Asking asked(int projectId, String id) {
    return askings.find(projectId, id);
  }

  /** Returns {@code {"query_status":{…}}} as JSON, with the answer once it is there. */
  byte[] status(Asking asking) {
    Asking.State state = asking.state();
    Asking.Why refused = state.refused();
    Map<String, @Nullable Object> status = new LinkedHashMap<>();
    status.put("id", asking.id());
    status.put("query_async", asking.isAsync());
    status.put("complete", state.ended() != null);
    status.put("waiting", isWaiting(state));
    status.put("error", refused != null);
    status.put("error_code", refused == null ? null : refused.code());
    status.put("error_message", refused == null ? null : refused.detail());
    status.put("start_time", asking.begun().toString());
    status.put("end_time", state.ended() == null ? null : String.valueOf(state.ended()));
    status.put("progress", headway(state));
    KeptAnswer answer = state.answer();
    byte[] results = answer == null ? Json.bytes(null) : answer.json();
    byte[] whole = KeptAnswer.joined(Json.bytes(status), named("results", results));
    return named("query_status", whole);
  }

  private static byte[] named(String name, byte[] value) {
    byte[] start = ("{\"" + name + "\":").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] all = new byte[start.length + value.length + 1];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(value, 0, all, start.length, value.length);
    all[all.length - 1] = '}';
    return all;
  }

  /** Returns how far a question has come. */
  Map<String, @Nullable Object> progress(Asking asking) {
    Asking.State state = asking.state();
    Instant end = state.ended() == null ? clock.instant() : state.ended();
    Map<String, @Nullable Object> progress = new LinkedHashMap<>();
    progress.put("id", asking.id());
    progress.put("complete", state.ended() != null);
    progress.put("waiting", isWaiting(state));
    progress.put("seconds", Duration.between(asking.begun(), end).toMillis() / 1_000.0);
    progress.put("progress", headway(state));
    return progress;
  }

  /** Returns whether its turn has not come. */
  private static boolean isWaiting(Asking.State state) {
    return state.thread() == null && state.ended() == null;
  }

  private @Nullable Map<String, Object> headway(Asking.State state) {
    Thread thread = state.thread();
    Headway headway = thread == null ? null : sql.headway(thread);
    return headway == null
        ? null
        : Map.of(
            "percentage", headway.percent(),
            "rows_read", headway.rows(),
            "rows_total", headway.ofRows());
  }
}
