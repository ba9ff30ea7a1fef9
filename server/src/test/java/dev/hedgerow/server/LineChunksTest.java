package dev.hedgerow.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineChunksTest {
  private static List<String> cut(String text, int linesMax, int bytesMax) throws IOException {
    LineChunks chunks = new LineChunks(new ByteArrayInputStream(text.getBytes(UTF_8)));
    List<String> cut = new ArrayList<>();
    for (byte[] next = chunks.next(linesMax, bytesMax);
        next.length > 0;
        next = chunks.next(linesMax, bytesMax)) {
      cut.add(new String(next, UTF_8));
    }
    return cut;
  }

  @Test
  void linesStayWhole() throws IOException {
    assertThat(cut("", 2, 100)).isEmpty();
    assertThat(cut("a\nb\nc\n", 2, 100)).containsExactly("a\nb\n", "c\n");
    assertThat(cut("a\n\nc", 2, 100)).containsExactly("a\n\n", "c");
    assertThat(cut("aaa\nb\nc\n", 9, 3)).containsExactly("aaa\n", "b\nc\n");
  }

  @Test
  void aLineMayBeLargerThanWhatIsReadAtOnce() throws IOException {
    String large = "x".repeat(200_000);
    assertThat(cut(large + "\n" + large + "y\n" + large, 9, 1 << 16))
        .containsExactly(large + "\n", large + "y\n", large);
  }
}
