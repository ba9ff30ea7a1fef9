package dev.hedgerow.server.embedded.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.store.Change;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.Samples;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowsCodecTest {
  @Test
  void everythingComesBackAsItWas() throws IOException {
    Rows rows = Samples.rows(3);
    Rows again = RowsCodec.decode(RowsCodec.encode(rows));
    assertThat(again).isEqualTo(rows);
    EventRow row = again.events().get(0);
    assertThat(row.properties().keySet())
        .containsExactlyElementsOf(Samples.properties().keySet());
  }

  @Test
  void nothingComesBackAsNothing() throws IOException {
    assertThat(RowsCodec.decode(RowsCodec.encode(Change.NO_ROWS)).isEmpty()).isTrue();
  }

  @Test
  void whatIsCutShortIsRefused() {
    byte[] whole = RowsCodec.encode(Samples.rows(3));
    for (int length = 0; length < whole.length; length += 97) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> RowsCodec.decode(part)).isInstanceOf(IOException.class);
    }
  }

  /** Both files hold what {@link Samples#rows} gives for 3, written when all of a block was JSON. */
  @ParameterizedTest
  @ValueSource(strings = {"block-zlib", "block-lz4"})
  void blocksOfEarlierVersionsAreReadToo(String file) throws IOException {
    try (InputStream block = RowsCodecTest.class.getResourceAsStream("/outbox/" + file)) {
      Rows found = RowsCodec.decode(Objects.requireNonNull(block).readAllBytes());
      assertThat(found).isEqualTo(Samples.rows(3));
    }
  }

  @Test
  void otherJsonIsRefused() throws IOException {
    byte[] other = packed(Json.bytes(Map.of("e", Arrays.asList(1, null))));
    assertThatThrownBy(() -> RowsCodec.decode(other)).isInstanceOf(IOException.class);
  }

  @Test
  void anyLengthComesBackAsItWas() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (int length : new int[] {0, 1, 131_071, 131_072, 131_073, 600_000}) {
      byte[] bytes = new byte[length];
      for (int at = 0; at < length; at++) {
        bytes[at] = (byte) random.nextInt(at % 300 + 1);
      }
      assertThat(Packed.in(packed(bytes)).readAllBytes()).isEqualTo(bytes);
    }
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    try (Packed.Out out = new Packed.Out()) {
      out.write(bytes);
      return out.whole();
    }
  }
}
