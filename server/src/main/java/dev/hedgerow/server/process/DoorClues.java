package dev.hedgerow.server.process;

import dev.hedgerow.server.wire.Clues;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same places and bots as {@link Enrichment} knows, for the door. Safe from any thread. */
public final class DoorClues implements Clues {
  private final @Nullable Places places;

  /** Makes clues that find places there, or none. */
  public DoorClues(@Nullable Places places) {
    this.places = places;
  }

  @Override
  public Map<String, @Nullable Object> place(String address) {
    try {
      return places == null ? Map.of() : places.of(address);
    } catch (IOException e) { // a damaged record is no place
      return Map.of();
    }
  }

  @Override
  public boolean isBot(String userAgent) {
    return BotList.KEPT.find(Bots.known(userAgent)) != null;
  }
}
