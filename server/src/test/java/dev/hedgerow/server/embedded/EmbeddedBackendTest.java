package dev.hedgerow.server.embedded;

import static dev.hedgerow.server.store.Samples.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.store.Change;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBackendTest {
  @TempDir
  private Path parent;

  @Test
  void aFolderThatIsNotThereIsMade() throws IOException {
    Path folder = parent.resolve("a/b");
    try (EmbeddedBackend backend = EmbeddedBackend.open(folder, Limits.STANDARD)) {
      assertThat(backend.log().end()).isZero();
      assertThat(backend.state().position().entry()).isZero();
      assertThat(backend.catalog().projects()).isEmpty();
    }
    try (Stream<Path> files = Files.walk(folder.resolve("native"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void aFolderBelongsToOne() throws IOException {
    EmbeddedBackend first = EmbeddedBackend.open(parent, Limits.STANDARD);
    assertThatThrownBy(() -> EmbeddedBackend.open(parent, Limits.STANDARD))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another Hedgerow is using it");
    first.close();
    EmbeddedBackend.open(parent, Limits.STANDARD).close();
  }

  @Test
  void aLogThatEndsBelowTheStateIsRefused() throws IOException {
    try (EmbeddedBackend backend = EmbeddedBackend.open(parent, Limits.STANDARD)) {
      backend.state().commit(new Change(backend.log().id(), 3, NOON).made());
    }
    assertThatThrownBy(() -> EmbeddedBackend.open(parent, Limits.STANDARD))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reaches entry 3");
    assertThatThrownBy(() -> EmbeddedBackend.open(parent, Limits.STANDARD))
        .hasMessageContaining("reaches entry 3");
  }

  @Test
  void anotherLogIsRefused() throws IOException {
    try (EmbeddedBackend backend = EmbeddedBackend.open(parent, Limits.STANDARD)) {
      backend.log().append(List.of("a".getBytes(UTF_8)), NOON);
      backend.state().commit(new Change(backend.log().id(), 1, NOON).made());
    }
    Files.delete(parent.resolve("log.db"));
    assertThatThrownBy(() -> EmbeddedBackend.open(parent, Limits.STANDARD))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("found log");
  }

  @Test
  void tidyingForgetsWhatTheStateContainsAndEmptiesTheWriteAheadLogs() throws IOException {
    try (EmbeddedBackend backend = EmbeddedBackend.open(parent, Limits.STANDARD)) {
      backend.log().append(List.of("a".getBytes(UTF_8), "b".getBytes(UTF_8)), NOON);
      backend.state().commit(new Change(backend.log().id(), 1, NOON).made());
      assertThat(backend.log().walBytes()).isPositive();
      backend.log().trim(backend.state().checkpoint());
      backend.log().checkpoint();
      assertThat(backend.log().read(0, 9, 99)).hasSize(1);
      assertThat(backend.log().walBytes()).isZero();
      assertThat(backend.state().walBytes()).isZero();
      assertThat(backend.log().end()).isEqualTo(2);
    }
  }

  @Test
  void eventStoreAheadOfTheStateIsRefused() throws IOException {
    try (EmbeddedBackend backend = EmbeddedBackend.open(parent, Limits.STANDARD)) {
      Rows none =
          new Rows(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
      backend.events().write(List.of(new OutboxBlock(1, none)));
    }
    assertThatThrownBy(() -> EmbeddedBackend.open(parent, Limits.STANDARD))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("contains block 1");
  }
}
