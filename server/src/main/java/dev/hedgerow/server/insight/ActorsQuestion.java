package dev.hedgerow.server.insight;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.ActorSource;
import dev.hedgerow.server.insight.ask.Answer;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Kind;
import dev.hedgerow.server.query.Asked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code ActorsQuery}: the people behind a point of another question's answer (contract S 6.2).
 *
 * <p>Its source is {@code {kind: InsightActorsQuery, source: {kind: TrendsQuery, ...}, day, ...}} or
 * {@code {kind: FunnelsActorsQuery, source: {kind: FunnelsQuery, ...}, funnelStep, ...}}. Answers
 * rows of the columns asked for, in the order of their ids. A visitor without a person is among
 * them with its id and {@code anonymous} true; groups come with their key as id.
 */
final class ActorsQuestion implements Kind {
  /** Most actors in one answer. */
  static final int ACTORS_MAX = 1_000;

  private static final String FUNNELS = "FunnelsActorsQuery";
  private static final String INSIGHT = "InsightActorsQuery";

  private final Map<String, Kind> kinds;

  /** Makes it over the kinds of questions it may be about. */
  ActorsQuestion(Map<String, Kind> kinds) {
    this.kinds = kinds;
  }

  @Override
  public Answer answer(Ask ask) throws RejectedException, IOException {
    Asked query = ask.query();
    refuse(query, "properties");
    refuse(query, "fixedProperties");
    refuse(query, "orderBy");
    int limit = query.integer("limit", ask.sources().limits().queryRowsDefault(), 1, ACTORS_MAX);
    int offset = query.integer("offset", 0, 0, Integer.MAX_VALUE);
    ActorColumns columns = ActorColumns.of(query);
    Asked point = query.inner("source");
    Ask source = ask.about(point.inner("source"));
    ActorSource kind = kind(point, source.query());
    Integer group = group(source.query(), point);

    Set<String> search = ActorSearch.of(ask, group);
    List<Found> found = found(kind, source, point, search, offset, limit);
    boolean more = found.size() > limit;
    List<Found> page = found.subList(0, Math.min(limit, found.size()));
    List<String> ids = page.stream().map(Found::id).toList();
    Map<String, KnownActor> known =
        group == null ? KnownActor.persons(ask, ids) : KnownActor.groups(ask, group, ids);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Found actor : page) {
      rows.add(columns.row(
          known.getOrDefault(actor.id(), KnownActor.nothing(actor.id())), actor.events()));
    }
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("columns", columns.names());
    told.put("types", columns.types());
    told.put("hasMore", more);
    told.put("limit", limit);
    told.put("offset", offset);
    told.put(
        "missing_actors_count",
        known.values().stream().filter(a -> a.anonymous()).count());
    return new Answer(rows, "", told);
  }

  /** Who is behind a point, and with how many of its events. */
  private record Found(String id, long events) {}

  private static List<Found> found(
      ActorSource kind,
      Ask source,
      Asked point,
      @Nullable Set<String> search,
      int offset,
      int limit)
      throws RejectedException, IOException {
    List<Found> found = new ArrayList<>();
    if (search == null) {
      kind.actors(
          source, point, offset, limit + 1, (id, events) -> found.add(new Found(id, events)));
      return found;
    }
    long[] fitting = new long[1];
    kind.actors(source, point, 0, Integer.MAX_VALUE, (id, events) -> {
      if (search.contains(id) && fitting[0]++ >= offset && found.size() <= limit) {
        found.add(new Found(id, events));
      }
    });
    return found;
  }

  private ActorSource kind(Asked point, Asked source) throws RejectedException {
    String about = point.oneOf("kind", INSIGHT, List.of(INSIGHT, FUNNELS));
    String name = source.string("kind");
    Kind kind = name == null ? null : kinds.get(name);
    if (!(kind instanceof ActorSource found)
        || about.equals(FUNNELS) != "FunnelsQuery".equals(name)) {
      throw source.refuse(
          "kind",
          about.equals(FUNNELS) ? "a FunnelsQuery" : "one of " + String.join(", ", insights()),
          name);
    }
    return found;
  }

  private List<String> insights() {
    return kinds.entrySet().stream()
        .filter(kind -> kind.getValue() instanceof ActorSource)
        .map(Map.Entry::getKey)
        .filter(name -> !name.equals("FunnelsQuery"))
        .sorted()
        .toList();
  }

  /** Returns the type of the groups that the question counts, or null where it counts persons. */
  private static @Nullable Integer group(Asked source, Asked point) throws RejectedException {
    List<Asked> series = source.objects("series");
    int index = point.has("series") ? point.integer("series", 0, 0, Integer.MAX_VALUE) : 0;
    if (index < series.size() && "unique_group".equals(series.get(index).string("math"))) {
      return series.get(index).integer("math_group_type_index", 0, 0, 4);
    }
    return source.has("aggregation_group_type_index")
        ? source.integer("aggregation_group_type_index", 0, 0, 4)
        : null;
  }

  private static void refuse(Asked query, String name) throws RejectedException {
    Object found = query.fields().get(name);
    if (found != null && !List.of().equals(found)) {
      throw query.refuse(name, "nothing; the source says who is meant", found);
    }
  }
}
