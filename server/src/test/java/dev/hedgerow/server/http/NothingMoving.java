package dev.hedgerow.server.http;

import dev.hedgerow.server.query.ExportPage;
import java.io.IOException;
import java.util.List;

/** Nothing to get out. */
final class NothingMoving {
  static final Moving NOTHING = new Moving(export -> new ExportPage(List.of(), null), export -> {
    throw new IOException("nothing to export");
  });

  private NothingMoving() {}
}
