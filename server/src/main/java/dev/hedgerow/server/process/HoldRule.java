package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Properties;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events may wait for their person (contract S 3, generation 1, and what the decided
 * differences take out of it). Whether a person is known, and whether there is room, is asked
 * elsewhere.
 */
final class HoldRule {
  private static final Set<String> NEVER_HELD =
      Set.of("$identify", "$create_alias", "$merge_dangerously", "$groupidentify", "$snapshot");
  private static final Set<String> MOBILE =
      Set.of("posthog-ios", "posthog-android", "posthog-react-native", "posthog-flutter");

  private final Duration delay;

  HoldRule(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("expected a delay of 0 or more but found " + delay);
    }
    this.delay = delay;
  }

  Duration delay() {
    return delay;
  }

  /** Returns whether an event that is processed with persons waits when nobody is known for it. */
  boolean mayHold(Entry.Event event) {
    return !delay.isZero()
        && !event.imported()
        && !NEVER_HELD.contains(event.event())
        && !anonymous(event)
        && !mobile(Properties.string(event.properties(), "$lib"));
  }

  private static boolean anonymous(Entry.Event event) {
    return event.distinctId().equals(Properties.string(event.properties(), "$device_id"));
  }

  private static boolean mobile(@Nullable String library) {
    return library != null && MOBILE.contains(library);
  }
}
