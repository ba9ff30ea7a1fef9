package dev.hedgerow.server.embedded.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.store.Change;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.StateStore;
import dev.hedgerow.server.store.StateStoreContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStateTest extends StateStoreContract {
  @TempDir
  private Path folder;

  @Override
  protected StateStore open() throws IOException {
    return SqliteState.open(folder);
  }

  @Test
  void aLongOutboxIsReadInPieces() throws IOException {
    UUID log = UUID.randomUUID();
    SplittableRandom random = new SplittableRandom(3);
    try (StateStore state = open()) {
      for (int number = 1; number <= 6; number++) {
        byte[] noise = new byte[150_000]; // so that it takes its space on disk too
        random.nextBytes(noise);
        String text = new String(noise, StandardCharsets.ISO_8859_1).replace('\0', ' ');
        Warning warning =
            new Warning(1, "type", Instant.EPOCH, null, null, null, Map.of("detail", text));
        state.commit(new Change(log, number, Instant.EPOCH)
            .rows(new Rows(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(warning)))
            .made());
      }
    }
    try (StateStore state = open()) {
      List<Long> numbers = new ArrayList<>();
      List<OutboxBlock> some = state.outbox(0, 64);
      assertThat(some).hasSizeBetween(1, 5);
      while (!some.isEmpty()) {
        some.forEach(block -> numbers.add(block.number()));
        some = state.outbox(numbers.get(numbers.size() - 1), 64);
      }
      assertThat(numbers).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }
  }
}
