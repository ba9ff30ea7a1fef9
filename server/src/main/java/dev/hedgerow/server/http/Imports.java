package dev.hedgerow.server.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What imports need to know of the state. Safe from any thread. */
public interface Imports {

  /** Returns how many chunks of an import are processed, of the first ones that follow each other. */
  long done(int projectId, String name) throws IOException;

  /** Returns a sentence when group types have other places in the project, else null. */
  @Nullable
  String conflict(int projectId, Map<Integer, String> types) throws IOException;

  /** Returns what a chunk is known by: the same for the same number of the same import, and for no other. */
  static UUID chunk(int projectId, String name, long number) {
    String text = "import " + projectId + " " + name + " " + number;
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
