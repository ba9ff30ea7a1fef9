package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Actions;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.Basis;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions and keeps the answers for a while. An answer is kept under all that it depends on but the events: the
 * question, the project's settings, its actions and cohorts where the question names some, and its last erasure; a change of any of
 * these finds it no more. An answer that grew old is given again while nothing that it stands on changed. Safe from any thread.
 */
final class Answerer {
  private static final long BYTES_MAX = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16);

  private final Questioner questions;
  private final Actions actions;
  private final Defined defined;
  private final Erasing erasing;
  private final Clock clock;
  private final AnswerCache cache = new AnswerCache(BYTES_MAX);

  Answerer(Questioner questions, Services services) {
    this(questions, services.actions(), services.defined(), services.erasing(), services.clock());
  }

  Answerer(Questioner questions, Actions actions, Defined defined, Erasing erasing, Clock clock) {
    this.questions = questions;
    this.actions = actions;
    this.defined = defined;
    this.erasing = erasing;
    this.clock = clock;
  }

  /** Returns what an answer to a question is kept under now. */
  String key(Project project, Map<String, @Nullable Object> query) throws IOException {
    List<@Nullable Object> parts = new ArrayList<>();
    parts.add(project.id());
    parts.add(project.settingsVersion());
    String text = Json.text(sorted(query));
    parts.add(text);
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("action")) {
      actions.actions(project.id()).forEach(action -> {
        parts.add(action.id());
        parts.add(action.updatedAt().toString());
      });
    }
    if (lower.contains("cohort")) {
      defined.cohorts().cohorts(project.id()).forEach(cohort -> {
        parts.add(cohort.id());
        parts.add(cohort.updatedAt().toString());
        parts.add(String.valueOf(cohort.last().at()));
      });
    }
    for (Erasing.Item item : erasing.first(project.id(), 1)) {
      parts.add(item.asked().id().toString());
      parts.add(item.status().compareTo(Erasing.Status.ERASED) >= 0);
    }
    return "cache_" + project.id() + "_" + Digests.hex(Json.text(parts));
  }

  /** Objects with the same fields are the same, in whatever order. */
  private static @Nullable Object sorted(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((name, inner) -> sorted.put(String.valueOf(name), sorted(inner)));
      return sorted;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> sorted = new ArrayList<>();
      list.forEach(item -> sorted.add(sorted(item)));
      return sorted;
    }
    return value;
  }

  /** Returns the answer kept under that, of any age, or null. */
  @Nullable
  KeptAnswer kept(String key) {
    return cache.find(key);
  }

  /** Returns whether an answer may be so many times as old as answers to that question may. */
  boolean isFresh(KeptAnswer answer, Map<String, @Nullable Object> query, int times) {
    Instant until = answer.rightAt().plus(Freshness.of(query).multipliedBy(times));
    Instant now = clock.instant();
    return now.isBefore(until) && !now.isBefore(answer.at());
  }

  /** Answers with what is kept under that, if it is still right, or else as {@link #anew} without asking again for parts that are. */
  KeptAnswer answer(Project project, Map<String, @Nullable Object> query, @Nullable String key)
      throws RejectedException, IOException {
    KeptAnswer kept = key == null ? null : cache.find(key);
    Basis basis = kept == null ? null : kept.basis();
    Instant now = clock.instant();
    if (kept != null && isFresh(kept, query, 1)) {
      return kept.stillRight(kept.rightAt()); // somebody else asked meanwhile
    }
    if (key != null
        && kept != null
        && basis != null
        && questions.holds(project, query, now, basis)) {
      KeptAnswer again = kept.stillRight(now);
      cache.keep(key, again);
      return again;
    }
    return found(project, query, key, false);
  }

  /** Answers anew, and keeps it under that, or not at all. */
  KeptAnswer anew(Project project, Map<String, @Nullable Object> query, @Nullable String key)
      throws RejectedException, IOException {
    return found(project, query, key, true);
  }

  private KeptAnswer found(
      Project project, Map<String, @Nullable Object> query, @Nullable String key, boolean anew)
      throws RejectedException, IOException {
    Instant now = clock.instant();
    long begun = System.nanoTime();
    Basis basis = key == null ? null : questions.basis(project, query, now);
    Map<String, @Nullable Object> body =
        new LinkedHashMap<>(questions.answer(project, query, now, anew));
    body.remove("is_cached");
    double seconds = Math.round((System.nanoTime() - begun) / 1e6) / 1e3;
    body.put("timings", List.of(Map.of("k", "answer", "t", seconds)));
    KeptAnswer answer = new KeptAnswer(Json.bytes(body), now, key, basis);
    if (key != null) {
      cache.keep(key, answer);
    }
    return answer;
  }
}
