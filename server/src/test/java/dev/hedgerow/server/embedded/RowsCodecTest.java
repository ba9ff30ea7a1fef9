package dev.hedgerow.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.store.Change;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.Samples;
import dev.hedgerow.server.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

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

  @Test
  void blocksOfEarlierVersionsAreReadToo() throws IOException {
    Rows rows = Samples.rows(3);
    byte[] json = Packed.in(RowsCodec.encode(rows)).readAllBytes();
    ByteArrayOutputStream zlib = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {
      out.write(json);
    }
    assertThat(RowsCodec.decode(zlib.toByteArray())).isEqualTo(rows);
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
