package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Project;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the project of a token. */
@FunctionalInterface
public interface Projects {

  /** Returns the project with that token, or null. */
  @Nullable
  Project byToken(String token) throws IOException;
}
