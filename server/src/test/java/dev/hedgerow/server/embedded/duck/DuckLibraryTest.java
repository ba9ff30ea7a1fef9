package dev.hedgerow.server.embedded.duck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckLibraryTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir
  Path temporary;

  private Path file(String name, Instant at) throws Exception {
    return Files.setLastModifiedTime(
        Files.writeString(temporary.resolve(name), name), FileTime.from(at));
  }

  @Test
  void whatKilledProcessesLeftGoesAndNothingElse() throws Exception {
    Path left = file("libduckdb_java123.so", NOON.minusSeconds(1));
    Path loading = file("libduckdb_java456.so", NOON);
    Path other = file("libother.so", NOON.minusSeconds(1));

    DuckLibrary.removeLeft(temporary, NOON);

    assertThat(temporary.toFile().listFiles())
        .extracting(one -> one.toPath())
        .containsExactlyInAnyOrder(loading, other)
        .doesNotContain(left);
  }

  @Test
  void aFolderThatIsNotThereHarmsNobody() {
    DuckLibrary.removeLeft(temporary.resolve("none"), NOON);

    assertThat(temporary).isEmptyDirectory();
  }
}
