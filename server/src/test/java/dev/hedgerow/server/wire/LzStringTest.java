package dev.hedgerow.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts that the original packed, each with what it packed in base64. */
class LzStringTest {
  private static final Path PACKED =
      Path.of("src/test/resources/dev/hedgerow/server/wire/lz-string.txt");

  @Test
  void whatTheOriginalPackedIsUnpacked() throws Exception {
    List<String> lines = Files.readAllLines(PACKED);
    assertThat(lines).hasSize(7);
    for (String line : lines) {
      String[] parts = line.split(" ", 2);
      byte[] text = LzString.inflate(parts[0].getBytes(UTF_8), 100_000, bytes -> {});
      assertThat(text).isEqualTo(Base64.getDecoder().decode(parts[1]));
    }
  }

  @Test
  void aRequestMayComeInIt() throws Exception {
    byte[] packed = lineOf(0).getBytes(UTF_8);
    for (String hint : List.of("lz64", "lz-string")) {
      assertThat(Told.events(Told.take(new CaptureRequest(
              "/e",
              Map.of("compression", hint),
              "text/plain",
              null,
              packed,
              Told.NOW,
              null,
              null))))
          .singleElement()
          .satisfies(event -> assertThat(event.event()).isEqualTo("e"));
    }
  }

  @Test
  void whatGrowsTooLargeIsRefusedBeforeItIsHeld() throws IOException {
    long[] taken = {0};
    byte[] packed = lineOf(6).getBytes(UTF_8);
    assertThatThrownBy(() -> LzString.inflate(packed, 500, bytes -> taken[0] += bytes))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.code()).isEqualTo("body_too_large"));
    assertThat(taken[0]).isLessThan(10_000);
  }

  @Test
  void damageIsNamedAndNothingElseHappens() throws Exception {
    Random random = new Random(5);
    String packed = lineOf(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = packed.substring(0, 1 + random.nextInt(packed.length())).getBytes(UTF_8);
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(128);
      try {
        LzString.inflate(damaged, 1 << 20, bytes -> {});
      } catch (RejectedException e) {
        assertThat(e.code()).isIn("invalid_lz_string", "body_too_large");
      }
    }
  }

  private static String lineOf(int number) throws IOException {
    String line = Files.readAllLines(PACKED).get(number);
    return line.substring(0, line.indexOf(' '));
  }
}
