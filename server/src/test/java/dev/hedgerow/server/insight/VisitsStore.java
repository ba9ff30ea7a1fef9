package dev.hedgerow.server.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.ActionStep;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Matching;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Settings;
import dev.hedgerow.server.insight.ask.ActorSource;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Sources;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.Uuids;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.wire.Json;
import dev.hedgerow.server.wire.SettingsCodec;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Real stores with one project for each stream, so that many cases share one. */
final class VisitsStore implements Closeable {
  private final InMemoryActions actions = new InMemoryActions();

  final List<Visits> streams = new ArrayList<>();

  /** What a store answers takes the longer the more streams it has. */
  private static final int STREAMS_A_STORE = 300;

  private static final int TOLD_MAX = 5;
  private static final int TOLD_CHARS_MAX = 5_000;

  private static final List<Map<String, Object>> TEST_ACCOUNTS = List.of(object(
      "type",
      "OR",
      "values",
      List.of(
          object("key", "color", "value", "red", "operator", "is_not"),
          object("key", "$session_id", "value", "s1", "operator", "is_not"))));

  private Map<String, ?> last = Map.of();
  private final Path folder;
  private final Map<Integer, DuckEvents> stores = new TreeMap<>();
  private final Map<DuckEvents, Long> blocks = new HashMap<>();

  VisitsStore(Path folder) {
    this.folder = folder;
  }

  private DuckEvents store(int project) throws IOException {
    int number = project / STREAMS_A_STORE;
    DuckEvents store = stores.get(number);
    if (store == null) {
      Path own = Files.createDirectories(folder.resolve("store" + number));
      store = DuckEvents.open(own, 256, Limits.STANDARD);
      stores.put(number, store);
    }
    return store;
  }

  /** Makes one of that many streams made up from seeds, one after the other from 1 or {@code hedgerow.faults.first}. */
  static VisitsStore random(Path folder, int seeds) throws IOException {
    VisitsStore store = new VisitsStore(folder);
    int first = Integer.getInteger("hedgerow.faults.first", 1);
    for (int seed = first; seed < first + seeds; seed++) {
      store.streams.add(RandomVisits.of(seed, new Random(seed)));
    }
    store.write(store.streams);
    return store;
  }

  /** What is looked at in one stream. */
  interface Case {
    void of(Visits visits) throws Exception;
  }

  /** Looks at every stream, and fails with the first ones that fail. */
  void each(Case one) {
    List<String> failed = new ArrayList<>();
    for (Visits visits : streams) {
      try {
        one.of(visits);
      } catch (Exception | AssertionError e) {
        String told = "seed " + visits.project + ": " + e
            + (e instanceof Exception ? " of " + Json.text(last) : "");
        failed.add(told.substring(0, Math.min(TOLD_CHARS_MAX, told.length())));
      }
    }
    assertThat(failed.stream().limit(TOLD_MAX))
        .as(failed.size() + " of " + streams.size() + " streams")
        .isEmpty();
  }

  void write(Collection<Visits> streams) throws IOException {
    Map<DuckEvents, List<OutboxBlock>> told = new LinkedHashMap<>();
    for (Visits visits : streams) {
      DuckEvents store = store(visits.project);
      told.computeIfAbsent(store, any -> new ArrayList<>())
          .add(new OutboxBlock(blocks.merge(store, 1L, Long::sum), visits.rows()));
    }
    for (Map.Entry<DuckEvents, List<OutboxBlock>> ofStore : told.entrySet()) {
      ofStore.getKey().write(ofStore.getValue());
    }
    for (Visits visits : streams) {
      if (!visits.members.isEmpty()) {
        List<UUID> members = visits.members.stream().map(UUID::fromString).toList();
        store(visits.project).cohorts().replace(visits.project, visits.cohort(), Uuids.of(members));
      }
    }
  }

  /** Makes an action of whatever is red, and returns its id. */
  int red(int project) {
    return action(
        project,
        List.of(new ActionStep(
            null,
            null,
            Matching.EXACT,
            null,
            null,
            null,
            Matching.EXACT,
            null,
            Matching.EXACT,
            List.of(Visit.filter("color", "red")))));
  }

  /** Makes an action of those steps, and returns its id. */
  int action(int project, List<ActionStep> steps) {
    return actions
        .create(
            new Action(0, project, "Action", "", List.of(), steps, Instant.EPOCH, Instant.EPOCH))
        .id();
  }

  Ask about(Visits visits, Map<String, ?> question) throws IOException {
    last = question;
    return new Ask(
        visits.project,
        visits.zone,
        visits.now,
        new Asked(question),
        new Sources(store(visits.project), actions, Limits.STANDARD),
        TEST_ACCOUNTS);
  }

  /** Returns whether the project's filters leave an event out as somebody's test. */
  static boolean isTest(Visit visit) {
    return "red".equals(visit.text("color")) && "s1".equals(visit.session());
  }

  /** Returns a project whose days begin in that zone. */
  static Project project(int id, ZoneId zone, Instant created) throws RejectedException {
    Settings settings = SettingsCodec.changed(Settings.STANDARD, Map.of("time_zone", zone.getId()));
    return new Project(id, "Shop", "phc_" + id, created, 1, settings);
  }

  /** Returns what the query endpoint answers. */
  Map<String, Object> answer(Visits visits, Map<String, ?> question)
      throws RejectedException, IOException {
    Project project = project(visits.project, visits.zone, visits.now);
    return new Insights(new Sources(store(visits.project), actions, Limits.STANDARD))
        .answer(project, new LinkedHashMap<>(question), visits.now);
  }

  /** Returns who is behind a point, and with how many events. */
  Map<String, Long> actors(
      ActorSource kind, Visits visits, Map<String, ?> question, Map<String, ?> point)
      throws RejectedException, IOException {
    Map<String, Long> found = new TreeMap<>();
    kind.actors(about(visits, question), new Asked(point), 0, 1_000, found::put);
    return found;
  }

  @Override
  public void close() throws IOException {
    for (DuckEvents store : stores.values()) {
      store.close();
    }
  }

  /** Returns a field of an object of JSON that is an array and there. */
  static List<?> list(@Nullable Object object, String field) {
    return Objects.requireNonNull(
        (List<?>) Objects.requireNonNull((Map<?, ?>) object).get(field));
  }

  /** Returns a field of an object of JSON that is an object and there. */
  static Map<?, ?> inner(Object object, String field) {
    return Objects.requireNonNull((Map<?, ?>) ((Map<?, ?>) object).get(field));
  }

  /** Returns an object of JSON; what is null is left out. */
  static Map<String, Object> object(@Nullable Object... fields) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      Object value = fields[i + 1];
      if (value != null) {
        object.put(String.valueOf(fields[i]), value);
      }
    }
    return object;
  }
}
