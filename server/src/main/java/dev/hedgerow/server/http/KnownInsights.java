package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.Basis;
import dev.hedgerow.server.insight.Insights;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The insight room as the door calls it, for questions about cohorts that there are. */
record KnownInsights(Insights insights, KnownCohorts cohorts) implements Questioner {
  @Override
  public Map<String, @Nullable Object> answer(
      Project project, Map<String, @Nullable Object> query, Instant now, boolean anew)
      throws RejectedException, IOException {
    cohorts.require(project, query);
    return insights.answer(project, query, now, anew);
  }

  @Override
  public @Nullable Basis basis(Project project, Map<String, @Nullable Object> query, Instant now)
      throws IOException {
    return insights.basis(project, query, now);
  }

  @Override
  public boolean holds(
      Project project, Map<String, @Nullable Object> query, Instant now, Basis before)
      throws IOException {
    return insights.holds(project, query, now, before);
  }
}
