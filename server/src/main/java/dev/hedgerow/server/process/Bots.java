package dev.hedgerow.server.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows crawlers and other programs by their user agent, and remembers the latest. For one thread. */
final class Bots {
  private static final int CHARS_MAX = 1_000;
  private static final int REMEMBERED_MAX = 1_000;

  /**
   * One of the list.
   *
   * @param kind in snake case, such as {@code search_engine}
   */
  record Bot(String name, String kind) {}

  private final Map<String, Optional<Bot>> remembered = new LinkedHashMap<>(16, 0.75f, true);

  /** Returns which bot that user agent is of, or null. */
  @Nullable
  Bot of(String userAgent) {
    String known = known(userAgent);
    Optional<Bot> bot = remembered.get(known);
    if (bot == null) {
      bot = Optional.ofNullable(BotList.KEPT.find(known));
      remembered.put(known, bot);
      if (remembered.size() > REMEMBERED_MAX) {
        remembered.remove(remembered.keySet().iterator().next());
      }
    }
    return bot.orElse(null);
  }

  /** Returns as much of a user agent as is looked at. */
  static String known(String userAgent) {
    return userAgent.length() > CHARS_MAX ? userAgent.substring(0, CHARS_MAX) : userAgent;
  }
}
