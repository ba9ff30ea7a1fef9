package dev.hedgerow.server.insight.path;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.ActorSource;
import dev.hedgerow.server.insight.ask.Answer;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.Filters;
import dev.hedgerow.server.insight.ask.Interval;
import dev.hedgerow.server.insight.ask.Kind;
import dev.hedgerow.server.insight.ask.Points;
import dev.hedgerow.server.insight.ask.Unbroken;
import dev.hedgerow.server.query.Asked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code PathsQuery}: which steps follow which (contract S 6.2).
 *
 * <p>Answers the heaviest edges {@code {source, target, value, average_conversion_time}}; a value
 * counts paths, of which a person may have several, and the time is in milliseconds. {@code steps} says of each step named in them
 * how many paths came there and how many ended there, by all ways, also those left out: {@code {name, value, ended}}.
 */
public final class Paths implements Kind, ActorSource {

  @Override
  public Answer answer(Ask ask) throws RejectedException, IOException {
    PathsAsked asked = PathsAsked.of(ask);
    DateRange range = range(ask);
    PathEdges edges = new PathEdges();
    String sql = PathSql.ways(PathSql.steps(PathSteps.sql(ask, asked, range), asked));
    ask.sources()
        .sql()
        .each(
            ask.projectId(),
            sql,
            row -> edges.add(
                row.number(0), Points.text(row, 1), row.text(2), row.number(3), row.number(4)));
    double sample = Filters.samplingFactor(ask);
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    List<PathEdges.Edge> shown = edges.heaviest(asked.edges(), asked.least(), asked.most());
    for (PathEdges.Edge edge : shown) {
      Map<String, @Nullable Object> told = new LinkedHashMap<>();
      told.put("source", edge.source());
      told.put("target", edge.target());
      told.put("value", Math.round(edge.value() / sample));
      told.put("average_conversion_time", edge.averageMillis());
      results.add(told);
    }
    List<Map<String, Object>> steps = edges.stops(shown).stream()
        .map(stop -> Map.<String, Object>of(
            "name", stop.name(),
            "value", Math.round(stop.value() / sample),
            "ended", Math.round(stop.ended() / sample)))
        .toList();
    return new Answer(results, sql, Map.of("resolved_date_range", range.told(), "steps", steps));
  }

  /**
   * Gives out the actors whose paths went a way: the question's {@code pathsFilter} says {@code
   * pathStartKey} and {@code pathEndKey}, of which either may be missing, or {@code
   * pathDropoffKey} for paths that ended there. Events are the times the actor went it.
   */
  @Override
  public void actors(Ask source, Asked point, int offset, int limit, ActorTaker taker)
      throws RejectedException, IOException {
    PathsAsked asked = PathsAsked.of(source);
    PathWay way = PathWay.of(PathsAsked.filter(source));
    String steps = PathSql.steps(PathSteps.sql(source, asked, range(source)), asked);
    source
        .sources()
        .sql()
        .each(
            source.projectId(),
            PathSql.actors(steps, way) + " LIMIT " + limit + " OFFSET " + offset,
            row -> taker.take(Points.text(row, 0), row.number(1)));
  }

  private static DateRange range(Ask ask) throws RejectedException, IOException {
    Unbroken.check(ask);
    return DateRange.of(ask, Interval.DAY);
  }
}
