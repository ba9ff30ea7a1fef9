package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.Basis;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who answers questions: the insight room's methods, as the door calls them. */
interface Questioner {
  Map<String, @Nullable Object> answer(
      Project project, Map<String, @Nullable Object> query, Instant now, boolean anew)
      throws RejectedException, IOException;

  /** Returns what an answer that is asked for next will stand on, or null where nobody could tell. */
  default @Nullable Basis basis(Project project, Map<String, @Nullable Object> query, Instant now)
      throws IOException {
    return null;
  }

  /** Returns whether the answer that stands on that is the one that would be found now. */
  default boolean holds(
      Project project, Map<String, @Nullable Object> query, Instant now, Basis before)
      throws IOException {
    return false;
  }
}
