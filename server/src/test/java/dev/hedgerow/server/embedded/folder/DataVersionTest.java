package dev.hedgerow.server.embedded.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.embedded.EmbeddedBackend;
import dev.hedgerow.server.event.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataVersionTest {
  @TempDir
  private Path folder;

  private final List<String> done = new ArrayList<>();

  private DataVersion.Step step(String name) {
    return onto -> done.add(name);
  }

  @Test
  void aFolderGetsTheVersionOfTheProgramThatMadeIt() throws IOException {
    EmbeddedBackend.open(folder, Limits.STANDARD).close();
    assertThat(folder.resolve("version")).hasContent(DataVersion.OURS.newest() + "\n");
    EmbeddedBackend.open(folder, Limits.STANDARD).close();
  }

  @Test
  void aFolderWithoutTheFileIsTheFirstVersionAndTakesEveryStepOnceInOrder() throws IOException {
    DataVersion third = new DataVersion(List.of(step("to 2"), step("to 3")));
    third.bringForward(folder);
    third.bringForward(folder);
    assertThat(done).containsExactly("to 2", "to 3");
    assertThat(folder.resolve("version")).hasContent("3\n");
  }

  @Test
  void aStepThatFailsIsTakenAgainAndThoseBeforeItAreNot() throws IOException {
    DataVersion failing = new DataVersion(List.of(step("to 2"), onto -> {
      throw new IOException("disk full");
    }));
    assertThatThrownBy(() -> failing.bringForward(folder)).hasMessage("disk full");
    assertThat(folder.resolve("version")).hasContent("2\n");
    new DataVersion(List.of(step("to 2"), step("to 3"))).bringForward(folder);
    assertThat(done).containsExactly("to 2", "to 3");
  }

  @Test
  void aNewerFolderIsRefusedBeforeAnyEngineOpensIt() throws IOException {
    Files.writeString(folder.resolve("version"), "7\n");
    assertThatThrownBy(() -> EmbeddedBackend.open(folder, Limits.STANDARD))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 1 at most but found 7")
        .hasMessageContaining("newer Hedgerow");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("version", "lock");
    }
  }

  @Test
  void anUnreadableVersionIsRefused() throws IOException {
    Files.writeString(folder.resolve("version"), "\u0000\u0000");
    assertThatThrownBy(() -> DataVersion.OURS.bringForward(folder))
        .hasMessageContaining("expected a version such as 1");
  }

  @Test
  void aFolderThatWasHalfRestoredIsRefused() throws IOException {
    DataVersion.writeRestoring(folder);
    assertThatThrownBy(() -> DataVersion.OURS.bringForward(folder))
        .hasMessageContaining("interrupted; empty the folder");
  }
}
