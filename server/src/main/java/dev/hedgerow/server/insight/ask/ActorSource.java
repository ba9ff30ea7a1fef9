package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import java.io.IOException;

/** A kind of question that can say who is behind a point of its answer. */
public interface ActorSource {

  /** Takes the actors one after the other. */
  interface ActorTaker {

    /**
     * Takes one.
     *
     * @param id the effective person's id, or the group's key
     * @param events how many of its events are behind the point
     */
    void take(String id, long events);
  }

  /**
   * Gives out the actors behind a point, each once, in a stable order.
   *
   * @param source the question
   * @param point which point: the fields of the request that are no question, such as {@code day} or {@code funnelStep}
   * @throws RejectedException if the point is none of the question's answer
   */
  void actors(Ask source, Asked point, int offset, int limit, ActorTaker taker)
      throws RejectedException, IOException;
}
