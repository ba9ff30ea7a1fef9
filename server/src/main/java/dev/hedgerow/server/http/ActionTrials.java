package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.ElementsChain;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.Proposal;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.ActionForm;
import dev.hedgerow.server.query.ActionPreview;
import dev.hedgerow.server.query.SqlReads;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Actions that are not kept: what one would match ({@code …/actions/preview/}), and what to make one of ({@code …/propose/}). */
final class ActionTrials {
  static final int DAYS_DEFAULT = 30;
  static final int DAYS_MAX = 366;
  private static final List<String> COLUMNS =
      List.of("uuid", "event", "timestamp", "distinct_id", "url", "text");

  private final SqlReads sql;
  private final Clock clock;

  ActionTrials(SqlReads sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** Answers how many events of the last {@code days}, 30 unless it says otherwise, an action's {@code steps} match. */
  void preview(HttpServerExchange exchange, int projectId, Map<String, @Nullable Object> body)
      throws RejectedException, IOException {
    Map<String, @Nullable Object> form = new LinkedHashMap<>(body);
    form.put("name", "preview");
    int days = days(body.get("days"));
    Instant now = clock.instant();
    Action action = ActionForm.read(form, 0, projectId, now, now);
    if (action.steps().isEmpty()) {
      throw new RejectedException(400, "required", "expected at least one step", "steps");
    }
    ActionPreview preview = ActionPreview.of(action, now.minus(days, ChronoUnit.DAYS), sql);
    List<Map<String, @Nullable Object>> newest = new ArrayList<>();
    for (List<@Nullable Object> row : preview.newest()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      for (int i = 0; i < COLUMNS.size(); i++) {
        one.put(COLUMNS.get(i), row.get(i));
      }
      newest.add(one);
    }
    Answers.json(
        exchange,
        200,
        Map.of(
            "days",
            days,
            "count",
            preview.events(),
            "persons",
            preview.persons(),
            "results",
            newest));
  }

  private static int days(@Nullable Object given) throws RejectedException {
    if (given == null) {
      return DAYS_DEFAULT;
    }
    if (given instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= 1
        && number.intValue() <= DAYS_MAX) {
      return number.intValue();
    }
    throw new RejectedException(
        400, "invalid_input", "expected a whole number from 1 to " + DAYS_MAX, "days");
  }

  /** Answers what an action may ask of each element of {@code elements_chain}, the clicked one first, and a name for it. */
  void propose(HttpServerExchange exchange, int projectId, Map<String, @Nullable Object> body)
      throws RejectedException {
    String chain = Properties.string(body, "elements_chain");
    if (chain == null || chain.isBlank()) {
      throw new RejectedException(
          400, "required", "expected the chain of an autocaptured event", "elements_chain");
    }
    String type = Properties.string(body, "event_type");
    List<Map<String, @Nullable Object>> elements = new ArrayList<>();
    for (Proposal proposal : Proposal.of(chain)) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("tag_name", proposal.tag());
      one.put("text", proposal.text());
      one.put("href", proposal.href());
      one.put("selectors", proposal.selectors());
      elements.add(one);
    }
    Answers.json(
        exchange,
        200,
        Map.of(
            "name",
            ElementsChain.words(type == null ? "click" : type, chain),
            "elements",
            elements));
  }
}
