package dev.hedgerow.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Warning;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file here is a body somebody may send. Its name says what is to come of it: the status, and
 * the refusal's code, or the only warning's code where something was still usable.
 */
class HostileTest {
  static Stream<String> bodies() {
    return Arrays.stream(new File("src/test/resources/hostile").list()).sorted();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void bodyMeetsTheFateInItsName(String name) throws Exception {
    String[] fate = name.split("-", 3);

    Intake intake =
        Told.take(Told.request(Files.readAllBytes(Path.of("src/test/resources/hostile", name))));

    if (fate[0].equals("200")) {
      assertThat(intake.refusal()).isNull();
      assertThat(Told.events(intake)).singleElement().satisfies(event -> {
        assertThat(event.event()).isEqualTo("good");
        assertThat(event.distinctId()).startsWith(event.distinctId().startsWith("{") ? "{" : "g");
      });
      assertThat(Told.warnings(intake))
          .extracting(Warning::type)
          .isEqualTo(fate[1].equals("ok") ? List.of() : List.of(fate[1]));
    } else {
      RejectedException refusal = intake.refusal();
      String met = refusal == null ? "200" : refusal.status() + "-" + refusal.code();
      assertThat(met).isEqualTo(fate[0] + "-" + fate[1]);
      assertThat(Told.events(intake)).isEmpty();
      assertThat(intake.feed()).isNotEmpty();
    }
    assertEntriesAreUtf8(intake);
  }

  private static void assertEntriesAreUtf8(Intake intake) throws Exception {
    for (byte[] entry : intake.entries()) {
      String text = StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(entry))
          .toString();
      assertThat(text).doesNotContain("\u0000", "\\u0000");
    }
  }
}
