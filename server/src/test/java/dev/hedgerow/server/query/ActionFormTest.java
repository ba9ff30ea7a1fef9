package dev.hedgerow.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Selector;
import dev.hedgerow.server.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused of an action that somebody describes. */
class ActionFormTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

  private static Action read(Map<String, @Nullable Object> fields) throws RejectedException {
    return ActionForm.read(fields, 0, 1, NOW, NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ">",
        "a >",
        "> a",
        "a,b",
        "a+b",
        "a~b",
        "a:hover",
        "a:not(b)",
        "[a]",
        "[a^=\"b\"]",
        "[a=b]",
        "[a=\"b]",
        "[a=\"b\"",
        ":nth-child()",
        ":nth-child(2n)",
        ":nth-child(99999999)",
        "a:nth-child(1",
        "..a",
        "#",
        ".",
        "#a#b",
        "a[",
        "\\",
        "a\u0000b",
        "a||b"
      })
  void aSelectorThatIsNotKnownIsRefusedAtItsField(String selector) {
    if (selector.isEmpty()) {
      return; // no condition
    }
    RejectedException refused = catchThrowableOfType(
        RejectedException.class,
        () -> read(Map.of("name", "n", "steps", List.of(Map.of("selector", selector)))));

    assertThat(refused).as(selector).isNotNull();
    assertThat(refused.code()).isEqualTo("invalid_selector");
    assertThat(refused.attribute()).isEqualTo("steps[0].selector");
  }

  @Test
  void anyTextIsASelectorOrIsRefused() {
    Random random = new Random(13);
    String letters = "a.#[]=\"':>() *\\\u00001日,~+nth-child(";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(30); j > 0; j--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        assertThat(Selector.of(text.toString()).parts()).isNotEmpty();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("expected ");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{}|name",
        "{\"name\":\" \"}|name",
        "{\"name\":\"n\",\"tags\":[1]}|tags",
        "{\"name\":\"n\",\"steps\":{}}|steps",
        "{\"name\":\"n\",\"steps\":[1]}|steps[0]",
        "{\"name\":\"n\",\"steps\":[{\"event\":1}]}|steps[0].event",
        "{\"name\":\"n\",\"steps\":[{},{\"nosuch\":1}]}|steps[1].nosuch",
        "{\"name\":\"n\",\"steps\":[{\"url_matching\":\"like\"}]}|steps[0].url_matching",
        "{\"name\":\"n\",\"steps\":[{\"properties\":[{\"value\":1}]}]}|steps[0].properties",
        "{\"name\":\"n\",\"steps\":[{\"properties\":[7]}]}|steps[0].properties"
      })
  void aWrongFormIsRefusedAtItsField(String form, String field) throws Exception {
    Map<String, @Nullable Object> fields = Json.object(form);
    RejectedException refused = catchThrowableOfType(RejectedException.class, () -> read(fields));

    assertThat(refused.attribute()).isEqualTo(field);
    assertThat(refused.status()).isEqualTo(400);
  }

  @Test
  void whatIsTooLargeIsRefused() throws Exception {
    for (String form : List.of(
        "{\"name\":\"" + "n".repeat(401) + "\"}",
        "{\"name\":\"n\",\"description\":\"" + "n".repeat(2049) + "\"}",
        "{\"name\":\"n\",\"tags\":[\"" + "n".repeat(401) + "\"]}",
        "{\"name\":\"n\",\"tags\":[" + "\"t\",".repeat(50) + "\"t\"]}",
        "{\"name\":\"n\",\"steps\":[" + "{},".repeat(50) + "{}]}",
        "{\"name\":\"n\",\"steps\":[{\"selector\":\"" + "a".repeat(1001) + "\"}]}",
        "{\"name\":\"n\",\"steps\":[{\"selector\":\"" + "a ".repeat(21) + "\"}]}",
        "{\"name\":\"n\",\"steps\":[{\"url\":\"" + "a".repeat(2049) + "\"}]}",
        "{\"name\":\"n\",\"steps\":[{\"properties\":[" + "{\"key\":\"a\"},".repeat(50)
            + "{\"key\":\"a\"}]}]}")) {
      Map<String, @Nullable Object> fields = Json.object(form);
      assertThat(catchThrowableOfType(RejectedException.class, () -> read(fields)))
          .as(form)
          .isNotNull();
    }
  }
}
