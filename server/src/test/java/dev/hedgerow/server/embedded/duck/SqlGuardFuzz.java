package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Any text asked as SQL of the real engine, which holds the rows of two projects: refused with one of
 * the documented codes, or answered without a word of the other project.
 */
public final class SqlGuardFuzz {
  private static final Set<String> CODES = Set.of(
      "sql_invalid",
      "sql_not_allowed",
      "sql_failed",
      "query_timeout",
      "query_memory",
      "query_too_large");
  private static final DuckEvents STORE = open();

  private SqlGuardFuzz() {}

  /** Asks, unless the text itself holds the word that would tell a leak. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    String sql = new String(data, StandardCharsets.UTF_8);
    if (sql.toUpperCase(Locale.ROOT).contains(TwoProjects.SECRET)) {
      return;
    }
    try {
      Table table = STORE.select(1, sql, 20);
      if (table.rows().size() > 20 || table.rows().toString().contains(TwoProjects.SECRET)) {
        throw new AssertionError("expected nothing of another project but found " + table);
      }
    } catch (RejectedException e) {
      if (!CODES.contains(e.code()) || e.detail().contains(TwoProjects.SECRET)) {
        throw new AssertionError("expected a documented code", e);
      }
    }
  }

  private static DuckEvents open() {
    try {
      Path folder = Files.createTempDirectory("hedgerow-fuzz");
      DuckEvents store = DuckEvents.open(folder, 64, TwoProjects.within(Duration.ofMillis(200)));
      store.write(TwoProjects.blocks());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder, store)));
      return store;
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static void remove(Path folder, DuckEvents store) {
    try (var files = Files.walk(folder)) {
      store.close();
      for (Path path :
          List.copyOf(files.sorted(java.util.Comparator.reverseOrder()).toList())) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
