package dev.hedgerow.server.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request of the newer protocol.
 *
 * @param intake the request as a whole; only what is wrong with all of it is its refusal
 * @param byUuid what became of each event, by its uuid as sent; an event without one is only among the warnings
 */
public record Verdicts(Intake intake, Map<String, Verdict> byUuid) {
  public Verdicts {
    byUuid = new LinkedHashMap<>(byUuid);
  }

  /**
   * What became of an event.
   *
   * @param result {@code ok}, {@code warning} for one that is taken though not as sent, or {@code drop}
   * @param details the codes of the warnings, or null
   */
  public record Verdict(String result, @Nullable String details) {

    static Verdict of(EventReader.Sound sound) {
      List<Altered> altered = sound.altered();
      if (sound.unwanted() != null) {
        return drop(sound.unwanted().code());
      }
      return altered.isEmpty()
          ? new Verdict("ok", null)
          : new Verdict(
              "warning", altered.stream().map(Altered::code).collect(Collectors.joining(", ")));
    }

    static Verdict drop(String code) {
      return new Verdict("drop", code);
    }

    /** Returns it as the answer shows it. */
    public Map<String, String> shown() {
      return details == null
          ? Map.of("result", result)
          : Map.of("result", result, "details", Objects.requireNonNull(details));
    }
  }
}
