package dev.hedgerow.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ByteScanTest {
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void findsWhatLookingAtEachByteFinds() {
    for (int i = 0; i < 20_000; i++) {
      byte[] text = text();
      int from = random.nextInt(text.length + 1);
      int to = from + random.nextInt(text.length + 1 - from);
      int at = from;
      while (at < to && text[at] != '"' && text[at] != '\\') {
        at++;
      }
      assertThat(ByteScan.find(text, from, to, '"', '\\')).isEqualTo(at);
    }
  }

  @Test
  void findsTheEndOfATextAsLookingAtEachByteDoes() {
    for (int i = 0; i < 20_000; i++) {
      byte[] text = text();
      int from = random.nextInt(text.length + 1);
      int at = from;
      while (at < text.length
          && text[at] != '"'
          && text[at] != '\\'
          && (text[at] < 0 || text[at] >= ' ')) {
        at++;
      }
      assertThat(ByteScan.findInText(text, from, text.length)).isEqualTo(at);
    }
  }

  @Test
  void knowsAsciiAsLookingAtEachByteDoes() {
    for (int i = 0; i < 20_000; i++) {
      byte[] text = text();
      boolean ascii = true;
      for (byte b : text) {
        ascii &= b > 0;
      }
      assertThat(ByteScan.isAscii(text, 0, text.length)).isEqualTo(ascii);
    }
  }

  /** Mostly letters, with quotes, backslashes, NUL and bytes above 127 among them. */
  private byte[] text() {
    byte[] text = new byte[random.nextInt(40)];
    byte[] odd = {'"', '\\', '!', '#', '[', ']', 0, 1, 31, ' ', 127, -128, -1, '"' - 128, '\\' - 128
    };
    for (int at = 0; at < text.length; at++) {
      text[at] = random.nextInt(12) == 0 ? odd[random.nextInt(odd.length)] : (byte) 'a';
    }
    return text;
  }
}
