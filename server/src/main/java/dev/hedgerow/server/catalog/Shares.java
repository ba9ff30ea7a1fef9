package dev.hedgerow.server.catalog;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The links of all projects. Durable, and gone, when a call returns; safe from any thread. */
public interface Shares {

  /** Begins to share a thing; a link it had before is worth nothing from now on. */
  void begin(Share share) throws IOException;

  /** Ends it; returns whether it was shared. */
  boolean end(Share.Kind kind, int projectId, int thingId) throws IOException;

  /** Returns how a thing is shared, or null. */
  @Nullable
  Share of(Share.Kind kind, int projectId, int thingId) throws IOException;

  /** Returns what the link with a token of that hash shows, or null. */
  @Nullable
  Share byHash(String hash) throws IOException;
}
