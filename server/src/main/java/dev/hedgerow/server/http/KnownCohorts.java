package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Cohorts;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses questions about cohorts that the project does not have, such as one that was deleted since: these would find nobody, or with
 * {@code not_in} everybody, as if that were the answer. Safe from any thread.
 */
final class KnownCohorts {
  private static final String EXPECTED = "the id of a cohort of this project";

  private final Cohorts cohorts;

  KnownCohorts(Cohorts cohorts) {
    this.cohorts = cohorts;
  }

  /** Throws unless the project has all cohorts that a question names. */
  void require(Project project, Map<String, @Nullable Object> query)
      throws RejectedException, IOException {
    check(project.id(), "", query);
    if (Boolean.TRUE.equals(query.get("filterTestAccounts"))) {
      check(project.id(), "test_account_filters", project.settings().testAccountFilters());
    }
  }

  private void check(int projectId, String at, @Nullable Object value)
      throws RejectedException, IOException {
    if (value instanceof Map<?, ?> map) {
      String before = at.isEmpty() ? "" : at + ".";
      if ("cohort".equals(map.get("type"))) {
        require(projectId, before + "value", map.get("value"));
      }
      if ("cohort".equals(map.get("breakdown_type"))) {
        Object found = map.get("breakdown");
        for (Object id : found instanceof List<?> list ? list : Collections.singletonList(found)) {
          require(projectId, before + "breakdown", id);
        }
      }
      for (Map.Entry<?, ?> one : map.entrySet()) {
        check(projectId, before + one.getKey(), one.getValue());
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        check(projectId, at + "[" + i + "]", list.get(i));
      }
    }
  }

  /** What is no number is for the question itself to refuse. */
  private void require(int projectId, String field, @Nullable Object id)
      throws RejectedException, IOException {
    if (id instanceof Number number
        && number.doubleValue() == number.intValue()
        && cohorts.cohort(projectId, number.intValue()) == null) {
      throw Asked.wrong(field, EXPECTED, id);
    }
  }
}
