package dev.hedgerow.server.http;

import dev.hedgerow.server.query.ExportPage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nothing to get out, and nothing in the way of what comes in. */
final class NothingMoving implements Imports {
  static final Moving NOTHING = new Moving(
      export -> new ExportPage(List.of(), null),
      export -> {
        throw new IOException("nothing to export");
      },
      new NothingMoving());

  private NothingMoving() {}

  @Override
  public long done(int projectId, String name) {
    return 0;
  }

  @Override
  public @Nullable String conflict(int projectId, Map<Integer, String> types) {
    return null;
  }
}
