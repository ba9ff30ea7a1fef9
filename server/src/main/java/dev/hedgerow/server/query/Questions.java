package dev.hedgerow.server.query;

import dev.hedgerow.server.catalog.Actions;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The questions of the query endpoint (contract S 6.1, 6.2): {@code HogQLQuery} and {@code
 * EventsQuery}. Safe from any thread.
 */
public final class Questions {
  /** The kinds that are answered here. */
  public static final Set<String> KINDS = Set.of("EventsQuery", "HogQLQuery");

  private final SqlReads sql;
  private final Actions actions;
  private final Limits limits;

  /** Makes the questions over a store's SQL, with those actions and limits of rows. */
  public Questions(SqlReads sql, Actions actions, Limits limits) {
    this.sql = sql;
    this.actions = actions;
    this.limits = limits;
  }

  /**
   * Answers the {@code query} object of a request, with days of UTC.
   *
   * @throws RejectedException if the question is unknown, wrong or outlives its limits
   * @throws IOException if the store cannot be read
   */
  public Map<String, @Nullable Object> answer(
      int projectId, Map<String, @Nullable Object> query, Instant now)
      throws RejectedException, IOException {
    return answer(projectId, ZoneOffset.UTC, query, now);
  }

  /**
   * Answers the {@code query} object of a request.
   *
   * @param zone where the project's days begin; times in SQL and in rows are in UTC all the same
   * @param now what relative dates count from
   * @return {@code results}, {@code columns}, {@code types}, {@code hogql}, {@code hasMore}, {@code
   *     limit}, {@code offset}, {@code timings}, {@code is_cached} and {@code timezone}, as plain
   *     JSON values; of SQL also {@code rows_read}
   * @throws RejectedException if the question is unknown, wrong (the attribute names the field) or
   *     outlives its limits
   * @throws IOException if the store cannot be read
   */
  public Map<String, @Nullable Object> answer(
      int projectId, ZoneId zone, Map<String, @Nullable Object> query, Instant now)
      throws RejectedException, IOException {
    Asked asked = new Asked(query);
    String kind = asked.string("kind");
    if (kind == null) {
      throw Asked.wrong("kind", "HogQLQuery or EventsQuery", null);
    }
    return switch (kind) {
      case "HogQLQuery" -> answerText(projectId, asked);
      case "EventsQuery" -> answerEvents(projectId, zone, asked, now);
      default -> throw Asked.wrong("kind", "HogQLQuery or EventsQuery", kind);
    };
  }

  private Map<String, @Nullable Object> answerText(int projectId, Asked asked)
      throws RejectedException, IOException {
    String text = Placeholders.fill(asked.needed("query"), asked.object("values"));
    int limit = SqlTokens.limitsItself(text) ? limits.queryRowsMax() : limits.queryRowsDefault();
    return told(sql.measured(projectId, text, limit), limit, 0, ZoneOffset.UTC);
  }

  private Map<String, @Nullable Object> answerEvents(
      int projectId, ZoneId zone, Asked asked, Instant now) throws RejectedException, IOException {
    int limit = asked.integer("limit", limits.queryRowsDefault(), 1, limits.queryRowsMax());
    int offset = asked.integer("offset", 0, 0, Integer.MAX_VALUE);
    EventsQuestion question = EventsQuestion.of(asked, now, zone, conditions(projectId, asked));
    String text = question.sql(offset, limit + 1);
    String person = asked.string("personId");
    Table table = person == null
        ? sql.select(projectId, text, limit)
        : sql.select(projectId, text, limit, UUID.fromString(Expression.uuid(person)));
    return told(
        new Table(question.columns(), table.types(), table.rows(), table.hasMore(), table.sql()),
        limit,
        offset,
        zone);
  }

  private List<String> conditions(int projectId, Asked asked)
      throws RejectedException, IOException {
    List<String> conditions = new ArrayList<>();
    if (asked.has("actionId")) {
      conditions.add(ofAction(projectId, asked));
    }
    String personId = asked.string("personId");
    if (personId != null) {
      conditions.add(
          "events.person_id = CAST(" + SqlText.literal(Expression.uuid(personId)) + " AS UUID)");
    }
    return conditions;
  }

  private String ofAction(int projectId, Asked asked) throws RejectedException, IOException {
    int id = asked.integer("actionId", 0, 1, Integer.MAX_VALUE);
    Action action = actions.action(projectId, id);
    if (action == null) {
      throw Asked.wrong("actionId", "the id of an action of this project", id);
    }
    return ActionSql.condition(action);
  }

  private static Map<String, @Nullable Object> told(
      Table table, int limit, int offset, ZoneId zone) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("results", table.rows());
    answer.put("columns", table.columns());
    answer.put("types", table.types());
    answer.put("hogql", table.sql());
    answer.put("hasMore", table.hasMore());
    if (table.rowsRead() != null) {
      answer.put("rows_read", table.rowsRead());
    }
    answer.put("limit", limit);
    answer.put("offset", offset);
    answer.put("timings", List.of());
    answer.put("is_cached", false);
    answer.put("timezone", name(zone));
    return answer;
  }

  /** Returns how answers name a zone. */
  public static String name(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }
}
