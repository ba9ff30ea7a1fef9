package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;

/** A kind of question, such as {@code TrendsQuery}. Without state: safe from any thread. */
public interface Kind {

  /**
   * Answers a question of this kind.
   *
   * @throws RejectedException if a field is wrong, which the attribute names, or a limit is reached
   * @throws IOException if the store cannot be read
   */
  Answer answer(Ask ask) throws RejectedException, IOException;
}
