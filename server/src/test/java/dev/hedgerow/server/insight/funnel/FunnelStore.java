package dev.hedgerow.server.insight.funnel;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.Insights;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Sources;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.Uuids;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A real store with a project for each case, told in short: {@code project("ann: A@0 B@5
 * C@2d;plan=pro")} is a person with three events, 0 minutes, 5 minutes and 2 days after {@link #BEGIN}.
 */
final class FunnelStore implements AutoCloseable {
  static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
  static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");

  final InMemoryActions actions = new InMemoryActions();
  private final DuckEvents store;
  private final Sources sources;
  private final Insights insights;
  private final List<EventRow> events = new ArrayList<>();
  private final List<Assignment> overrides = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private int projects;
  private int blocks;

  FunnelStore(Path folder) throws IOException {
    store = DuckEvents.open(folder, 256, Limits.STANDARD);
    sources = new Sources(store, actions, Limits.STANDARD);
    insights = new Insights(sources);
  }

  /** Makes a project with those persons' events and returns its id. */
  int project(String... persons) throws IOException {
    int project = ++projects;
    for (String person : persons) {
      String id = person.substring(0, person.indexOf(':'));
      for (String event : person.substring(person.indexOf(':') + 1).strip().split(" +", -1)) {
        String[] parts = event.split(";", -1);
        String[] nameAndTime = parts[0].split("@", -1);
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
          String[] pair = parts[i].split("=", 2);
          properties.put(pair[0], pair[1]);
        }
        add(project, id, id, nameAndTime[0], BEGIN.plus(after(nameAndTime[1])), properties);
      }
    }
    write();
    return project;
  }

  /** Returns the id of a project that has nothing yet. */
  int project() {
    return ++projects;
  }

  /** Adds an event, to be written later; properties {@code group} and {@code person.…} are told apart. */
  void add(
      int project,
      String person,
      String distinctId,
      String event,
      Instant at,
      Map<String, Object> properties) {
    Map<String, Object> own = new LinkedHashMap<>(properties);
    Object group = own.remove("group");
    Object plan = own.remove("person.plan");
    events.add(new EventRow(
        project,
        UUID.randomUUID(),
        event,
        distinctId,
        at,
        NOW,
        person(person),
        BEGIN,
        PersonMode.FULL,
        plan == null ? Map.of() : Map.of("plan", plan),
        own,
        "",
        group == null ? Map.of() : Map.of(0, group.toString())));
  }

  /** Gives a distinct id, with all it did, to another person; to be written later. */
  void override(int project, String distinctId, String person) {
    overrides.add(new Assignment(new IdKey(project, distinctId), person(person), 1));
  }

  /** Makes a group of type 0; to be written later. */
  void group(int project, String key, Map<String, Object> properties) {
    groups.add(new Group(new GroupKey(project, 0, key), "company", BEGIN, BEGIN, 0, properties));
  }

  /** Has those persons be in a cohort. */
  void cohort(int project, int id, List<String> persons) throws IOException {
    store
        .cohorts()
        .replace(project, id, Uuids.of(persons.stream().map(FunnelStore::person).toList()));
  }

  /** Writes what was added. */
  void write() throws IOException {
    Rows rows = new Rows(events, overrides, List.of(), List.of(), List.of(), groups, List.of());
    store.write(List.of(new OutboxBlock(++blocks, rows)));
    events.clear();
    overrides.clear();
    groups.clear();
  }

  static UUID person(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private static Duration after(String text) {
    if (text.endsWith("+1us")) {
      return after(text.substring(0, text.length() - "+1us".length())).plusNanos(1_000);
    }
    char unit = text.charAt(text.length() - 1);
    long number = Long.parseLong(text.replaceAll("[a-z]", ""));
    return switch (unit) {
      case 's' -> Duration.ofSeconds(number);
      case 'h' -> Duration.ofHours(number);
      case 'd' -> Duration.ofDays(number);
      default -> Duration.ofMinutes(number);
    };
  }

  /**
   * Makes a question of steps such as {@code A>B>C}, all of March.
   *
   * @param filter names and values of the funnelsFilter in turn
   */
  static Map<String, Object> funnel(String steps, Object... filter) {
    List<Map<String, Object>> series = new ArrayList<>();
    for (String step : steps.split(">", -1)) {
      Map<String, Object> node = new LinkedHashMap<>();
      node.put("kind", "EventsNode");
      node.put("event", step.replace("?", ""));
      if (step.endsWith("?")) {
        node.put("optionalInFunnel", true);
      }
      series.add(node);
    }
    Map<String, Object> funnelsFilter = new LinkedHashMap<>();
    for (int i = 0; i < filter.length; i += 2) {
      funnelsFilter.put((String) filter[i], filter[i + 1]);
    }
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("kind", "FunnelsQuery");
    query.put("series", series);
    query.put("dateRange", Map.of("date_from", "2026-03-01", "date_to", "2026-03-31"));
    query.put("funnelsFilter", funnelsFilter);
    return query;
  }

  /** Answers a question. */
  Map<String, @Nullable Object> ask(int project, Map<String, Object> query)
      throws RejectedException, IOException {
    return insights.answer(new Project(project, "p", "phc_p", BEGIN, 1), query, NOW);
  }

  /** Returns the steps of an answer without a breakdown. */
  @SuppressWarnings("unchecked")
  List<Map<String, Object>> steps(int project, Map<String, Object> query)
      throws RejectedException, IOException {
    return (List<Map<String, Object>>)
        Objects.requireNonNull(ask(project, query).get("results"));
  }

  /** Returns how many came to each step. */
  List<Object> counts(int project, String steps, Object... filter)
      throws RejectedException, IOException {
    return counts(steps(project, funnel(steps, filter)));
  }

  static List<Object> counts(List<Map<String, Object>> steps) {
    return steps.stream().map(step -> step.get("count")).toList();
  }

  /** Returns how many came to each step by the value of the breakdown. */
  @SuppressWarnings("unchecked")
  Map<Object, List<Object>> byValue(int project, Map<String, Object> query)
      throws RejectedException, IOException {
    Map<Object, List<Object>> found = new LinkedHashMap<>();
    for (Object steps : steps(project, query).toArray()) {
      List<Map<String, Object>> list = (List<Map<String, Object>>) steps;
      found.put(list.get(0).get("breakdown_value"), counts(list));
    }
    return found;
  }

  /** Returns who is behind a point, in order. */
  List<String> actors(
      int project, Map<String, Object> query, int offset, int limit, Object... point)
      throws RejectedException, IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < point.length; i += 2) {
      fields.put((String) point[i], point[i + 1]);
    }
    List<String> found = new ArrayList<>();
    new Funnels()
        .actors(
            new Ask(project, ZoneOffset.UTC, NOW, new Asked(query), sources),
            new Asked(fields),
            offset,
            limit,
            (id, events) -> found.add(id));
    return found;
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
