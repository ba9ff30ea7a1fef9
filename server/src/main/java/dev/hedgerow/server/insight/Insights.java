package dev.hedgerow.server.insight;

import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Answer;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Kind;
import dev.hedgerow.server.insight.ask.Sources;
import dev.hedgerow.server.insight.funnel.Funnels;
import dev.hedgerow.server.insight.path.Paths;
import dev.hedgerow.server.insight.retention.Lifecycle;
import dev.hedgerow.server.insight.retention.Retention;
import dev.hedgerow.server.insight.retention.Stickiness;
import dev.hedgerow.server.insight.trend.Trends;
import dev.hedgerow.server.insight.trend.WebOverview;
import dev.hedgerow.server.insight.trend.WebStats;
import dev.hedgerow.server.insight.trend.WebTrends;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.Changes;
import dev.hedgerow.server.query.Questions;
import dev.hedgerow.server.query.Unchanged;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Every question of the query endpoint (contract S 6.1, 6.2), by its {@code kind}. Safe from any thread. */
public final class Insights {
  /** The kinds that are answered here; the others are for {@link Questions}. */
  private static final Map<String, Kind> KINDS = kinds();

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new TreeMap<>();
    kinds.put("FunnelsQuery", new Funnels());
    kinds.put("LifecycleQuery", new Lifecycle());
    kinds.put("PathsQuery", new Paths());
    kinds.put("RetentionQuery", new Retention());
    kinds.put("StickinessQuery", new Stickiness());
    kinds.put("TrendsQuery", new Trends());
    kinds.put("WebOverviewQuery", new WebOverview());
    kinds.put("WebStatsTableQuery", new WebStats());
    kinds.put("WebTrendsQuery", new WebTrends());
    kinds.put("ActorsQuery", new ActorsQuestion(kinds));
    return kinds;
  }

  private final Sources sources;
  private final Questions questions;

  /** Makes the questions over those sources. */
  public Insights(Sources sources) {
    this.sources = sources;
    this.questions = new Questions(sources.sql(), sources.actions(), sources.limits());
  }

  /**
   * Answers the {@code query} object of a request with days as the project has them, from numbers found before where nothing
   * changed since.
   *
   * @throws RejectedException as of the other
   * @throws IOException as of the other
   */
  public Map<String, @Nullable Object> answer(
      Project project, Map<String, @Nullable Object> query, Instant now)
      throws RejectedException, IOException {
    return answer(project, query, now, false);
  }

  /**
   * Answers the {@code query} object of a request with days as the project has them.
   *
   * @param now what relative dates count from
   * @param anew whether nothing that was found before may do
   * @return {@code results}, {@code hogql}, {@code timezone} and what else the kind answers, as plain JSON values
   * @throws RejectedException if the question is unknown, wrong (the attribute names the field) or outlives its limits
   * @throws IOException if the store cannot be read
   */
  public Map<String, @Nullable Object> answer(
      Project project, Map<String, @Nullable Object> query, Instant now, boolean anew)
      throws RejectedException, IOException {
    try {
      return found(project, query, now, anew);
    } catch (RejectedException e) {
      if (e.status() != 400 || e.attribute() != null || !e.code().startsWith("sql_")) {
        throw e;
      }
      throw OwnSql.named(e, query, project.id(), sources.sql());
    }
  }

  private Map<String, @Nullable Object> found(
      Project project, Map<String, @Nullable Object> query, Instant now, boolean anew)
      throws RejectedException, IOException {
    ZoneId zone = project.settings().timeZone();
    Asked asked = new Asked(query);
    String name = asked.string("kind");
    Kind kind = name == null ? null : KINDS.get(name);
    if (kind != null) {
      Ask ask = ask(project, asked, now, anew);
      Map<String, @Nullable Object> told = told(kind.answer(ask), zone);
      told.put("warnings", LeftOut.warnings(ask));
      return told;
    }
    if (name == null || !Questions.KINDS.contains(name)) {
      TreeSet<String> known = new TreeSet<>(KINDS.keySet());
      known.addAll(Questions.KINDS);
      throw Asked.wrong("kind", "one of " + String.join(", ", known), name);
    }
    return questions.answer(project.id(), zone, query, now);
  }

  /**
   * Returns what the answer to a question that is about to be asked will stand on, or null where nobody could tell later
   * whether it is still right.
   *
   * @throws IOException if the store cannot be read
   */
  public @Nullable Basis basis(Project project, Map<String, @Nullable Object> query, Instant now)
      throws IOException {
    try {
      return Basis.of(ask(project, new Asked(query), now, false));
    } catch (RejectedException e) {
      return null; // the answer says what is wrong
    }
  }

  /**
   * Returns whether an answer to the same question that was found before is the one that would be found now.
   *
   * @param before what that answer stands on
   * @throws IOException if the store cannot be read
   */
  public boolean holds(
      Project project, Map<String, @Nullable Object> query, Instant now, Basis before)
      throws IOException {
    Changes changes = sources.sql().changes();
    Basis basis = changes == null ? null : basis(project, query, now);
    if (changes == null || basis == null) {
      return false;
    }
    try {
      return before.holds(basis, Unchanged.look(sources.sql(), changes, project.id()));
    } catch (RejectedException e) {
      return false; // too much to do to look
    }
  }

  private Ask ask(Project project, Asked query, Instant now, boolean anew) {
    return new Ask(
        project.id(),
        project.settings().timeZone(),
        now,
        query,
        anew ? sources.askedAnew() : sources,
        project.settings().testAccountFilters());
  }

  private static Map<String, @Nullable Object> told(Answer answer, ZoneId zone) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("results", answer.results());
    told.putAll(answer.more());
    told.put("hogql", answer.sql());
    told.put("timings", List.of());
    told.put("is_cached", false);
    told.put("timezone", Questions.name(zone));
    return told;
  }
}
