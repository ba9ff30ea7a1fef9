package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who answers questions: the query room's one method, as the door calls it. */
interface Questioner {
  Map<String, @Nullable Object> answer(
      Project project, Map<String, @Nullable Object> query, Instant now)
      throws RejectedException, IOException;
}
