package dev.hedgerow.server.http;

import dev.hedgerow.server.query.DiskReads;
import dev.hedgerow.server.query.ExportPage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nothing to get out, nothing in the way of what comes in, and a disk that never changes. */
final class NothingMoving implements Imports, DiskReads {
  static final Moving NOTHING = new Moving(
      export -> new ExportPage(List.of(), null),
      export -> {
        throw new IOException("nothing to export");
      },
      new NothingMoving(),
      new NothingMoving(),
      0);

  private NothingMoving() {}

  @Override
  public long done(int projectId, String name) {
    return 0;
  }

  @Override
  public @Nullable String conflict(int projectId, Map<Integer, String> types) {
    return null;
  }

  @Override
  public List<OfProject> projects() {
    return List.of(
        new OfProject(1, new Part(2, 2_000), new Part(1, 900), new Part(1, 100)),
        new OfProject(2, new Part(7, 7_000), new Part(0, 0), new Part(0, 0)));
  }

  @Override
  public Sizes sizes() {
    return new Sizes(Map.of("events.duckdb", 12_000L, "log.db", 5L), 2_000, 77);
  }

  @Override
  public List<KnownBackup> backups() {
    return List.of(new KnownBackup("/backups/monday", "2026-03-01T00:00:00Z", 12_000));
  }
}
